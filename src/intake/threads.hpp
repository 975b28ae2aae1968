// E-mails into conversations: mailboxes split, threads put together, sides told apart.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "intake/mail.hpp"

namespace repere::intake {

// The messages of an .mbox file, each with the line on which it begins. Views `bytes`.
struct MailboxEntry {
    std::string_view bytes;
    std::size_t line = 0;
};
std::vector<MailboxEntry> split_mailbox(std::string_view bytes);

// "> From " at the start of a line was "From " before the mailbox was written.
std::string unescaped(std::string_view message);

// Threads by Message-ID, In-Reply-To and References; what no id ties together, by normalised subject, where a reply's
// subject and at least one address agree. The customer is who wrote first, unless an address of `config` says that an
// agent did; whoever else writes is an agent.
Batch<Interaction> join_threads(std::vector<Mail> mails, const Quoting& quoting, const IntakeConfig& config);

}  // namespace repere::intake
