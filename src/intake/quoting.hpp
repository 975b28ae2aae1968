// Cuts from an e-mail's text what its writer did not write this time: quoted messages, signature blocks, notices.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace repere::intake {

// The lists of knowledge/mappings/mail/quoting.yaml.
struct Quoting {
    std::vector<std::string> attribution, separator, header_first, header_next, signature, mobile, disclaimer;
    std::vector<std::string> reply_prefix;
    std::string english_subject;  // "Subject: "

    static Result<Quoting> load(const std::filesystem::path& file);
};

// Is `text` what `pattern` says, where * stands for anything? In time linear in their product at worst.
bool matches(std::string_view pattern, std::string_view text);

// What is left of `text`, trimmed. The closing formula and the signer's name stay, even where the name stands alone
// under the signature mark. Where nothing would be left (a bare forward), the text stays whole.
std::string without_quotes(std::string_view text, const Quoting& quoting);

// "RE : Tr: Facture" → "facture", and whether there was a prefix.
struct Subject {
    std::string normalised;
    bool is_reply = false;
};
Subject normalised_subject(std::string_view subject, const Quoting& quoting);

}  // namespace repere::intake
