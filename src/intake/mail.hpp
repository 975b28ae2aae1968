// One e-mail out of its MIME form, through GMime; attachments are counted, never opened.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"
#include "intake/quoting.hpp"
#include "intake/read.hpp"

namespace repere::intake {

struct Address {
    std::string name, address;  // the address in lower case
};

struct Mail {
    std::string message_id;               // without < >, empty where there is none
    std::vector<std::string> references;  // In-Reply-To and References, oldest first
    std::string subject;
    std::optional<Instant> date;
    Address from;
    std::vector<Address> to;              // and Cc
    std::string text;                     // without what it quotes
    std::size_t attachments = 0;
    std::vector<Warning> warnings;
    Place place;
};

Result<Mail> read_mail(std::string_view bytes, const Place& place, const Quoting& quoting, const Limits& limits);

// The text of a MIME or HTML body that came without its message; nothing where it has none.
std::optional<std::string> text_of_body(std::string_view mediatype, std::string_view body, const Quoting& quoting,
                                        const Limits& limits);

}  // namespace repere::intake
