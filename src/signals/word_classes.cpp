#include "signals/word_classes.hpp"

#include <algorithm>
#include <limits>

#include "core/yaml_reader.hpp"
#include "signals/word_lists.hpp"

namespace repere::signals {
namespace {

constexpr std::uint32_t kLongestNumber = 40;  // words of one number said aloud

bool has(const std::vector<WordHash>& sorted, WordHash value) {
    return std::binary_search(sorted.begin(), sorted.end(), value);
}

void begin_class(TurnView& turn, std::uint32_t at, WordClass which, std::uint32_t length) {
    Cell& cell = turn.cells[at];
    const auto c = static_cast<std::size_t>(which);
    const auto most = std::uint32_t{std::numeric_limits<std::uint16_t>::max()};
    cell.span[c] = static_cast<std::uint16_t>(std::max<std::uint32_t>(cell.span[c], std::min(length, most)));
    cell.classes |= static_cast<std::uint8_t>(1U << c);
    turn.classes |= static_cast<std::uint8_t>(1U << c);
}

}  // namespace

Result<WordClasses> WordClasses::load(const std::filesystem::path& knowledge, std::string_view language,
                                      const language::Lexicon& lexicon) {
    auto opened = open_yaml(knowledge / "signals" / "classes" / (std::string(language) + ".yaml"));
    if (!opened) return fail(std::move(opened.error()));
    YamlReader& yaml = *opened;
    WordClasses out;
    const YAML::Node root = yaml.root();
    if (!yaml.expect_map(root, {"elisions", "numbers", "weak_numbers", "joiners", "define", "amount", "date", "delay",
                                "question"})) {
        return fail(yaml.errors.front());
    }
    if (const auto elisions = root["elisions"]; elisions && yaml.expect_map(elisions)) {
        for (const auto& row : elisions) {
            const auto full = yaml.text_of(row.first);
            const auto elided = yaml.text_of(row.second);
            if (!full || !elided) continue;
            out.elisions_[language::hash_of(language::fold(*full))] = language::hash_of(language::fold(*elided));
        }
    }
    const auto words = [&](const char* key, std::vector<WordHash>& into) {
        if (!root[key]) return;
        yaml.each_text(root[key], [&](const YAML::Node&, const std::string& word) {
            into.push_back(language::hash_of(language::fold(word)));
        });
        std::sort(into.begin(), into.end());
    };
    words("numbers", out.numbers_);
    words("weak_numbers", out.weak_numbers_);
    words("joiners", out.joiners_);

    PatternContext context{language, &lexicon, &out.elisions_, {}};
    SharedLists shared(knowledge, context);
    FileLists lists(shared, context);
    if (root["define"]) lists.define(yaml, root["define"]);
    context.list = [&](std::string_view name) { return lists.find(name); };
    const auto patterns = [&](const char* key, std::vector<Program>& into) {
        if (!root[key]) return;
        yaml.each_text(root[key], [&](const YAML::Node& node, const std::string& text) {
            auto program = compile_pattern(text, context);
            if (program) {
                into.push_back(std::move(*program));
            } else {
                yaml.mistake(node, program.error().key, program.error().details, program.error().at);
            }
        });
    };
    for (auto [key, into] : {std::pair{"amount", &out.amount_}, {"date", &out.date_}, {"delay", &out.delay_}}) {
        patterns(key, into->programs);
        for (std::uint32_t i = 0; i < into->programs.size(); ++i) into->index.add(i, into->programs[i]);
        into->index.finish();
    }
    patterns("question", out.question_);
    if (!shared.errors().empty()) return fail(shared.errors().front());
    if (!yaml.errors.empty()) return fail(yaml.errors.front());
    return out;
}

void WordClasses::find_numbers(TurnView& turn) const {
    const auto& tokens = turn.text->tokens;
    const auto digits = [&](std::uint32_t i) { return tokens[i].kind == language::TokenKind::kNumber; };
    const auto said = [&](std::uint32_t i) { return has(numbers_, tokens[i].form); };
    const auto goes_on = [&](std::uint32_t i) { return said(i) || has(weak_numbers_, tokens[i].form); };
    for (std::uint32_t i = 0; i < turn.size();) {
        if (!digits(i) && !said(i)) {
            ++i;
            continue;
        }
        const std::uint32_t limit = std::min(turn.cells[i].sentence_end, i + kLongestNumber);
        std::uint32_t end = i + 1;
        if (digits(i)) {  // "50 000", "2 millions"
            while (end < limit && ((digits(end) && tokens[end].end - tokens[end].begin == 3) || said(end))) ++end;
        } else {
            for (;;) {
                if (end < limit && goes_on(end)) {
                    ++end;
                } else if (end + 1 < limit && has(joiners_, tokens[end].form) && goes_on(end + 1)) {
                    end += 2;
                } else {
                    break;
                }
            }
        }
        begin_class(turn, i, WordClass::kNumber, end - i);
        i = end;
    }
}

void WordClasses::find(const Patterns& patterns, WordClass which, TurnView& turn) const {
    for (std::uint32_t i = 0; i < turn.size(); ++i) {
        patterns.index.matches_at(turn, i, [&](std::uint32_t, TokenRange found) { begin_class(turn, i, which, found.end - i); });
    }
}

void WordClasses::annotate(TurnView& turn) const {
    const auto& tokens = turn.text->tokens;
    for (std::uint32_t i = 0; i < turn.size(); ++i) {
        const language::Token& t = tokens[i];
        if (t.kind == language::TokenKind::kPunctuation) {
            const std::string_view form = turn.text->folded_form(t);
            if (form.find('?') != std::string_view::npos) begin_class(turn, i, WordClass::kQuestion, 1);
            if (form.find('!') != std::string_view::npos) begin_class(turn, i, WordClass::kExclamation, 1);
        } else if (t.kind == language::TokenKind::kWord && t.capitalised && !t.starts_sentence) {
            begin_class(turn, i, WordClass::kName, 1);
        }
    }
    find_numbers(turn);
    find(amount_, WordClass::kAmount, turn);
    find(date_, WordClass::kDate, turn);
    find(delay_, WordClass::kDelay, turn);
}

bool WordClasses::asks(const TurnView& turn, TokenRange sentence) const {
    for (std::uint32_t i = sentence.begin; i < sentence.end; ++i) {
        if (turn.cells[i].span[static_cast<std::size_t>(WordClass::kQuestion)] != 0) return true;
    }
    return any_match(question_, turn, sentence);
}

}  // namespace repere::signals
