// repere-lexicon LANGUAGE DICTIONARY.dic AFFIXES.aff LISTS_FOLDER OUTPUT.lex
// repere-lexicon contrast FR.dic FR.aff EN.dic EN.aff LEXICONS_FOLDER OUTPUT.inc
//
// A build step: run by CMake, and by hand after editing the word lists of an installed Repère.
#include <fmt/core.h>

#include <cstdio>
#include <string_view>

#include "core/files.hpp"
#include "core/messages.hpp"
#include "language/contrast.hpp"
#include "language/lexicon_builder.hpp"

int main(int argc, char** argv) {
    using namespace repere;
    const auto home = find_home();
    auto texts = home ? Messages::load(*home / "messages", language_of_environment()) : fail(home.error());
    const Messages messages = texts ? std::move(*texts) : Messages{};
    const auto refuse = [&](const Error& error) {
        fmt::print(stderr, "{}\n", messages.text(error));
        return traits(error.code).exit_code;
    };
    if (argc == 8 && std::string_view(argv[1]) == "contrast") {
        const auto built = language::build_contrast({.french_dictionary = argv[2],
                                                     .french_affixes = argv[3],
                                                     .english_dictionary = argv[4],
                                                     .english_affixes = argv[5],
                                                     .lists = argv[6],
                                                     .output = argv[7]});
        return built ? 0 : refuse(built.error());
    }
    if (argc != 6) return refuse({ErrorCode::kUsage, "language.lexicon.usage", {}, {}});
    const auto built = language::build_lexicon(
        {.language = argv[1], .dictionary = argv[2], .affixes = argv[3], .lists = argv[4], .output = argv[5]});
    if (!built) return refuse(built.error());
    fmt::print("{}\n", messages.text("language.lexicon.built", {{"file", argv[5]},
                                                                {"forms", std::to_string(built->forms)},
                                                                {"entries", std::to_string(built->entries)}}));
    return 0;
}
