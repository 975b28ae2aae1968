// Result<T>: a value or an Error. `return fail(...)` from any function that returns one.
#pragma once

#include <utility>

#include <tl/expected.hpp>

#include "core/error.hpp"

namespace repere {

template <class T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

inline tl::unexpected<Error> fail(ErrorCode code, std::string key, Details details = {}, Place place = {}) {
    return tl::unexpected<Error>(Error{code, std::move(key), std::move(details), std::move(place)});
}

inline tl::unexpected<Error> fail(Error error) { return tl::unexpected<Error>(std::move(error)); }

}  // namespace repere
