// What the tests of this room share: the lexicon that the build made, opened once.
#pragma once

#include <gtest/gtest.h>

#include "language/lexicon.hpp"

namespace repere::language {

inline const Lexicon& test_lexicon() {
    static const Lexicon shared = [] {
        auto opened = Lexicon::open(default_lexicon_folder());
        if (!opened) {
            ADD_FAILURE() << opened.error().key << " " << opened.error().place.source;
            std::abort();
        }
        return std::move(*opened);
    }();
    return shared;
}

}  // namespace repere::language
