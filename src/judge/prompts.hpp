// What the judge is told and asked, in French and in English: knowledge/judge/{fr,en}.yaml.
//
// The transcript comes first in the user's message and the criterion last, so that servers which keep the beginning of
// a prompt (vLLM, llama.cpp) read a conversation once for all its criteria.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "grid/grid.hpp"
#include "judge/excerpt.hpp"
#include "judge/transcript.hpp"

namespace repere::judge {

struct Prompt {
    std::string system, user;
};

class Prompts {
  public:
    // kConfiguration with line and column at the first mistake.
    static Result<Prompts> load(const std::filesystem::path& file, const std::string& language);

    Prompt prompt(const grid::Criterion& criterion, const std::vector<SentTurn>& turns, const Excerpt& excerpt) const;

    int version() const { return version_; }

  private:
    std::string transcript(const std::vector<SentTurn>& turns, const Excerpt& excerpt) const;

    int version_ = 1;
    std::string language_, system_, user_, question_, na_allowed_, na_forbidden_, whole_, partial_, gap_;
    std::map<Speaker, std::string> roles_;
};

// The template with each {name} replaced once: what is filled in is never read as a template itself.
std::string filled(const std::string& text, const std::map<std::string, std::string>& values);

}  // namespace repere::judge
