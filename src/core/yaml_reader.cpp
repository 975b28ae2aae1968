#include "core/yaml_reader.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "core/files.hpp"
#include "core/utf8.hpp"

namespace repere {
namespace {

constexpr std::uintmax_t kLargestFile = 8U << 20;

}  // namespace

YamlReader::YamlReader(std::string text, std::string source) : text_(std::move(text)), source_(std::move(source)) {
    if (const auto bad = utf8::find_invalid(text_)) {
        const auto lines = std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(*bad), '\n');
        errors.push_back({ErrorCode::kConfiguration, "core.yaml.not_utf8", {}, {source_, std::size_t(lines) + 1, 0, ""}});
        return;
    }
    try {
        root_ = YAML::Load(text_);
    } catch (const YAML::Exception& e) {
        errors.push_back({ErrorCode::kConfiguration,
                          "core.yaml.broken",
                          {{"reason", e.msg}},
                          {source_, std::size_t(e.mark.line + 1), std::size_t(e.mark.column + 1), ""}});
    }
}

Place YamlReader::place(const YAML::Node& node, std::optional<std::size_t> inside) const {
    const YAML::Mark mark = node.Mark();
    if (mark.is_null() || mark.line < 0) return {source_, 0, 0, ""};
    // yaml-cpp counts bytes; people count characters.
    std::size_t line_start = 0;
    for (int line = 0; line < mark.line && line_start < text_.size(); ++line) {
        const std::size_t end = text_.find('\n', line_start);
        if (end == std::string::npos) break;
        line_start = end + 1;
    }
    std::size_t at = line_start + static_cast<std::size_t>(mark.column);
    if (inside && at < text_.size()) {
        if (text_[at] == '"' || text_[at] == '\'') ++at;
        at += *inside;
    }
    const std::size_t line_end = std::min(text_.find('\n', line_start), text_.size());
    at = std::min(at, line_end);
    const std::size_t column = utf8::length(std::string_view(text_).substr(line_start, at - line_start)) + 1;
    return {source_, static_cast<std::size_t>(mark.line) + 1, column, ""};
}

void YamlReader::mistake(const YAML::Node& node, std::string key, Details details, std::optional<std::size_t> inside) {
    errors.push_back({ErrorCode::kConfiguration, std::move(key), std::move(details), place(node, inside)});
}

bool YamlReader::no_key_twice(const YAML::Node& node) {
    std::set<std::string> seen;
    for (const auto& row : node) {
        if (!row.first.IsScalar()) {
            mistake(row.first, "core.yaml.key_not_text");
            return false;
        }
        if (!seen.insert(row.first.Scalar()).second) {
            mistake(row.first, "core.yaml.key_twice", {{"key", row.first.Scalar()}});
        }
    }
    return true;
}

bool YamlReader::expect_map(const YAML::Node& node) {
    if (!node.IsMap()) {
        mistake(node, "core.yaml.map_expected");
        return false;
    }
    return no_key_twice(node);
}

bool YamlReader::expect_map(const YAML::Node& node, std::initializer_list<std::string_view> known) {
    if (!expect_map(node)) return false;
    for (const auto& row : node) {
        const std::string& key = row.first.Scalar();
        if (std::find(known.begin(), known.end(), key) != known.end()) continue;
        std::string names;
        for (const std::string_view name : known) names.append(names.empty() ? "" : ", ").append(name);
        mistake(row.first, "core.yaml.key_unknown", {{"key", key}, {"known", names}});
    }
    return true;
}

bool YamlReader::expect_list(const YAML::Node& node) {
    if (node.IsSequence()) return true;
    mistake(node, "core.yaml.list_expected");
    return false;
}

std::optional<std::string> YamlReader::text_of(const YAML::Node& node) {
    if (node.IsScalar() && !node.Scalar().empty()) return node.Scalar();
    mistake(node, "core.yaml.text_expected");
    return std::nullopt;
}

std::optional<double> YamlReader::number_of(const YAML::Node& node, double least, double most) {
    double value = 0;
    if (node.IsScalar() && YAML::convert<double>::decode(node, value) && std::isfinite(value) && value >= least &&
        value <= most) {
        return value;
    }
    const auto shown = [](double v) {
        std::string s = std::to_string(v);
        s.erase(s.find_last_not_of('0') + 1);
        if (s.back() == '.') s.pop_back();
        return s;
    };
    mistake(node, "core.yaml.number_expected", {{"least", shown(least)}, {"most", shown(most)}});
    return std::nullopt;
}

std::optional<bool> YamlReader::truth_of(const YAML::Node& node) {
    bool value = false;
    if (node.IsScalar() && YAML::convert<bool>::decode(node, value)) return value;
    mistake(node, "core.yaml.truth_expected");
    return std::nullopt;
}

void YamlReader::each_text(const YAML::Node& list,
                           const std::function<void(const YAML::Node&, const std::string&)>& visit) {
    if (!expect_list(list)) return;
    for (const auto& entry : list) {
        if (const auto text = text_of(entry)) visit(entry, *text);
    }
}

std::vector<std::filesystem::path> yaml_files(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
        if (entry.path().extension() == ".yaml") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

Result<YamlReader> open_yaml(const std::filesystem::path& file) {
    auto text = read_file(file, kLargestFile);
    if (!text) return fail(std::move(text.error()));
    YamlReader reader(std::move(*text), file.string());
    if (!reader.errors.empty()) return fail(reader.errors.front());
    return reader;
}

}  // namespace repere
