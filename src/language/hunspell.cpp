#include "language/hunspell.hpp"

#include <cstdlib>
#include <unordered_map>

#include "core/files.hpp"

namespace repere::language {
namespace {

using Strings = std::vector<std::string_view>;

std::string_view next_word(std::string_view& line) {
    const auto begin = line.find_first_not_of(" \t\r");
    if (begin == std::string_view::npos) return line = {};
    line.remove_prefix(begin);
    const auto end = std::min(line.find_first_of(" \t\r"), line.size());
    const auto word = line.substr(0, end);
    line.remove_prefix(end);
    return word;
}

std::string_view next_line(std::string_view& text) {
    const auto end = text.find('\n');
    const auto line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    return line;
}

std::size_t character_bytes(char lead) {
    const auto c = static_cast<unsigned char>(lead);
    return c < 0xC0 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
}

struct Rule {
    std::string_view strip, add, condition, continuation, fields;
};

struct Affix {
    bool prefix = false;
    std::vector<Rule> rules;
};

// Does `text` begin with what the condition says? It is a row of characters, dots and [sets] or [^sets].
bool begins_with(std::string_view text, std::string_view condition) {
    while (!condition.empty()) {
        if (text.empty()) return false;
        const auto c = text.substr(0, character_bytes(text[0]));
        text.remove_prefix(c.size());
        if (condition[0] == '[') {
            const auto close = condition.find(']');
            if (close == std::string_view::npos) return false;
            auto set = condition.substr(1, close - 1);
            condition.remove_prefix(close + 1);
            const bool negated = set.substr(0, 1) == "^";
            if (negated) set.remove_prefix(1);
            if ((set.find(c) != std::string_view::npos) == negated) return false;
        } else {
            const auto want = condition.substr(0, character_bytes(condition[0]));
            condition.remove_prefix(want.size());
            if (want != "." && want != c) return false;
        }
    }
    return true;
}

std::size_t characters_in(std::string_view condition) {
    std::size_t count = 0;
    while (!condition.empty()) {
        const auto close = condition[0] == '[' ? condition.find(']') : std::string_view::npos;
        condition.remove_prefix(close != std::string_view::npos ? close + 1
                                                                : std::min(condition.size(), character_bytes(condition[0])));
        ++count;
    }
    return count;
}

bool ends_with(std::string_view text, std::string_view condition) {
    if (condition == ".") return true;
    std::size_t from = text.size();
    for (std::size_t n = characters_in(condition); n > 0; --n) {
        if (from == 0) return false;
        do {
            --from;
        } while (from > 0 && (static_cast<unsigned char>(text[from]) & 0xC0) == 0x80);
    }
    return begins_with(text.substr(from), condition);
}

class Expander {
  public:
    explicit Expander(const std::function<void(const HunspellForm&)>& visit) : visit_(visit) {}

    void read_affixes(std::string_view text) {
        while (!text.empty()) {
            auto line = next_line(text);
            const auto kind = next_word(line);
            if (kind == "FLAG") long_flags_ = next_word(line) == "long";
            if (kind == "NEEDAFFIX") need_affix_ = next_word(line);
            if (kind == "FORBIDDENWORD") forbidden_ = next_word(line);
            if (kind == "ONLYINCOMPOUND") only_in_compound_ = next_word(line);
            if (kind != "SFX" && kind != "PFX") continue;
            const auto flag = next_word(line);
            const auto [place, is_header] = affixes_.try_emplace(flag);
            if (is_header) {
                place->second.prefix = kind == "PFX";
                continue;
            }
            Rule rule{.strip = next_word(line), .add = next_word(line), .condition = next_word(line), .fields = line};
            if (rule.strip == "0") rule.strip = {};
            if (const auto slash = rule.add.find('/'); slash != std::string_view::npos) {
                rule.continuation = rule.add.substr(slash + 1);
                rule.add = rule.add.substr(0, slash);
            }
            if (rule.add == "0") rule.add = {};
            place->second.rules.push_back(rule);
        }
    }

    void read_entry(std::string_view line) {
        auto entry = next_word(line);
        std::string_view flags;
        if (const auto slash = entry.find('/', 1); slash != std::string_view::npos) {
            flags = entry.substr(slash + 1);
            entry = entry.substr(0, slash);
        }
        if (entry.empty() || has(flags, forbidden_) || has(flags, only_in_compound_)) return;
        std::string_view stem = entry;
        if (const auto at = line.find("st:"); at != std::string_view::npos) {
            auto rest = line.substr(at + 3);
            stem = next_word(rest);
        }
        if (!has(flags, need_affix_)) visit_({.form = entry, .stem = stem, .fields = line, .affix = {}});
        apply(entry, stem, flags, line, 2);
    }

  private:
    std::size_t flag_size() const { return long_flags_ ? 2 : 1; }

    bool has(std::string_view flags, std::string_view wanted) const {
        if (wanted.empty()) return false;
        for (std::size_t i = 0; i + flag_size() <= flags.size(); i += flag_size()) {
            if (flags.substr(i, flag_size()) == wanted) return true;
        }
        return false;
    }

    void apply(std::string_view word, std::string_view stem, std::string_view flags, std::string_view fields, int levels) {
        for (std::size_t i = 0; i + flag_size() <= flags.size(); i += flag_size()) {
            const auto flag = flags.substr(i, flag_size());
            const auto found = affixes_.find(flag);
            if (found == affixes_.end()) continue;
            if (found->second.prefix && (long_flags_ || levels < 2)) continue;
            for (const Rule& rule : found->second.rules) {
                const bool fits = found->second.prefix
                                      ? begins_with(word, rule.condition == "." ? "" : rule.condition)
                                      : ends_with(word, rule.condition) && word.size() >= rule.strip.size() &&
                                            word.substr(word.size() - rule.strip.size()) == rule.strip;
                if (!fits) continue;
                std::string form;
                if (found->second.prefix) {
                    form.append(rule.add).append(word);
                } else {
                    form.append(word.substr(0, word.size() - rule.strip.size())).append(rule.add);
                }
                const std::string all_fields = std::string(fields) + " " + std::string(rule.fields);
                visit_({.form = form, .stem = stem, .fields = all_fields, .affix = flag});
                // A prefix makes a new word with endings of its own: "refund", "refunded".
                if (found->second.prefix && levels > 1) apply(form, form, flags, all_fields, 1);
                if (levels > 1 && !rule.continuation.empty()) apply(form, stem, rule.continuation, all_fields, levels - 1);
            }
        }
    }

    const std::function<void(const HunspellForm&)>& visit_;
    std::unordered_map<std::string_view, Affix> affixes_;
    std::string_view need_affix_, forbidden_, only_in_compound_;
    bool long_flags_ = false;
};

}  // namespace

Status expand_hunspell(const std::filesystem::path& dictionary, const std::filesystem::path& affixes,
                       const std::function<void(const HunspellForm&)>& visit) {
    const auto affix_text = read_file(affixes);
    if (!affix_text) return fail(affix_text.error());
    const auto entries = read_file(dictionary);
    if (!entries) return fail(entries.error());
    Expander expander(visit);
    expander.read_affixes(*affix_text);
    std::string_view rest = *entries;
    next_line(rest);  // the number of entries
    while (!rest.empty()) expander.read_entry(next_line(rest));
    return {};
}

}  // namespace repere::language
