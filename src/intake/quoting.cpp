#include "intake/quoting.hpp"

#include <algorithm>

#include <yaml-cpp/yaml.h>

#include "intake/encoding.hpp"

namespace repere::intake {
namespace {

constexpr std::size_t kMaxMarkBytes = 400;  // no mark is longer; longer lines are prose
constexpr std::size_t kMaxNameBytes = 60;

bool matches_any(const std::vector<std::string>& patterns, std::string_view line) {
    return !line.empty() && line.size() <= kMaxMarkBytes &&
           std::any_of(patterns.begin(), patterns.end(), [&](const std::string& p) { return matches(p, line); });
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        lines.push_back(line);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

class Cutter {
  public:
    Cutter(std::string_view text, const Quoting& quoting) : quoting_(quoting), lines_(lines_of(text)) {
        folded_.reserve(lines_.size());
        for (const auto line : lines_) folded_.push_back(line.size() > kMaxMarkBytes * 2 ? std::string(1, 'x') : folded(line));
    }

    std::string run() {
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            if (is_quote(i)) continue;
            if (const std::size_t length = attribution_at(i); length > 0) {
                i += length - 1;
                const std::size_t next = next_written(i + 1);
                if (next < lines_.size() && is_quote(next)) continue;  // ">" marks what is quoted: an answer may follow
                break;
            }
            if (matches_any(quoting_.separator, folded_[i]) || is_header_block(i)) break;
            if (matches_any(quoting_.disclaimer, folded_[i])) break;
            if (is_signature(i)) {
                keep_name(i + 1);
                break;
            }
            if (matches_any(quoting_.mobile, folded_[i])) continue;
            kept_.push_back(i);
        }
        return joined();
    }

  private:
    bool is_quote(std::size_t i) const { return folded_[i].starts_with('>') && !folded_[i].starts_with(">>>>>>>>>>"); }

    bool is_signature(std::size_t i) const {
        // The mark of RFC 3676 is "-- " alone on its line; many mailers lose its space.
        return std::any_of(quoting_.signature.begin(), quoting_.signature.end(),
                           [&](const std::string& mark) { return lines_[i] == mark; });
    }

    std::size_t next_written(std::size_t i) const {
        while (i < lines_.size() && folded_[i].empty()) ++i;
        return i;
    }

    // How many lines, from `i`, are the introduction of a quoted message; 0 for none.
    std::size_t attribution_at(std::size_t i) const {
        std::string line;
        for (std::size_t n = 0; n < 3 && i + n < lines_.size(); ++n) {
            if (folded_[i + n].empty() || (n > 0 && is_quote(i + n))) return 0;
            line += (n > 0 ? " " : "") + folded_[i + n];
            const bool is_one = std::any_of(quoting_.attribution.begin(), quoting_.attribution.end(), [&](const auto& pattern) {
                // Over several lines the first must be its beginning, or the words above it would go too.
                return (n == 0 || !pattern.starts_with('*')) && line.size() <= kMaxMarkBytes && matches(pattern, line);
            });
            if (is_one) return n + 1;
        }
        return 0;
    }

    bool is_header_block(std::size_t i) const {
        if (!matches_any(quoting_.header_first, folded_[i])) return false;
        for (std::size_t n = 1; n <= 4 && i + n < lines_.size(); ++n) {
            if (matches_any(quoting_.header_next, folded_[i + n])) return true;
        }
        return false;
    }

    // A signature block often bears the only name: a short line without figures or addresses is one.
    void keep_name(std::size_t i) {
        i = next_written(i);
        if (i >= lines_.size()) return;
        const std::string_view line = trimmed(lines_[i]);
        const bool is_name = line.size() <= kMaxNameBytes &&
                             line.find_first_of("@0123456789/:|_*") == std::string_view::npos;
        if (!is_name) return;
        const std::size_t look = kept_.size() < 4 ? 0 : kept_.size() - 4;
        for (std::size_t k = look; k < kept_.size(); ++k) {
            if (folded_[kept_[k]] == folded_[i]) return;
        }
        kept_.push_back(i);
    }

    std::string joined() const {
        std::string text;
        std::size_t blank = 0;
        for (const std::size_t i : kept_) {
            if (folded_[i].empty()) {
                ++blank;
                continue;
            }
            if (!text.empty()) text += blank > 0 ? "\n\n" : "\n";
            blank = 0;
            auto line = lines_[i];
            while (!line.empty() && (line.back() == ' ' || line.back() == '\t')) line.remove_suffix(1);
            text += line;
        }
        return text;
    }

    const Quoting& quoting_;
    std::vector<std::string_view> lines_;
    std::vector<std::string> folded_;
    std::vector<std::size_t> kept_;
};

}  // namespace

bool matches(std::string_view pattern, std::string_view text) {
    std::size_t p = 0, t = 0, star = std::string_view::npos, mark = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            mark = t;
        } else if (p < pattern.size() && pattern[p] == text[t]) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++mark;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*') ++p;
    return p == pattern.size();
}

Result<Quoting> Quoting::load(const std::filesystem::path& file) {
    Quoting quoting;
    try {
        const YAML::Node root = YAML::LoadFile(file.string());
        const auto take = [&](const char* key, std::vector<std::string>& list) {
            for (const auto& item : root[key]) list.push_back(item.as<std::string>());
        };
        take("attribution", quoting.attribution);
        take("separator", quoting.separator);
        take("header_first", quoting.header_first);
        take("header_next", quoting.header_next);
        take("signature", quoting.signature);
        take("mobile", quoting.mobile);
        take("disclaimer", quoting.disclaimer);
        take("reply_prefix", quoting.reply_prefix);
        quoting.english_subject = root["english_subject"].as<std::string>();
    } catch (const YAML::Exception& e) {
        return fail(ErrorCode::kConfiguration, "intake.mapping.broken", {{"reason", e.msg}},
                    {file.string(), static_cast<std::size_t>(e.mark.line + 1), static_cast<std::size_t>(e.mark.column + 1)});
    }
    return quoting;
}

std::string without_quotes(std::string_view text, const Quoting& quoting) {
    std::string left = Cutter(text, quoting).run();
    if (left.empty()) left = trimmed(text);
    std::replace(left.begin(), left.end(), '\r', '\n');
    return left;
}

Subject normalised_subject(std::string_view subject, const Quoting& quoting) {
    Subject result{folded(subject), false};
    for (bool is_cut = true; is_cut;) {
        is_cut = false;
        for (const std::string& prefix : quoting.reply_prefix) {
            std::string_view rest = result.normalised;
            if (!rest.starts_with(prefix)) continue;
            rest.remove_prefix(prefix.size());
            if (rest.starts_with("[")) rest.remove_prefix(std::min(rest.find(']'), rest.size() - 1) + 1);  // "Re[2]:"
            rest = trimmed(rest);
            if (!rest.starts_with(':')) continue;
            result.normalised = std::string(trimmed(rest.substr(1)));
            result.is_reply = is_cut = true;
            break;
        }
    }
    return result;
}

}  // namespace repere::intake
