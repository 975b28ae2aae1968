#include "language/contrast.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string>

#include "core/files.hpp"
#include "language/hunspell.hpp"
#include "language/tokens.hpp"
#include "language/trigrams.hpp"

namespace repere::language {
namespace {

using Counts = std::array<double, kTrigrams>;

Result<Counts> count(const std::filesystem::path& dictionary, const std::filesystem::path& affixes) {
    Counts counts;
    counts.fill(1);  // so that what one language never has still has a finite weight
    const auto visit = [&](const HunspellForm& h) {
        const bool name = h.form[0] >= 'A' && h.form[0] <= 'Z';
        const bool derived = h.affix == "M";
        if (!name && !derived) each_trigram(fold(h.form), [&](std::size_t n) { ++counts[n]; });
    };
    if (auto read = expand_hunspell(dictionary, affixes, visit); !read) return fail(read.error());
    double total = 0;
    for (const double c : counts) total += c;
    for (double& c : counts) c /= total;
    return counts;
}

Result<std::set<std::string>> words_of(const std::filesystem::path& file) {
    const auto text = read_file(file);
    if (!text) return fail(text.error());
    std::set<std::string> words;
    std::string word;
    bool comment = false;
    for (const char c : *text + "\n") {
        if (c == '#') comment = true;
        if (c == ' ' || c == '\n') {
            if (!word.empty()) words.insert(fold(word));
            word.clear();
            if (c == '\n') comment = false;
        } else if (!comment) {
            word += c;
        }
    }
    return words;
}

void append_words(std::string& out, std::string_view name, const std::set<std::string>& words, const std::set<std::string>& but) {
    std::set<WordHash> hashes;
    for (const auto& word : words) {
        if (!but.contains(word)) hashes.insert(hash_of(word));
    }
    out += fmt::format("constexpr std::array<std::uint64_t, {}> {} = {{\n", hashes.size(), name);
    for (const WordHash hash : hashes) out += fmt::format("    {:#018x}ULL,\n", hash);
    out += "};\n";
}

}  // namespace

Status build_contrast(const ContrastSources& sources) {
    const auto french = count(sources.french_dictionary, sources.french_affixes);
    if (!french) return fail(french.error());
    const auto english = count(sources.english_dictionary, sources.english_affixes);
    if (!english) return fail(english.error());
    const auto french_words = words_of(sources.lists / "fr" / "function_words.txt");
    if (!french_words) return fail(french_words.error());
    const auto english_words = words_of(sources.lists / "en" / "function_words.txt");
    if (!english_words) return fail(english_words.error());

    std::string out = "// Made by repere-lexicon from the dictionaries and knowledge/lexicons. Sorted.\n";
    append_words(out, "kFrenchWords", *french_words, *english_words);
    append_words(out, "kEnglishWords", *english_words, *french_words);
    out += "// log2 of how much likelier a trigram is in French than in English, in eighths.\n";
    out += fmt::format("constexpr std::array<std::int8_t, {}> kTrigramWeights = {{", kTrigrams);
    for (std::size_t n = 0; n < kTrigrams; ++n) {
        const double bits = std::log2((*french)[n] / (*english)[n]);
        if (n % 24 == 0) out += "\n    ";
        out += fmt::format("{},", std::lround(std::clamp(bits, -6.0, 6.0) * 8));
    }
    out += "\n};\n";
    return write_file(sources.output, out);
}

}  // namespace repere::language
