// Swaps: what may change in a conversation without changing how anybody should judge it.
//
// Another name or gender, accents left out, tu for vous, words of another country. They are data, in
// knowledge/fairness/{fr,en}.yaml (docs/benchmark.md); the audit compares what the machine finds before and after.
#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "conversation/labels.hpp"
#include "core/result.hpp"
#include "review/rewriter.hpp"

namespace repere::review {

struct FirstNames {
    std::vector<std::string> women, men, either;
};

// What the names of a language tell, to put a woman's name in place of a woman's.
struct KnownNames {
    std::unordered_set<std::string> women, men, either;  // folded first names
    std::unordered_set<std::string> titles;              // before a family name
};

struct Swap {
    std::string id, language;
    std::map<std::string, std::string> title;  // by language, for people
    std::vector<Speaker> speakers;             // whose turns may change; empty: everybody's
    std::vector<Channel> channels;             // empty: all
    Rewriter words;
    std::map<char32_t, std::string> letters;
    std::unordered_set<std::string> whole;  // folded words; a turn that still holds one after rewriting stays as it was
    std::optional<FirstNames> first_names;
    std::vector<std::string> family_names;
    bool other_gender = false;  // first names of the other gender; either's stay
};

class Swaps {
  public:
    // Of one language. kConfiguration with file, line and column at the first mistake; none where there is no file.
    static Result<Swaps> load(const std::filesystem::path& knowledge, std::string_view language);

    const std::vector<Swap>& all() const { return swaps_; }

    // The same conversation with the swap made; nothing where it changes no word. A person that the labels name is
    // called by the same other name throughout. Turns that change lose their words' times. Pure.
    std::optional<Interaction> apply(const Swap& swap, const LabelledInteraction& reference) const;

  private:
    friend class SwapsReader;
    std::vector<Swap> swaps_;
    KnownNames known_;
};

// The rewriting that gives each person the labels name another name.
Rewriter rename_persons(const Swap& swap, const LabelledInteraction& reference, const KnownNames& known);

}  // namespace repere::review
