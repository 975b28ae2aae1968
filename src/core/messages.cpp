#include "core/messages.hpp"

#include <algorithm>
#include <cstdlib>
#include <vector>

#include <yaml-cpp/yaml.h>

namespace repere {
namespace {

namespace fs = std::filesystem;

std::string filled(std::string text, const Details& details) {
    for (const auto& [name, value] : details) {
        const std::string mark = "{" + name + "}";
        for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + value.size())) {
            text.replace(at, mark.size(), value);
        }
    }
    return text;
}

Place place_of(const fs::path& file, const YAML::Mark& mark) {
    return {file.string(), static_cast<std::size_t>(mark.line + 1), static_cast<std::size_t>(mark.column + 1), ""};
}

}  // namespace

UiLanguage language_of_environment() {
    for (const char* name : {"REPERE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* value = std::getenv(name);
        if (value == nullptr || *value == '\0') continue;
        return std::string_view(value).starts_with("en") ? UiLanguage::kEnglish : UiLanguage::kFrench;
    }
    return UiLanguage::kFrench;
}

Result<Messages> Messages::load(const fs::path& folder, UiLanguage language) {
    Messages messages;
    messages.language_ = language;
    const fs::path here = folder / (language == UiLanguage::kFrench ? "fr" : "en");
    std::error_code ignored;
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(here, ignored)) {
        if (entry.path().extension() == ".yaml") files.push_back(entry.path());
    }
    if (files.empty()) {
        return fail(ErrorCode::kEnvironment, "core.messages.missing", {{"folder", here.string()}}, {here.string()});
    }
    std::sort(files.begin(), files.end());
    for (const auto& file : files) {
        try {
            for (const auto& row : YAML::LoadFile(file.string())) {
                const auto key = row.first.as<std::string>();
                if (row.second.IsMap()) {
                    for (const auto& part : row.second) {
                        messages.texts_[key + "." + part.first.as<std::string>()] = part.second.as<std::string>();
                    }
                } else {
                    messages.texts_[key] = row.second.as<std::string>();
                }
            }
        } catch (const YAML::Exception& e) {
            return fail(ErrorCode::kConfiguration, "core.messages.broken", {{"reason", e.msg}},
                        place_of(file, e.mark));
        }
    }
    return messages;
}

bool Messages::has(std::string_view key) const {
    const std::string name(key);
    return texts_.contains(name) || texts_.contains(name + ".what");
}

std::string Messages::text(std::string_view key, const Details& details) const {
    for (const std::string& name : {std::string(key), std::string(key) + ".what"}) {
        if (const auto found = texts_.find(name); found != texts_.end()) return filled(found->second, details);
    }
    std::string fallback(key);
    for (const auto& [name, value] : details) fallback += " " + name + "=" + value;
    return fallback;
}

std::string Messages::text(const Error& error) const {
    std::string line = to_string(error.place);
    if (!line.empty()) line += language_ == UiLanguage::kFrench ? " : " : ": ";
    line += text(error.key, error.details);
    if (const auto cure = texts_.find(error.key + ".cure"); cure != texts_.end()) {
        line += " " + filled(cure->second, error.details);
    }
    return line;
}

std::string Messages::text(const Warning& warning) const {
    return text(Error{ErrorCode::kInternal, warning.key, warning.details, warning.place});
}

}  // namespace repere
