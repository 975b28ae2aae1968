// The texts people read, by key and language, from messages/{fr,en}/*.yaml.
//
// A file maps keys to a text or to `what` and `cure`; {name} is filled from the details. Immutable once loaded, so any
// thread may read it.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/result.hpp"

namespace repere {

enum class UiLanguage { kFrench, kEnglish };

// From REPERE_LANG, then LC_ALL, LC_MESSAGES, LANG; French unless one says English.
UiLanguage language_of_environment();

class Messages {
  public:
    // Reads every *.yaml of `folder`/fr or `folder`/en. Fails with kConfiguration at the first broken file.
    static Result<Messages> load(const std::filesystem::path& folder, UiLanguage language);

    UiLanguage language() const { return language_; }
    bool has(std::string_view key) const;

    // The text of `key` with its details filled in; the key itself where no text is known.
    std::string text(std::string_view key, const Details& details = {}) const;

    // "file:line (path): what happened. What to do."
    std::string text(const Error& error) const;
    std::string text(const Warning& warning) const;

    const std::unordered_map<std::string, std::string>& all() const { return texts_; }

  private:
    UiLanguage language_ = UiLanguage::kFrench;
    std::unordered_map<std::string, std::string> texts_;  // "key" or "key.what" and "key.cure"
};

}  // namespace repere
