#include "intake/threads.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "conversation/identity.hpp"
#include "language/identify.hpp"

namespace repere::intake {
namespace {

// Disjoint sets of messages.
struct Groups {
    std::vector<std::size_t> parent;

    explicit Groups(std::size_t count) : parent(count) { std::iota(parent.begin(), parent.end(), std::size_t{0}); }
    std::size_t root(std::size_t i) {
        while (parent[i] != i) i = parent[i] = parent[parent[i]];
        return i;
    }
    void join(std::size_t a, std::size_t b) {
        a = root(a);
        b = root(b);
        parent[std::max(a, b)] = std::min(a, b);
    }
};

bool share_address(const Mail& a, const Mail& b) {
    const auto knows = [](const Mail& mail, const std::string& address) {
        return mail.from.address == address ||
               std::any_of(mail.to.begin(), mail.to.end(), [&](const Address& to) { return to.address == address; });
    };
    return knows(a, b.from.address) || knows(b, a.from.address);
}

// Latest messages looked at for one subject: bounds the work on a mailbox of equal subjects.
constexpr std::size_t kSubjectWindow = 50;

Groups group(const std::vector<Mail>& mails, const Quoting& quoting) {
    Groups groups(mails.size());
    std::map<std::string, std::size_t> by_id;
    for (std::size_t i = 0; i < mails.size(); ++i) {
        const auto tie = [&](const std::string& id) {
            if (id.empty()) return;
            const auto [entry, is_new] = by_id.emplace(id, i);
            if (!is_new) groups.join(entry->second, i);
        };
        tie(mails[i].message_id);
        for (const std::string& id : mails[i].references) tie(id);
    }
    std::map<std::string, std::vector<std::size_t>> by_subject;
    for (std::size_t i = 0; i < mails.size(); ++i) {
        const Subject subject = normalised_subject(mails[i].subject, quoting);
        auto& earlier = by_subject[subject.normalised];
        if (subject.is_reply && mails[i].references.empty() && !subject.normalised.empty()) {
            const std::size_t from = earlier.size() < kSubjectWindow ? 0 : earlier.size() - kSubjectWindow;
            for (std::size_t k = earlier.size(); k-- > from;) {
                if (!share_address(mails[earlier[k]], mails[i])) continue;
                groups.join(earlier[k], i);
                break;
            }
        }
        earlier.push_back(i);
    }
    return groups;
}

bool is_agent_address(const std::string& address, const std::vector<std::string>& known) {
    return std::any_of(known.begin(), known.end(), [&](const std::string& entry) {
        if (entry.find('@') != std::string::npos && !entry.starts_with('@')) return address == entry;
        const std::string domain = entry.starts_with('@') ? entry : "@" + entry;
        return address.ends_with(domain);
    });
}

struct Sides {
    std::map<std::string, std::string> participants;  // address → "A1", "C"
    std::size_t agents = 0, customers = 0;

    std::string name(const std::string& address, Speaker speaker) {
        const auto [entry, is_new] = participants.emplace(address, "");
        if (!is_new) return entry->second;
        if (speaker == Speaker::kAgent) return entry->second = "A" + std::to_string(++agents);
        ++customers;
        return entry->second = customers == 1 ? "C" : "C" + std::to_string(customers);
    }
};

Interaction conversation_of(const std::vector<const Mail*>& thread, const Quoting& quoting, const IntakeConfig& config) {
    const Mail& first = *thread.front();
    const auto& agents = config.agent_addresses;
    const bool is_outbound = is_agent_address(first.from.address, agents);
    Interaction one;
    one.channel = Channel::kEmail;
    one.direction = is_outbound ? Direction::kOutbound : Direction::kInbound;
    one.started_at = first.date;
    if (!first.subject.empty()) one.subject = first.subject;
    Sides sides;
    std::size_t attachments = 0;
    for (const Mail* mail : thread) {
        // Without known addresses, who wrote first is the customer and who answers the agent.
        const bool is_agent = is_agent_address(mail->from.address, agents) ||
                              (!is_outbound && agents.empty() && mail->from.address != first.from.address);
        Turn turn;
        turn.speaker = is_agent ? Speaker::kAgent : Speaker::kCustomer;
        turn.participant = sides.name(mail->from.address, turn.speaker);
        turn.text = mail->text;
        if (mail == &first && one.subject) {
            const bool is_english = language::identify(turn.text).language == "en";
            turn.text = (is_english ? quoting.english_subject : config.subject_label) + *one.subject + "\n\n" + turn.text;
        }
        if (mail->date && one.started_at) {
            turn.start = std::chrono::duration<double>(std::max(*mail->date, *one.started_at) - *one.started_at).count();
        }
        attachments += mail->attachments;
        const std::string& who = mail->from.name.empty() ? mail->from.address : mail->from.name;
        if (is_agent && !one.metadata.agent) one.metadata.agent = who;
        if (!is_agent && !one.metadata.customer) one.metadata.customer = mail->from.address;
        one.turns.push_back(std::move(turn));
    }
    if (attachments > 0) one.metadata.other["attachments"] = std::to_string(attachments);
    one.id = check_id(first.message_id) ? first.message_id : content_id(one);
    return one;
}

}  // namespace

std::vector<MailboxEntry> split_mailbox(std::string_view bytes) {
    std::vector<MailboxEntry> entries;
    bool is_after_blank = true;
    std::size_t line = 0;
    std::size_t begin = std::string_view::npos;
    std::size_t begin_line = 0;
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t end = std::min(bytes.find('\n', at), bytes.size());
        const std::string_view row = bytes.substr(at, end - at);
        ++line;
        if (is_after_blank && row.starts_with("From ")) {
            if (begin != std::string_view::npos) entries.push_back({bytes.substr(begin, at - begin), begin_line});
            begin = std::min(end + 1, bytes.size());
            begin_line = line;
        }
        is_after_blank = row.empty() || row == "\r";
        at = end + 1;
    }
    if (begin != std::string_view::npos) entries.push_back({bytes.substr(begin), begin_line});
    return entries;
}

std::string unescaped(std::string_view message) {
    std::string text;
    text.reserve(message.size());
    for (std::size_t at = 0; at < message.size();) {
        const std::size_t end = std::min(message.find('\n', at), message.size() - 1) + 1;
        std::string_view row = message.substr(at, end - at);
        const auto mark = row.find_first_not_of('>');
        if (mark != 0 && mark != std::string_view::npos && row.substr(mark).starts_with("From ")) row.remove_prefix(1);
        text += row;
        at = end;
    }
    return text;
}

Batch<Interaction> join_threads(std::vector<Mail> mails, const Quoting& quoting, const IntakeConfig& config) {
    Batch<Interaction> batch;
    std::stable_sort(mails.begin(), mails.end(), [](const Mail& a, const Mail& b) {
        return a.date.value_or(Instant::min()) < b.date.value_or(Instant::min());
    });
    Groups groups = group(mails, quoting);
    std::map<std::size_t, std::vector<const Mail*>> threads;
    std::set<std::string> seen;  // one message may stand in two folders
    for (std::size_t i = 0; i < mails.size(); ++i) {
        for (Warning& warning : mails[i].warnings) batch.warnings.push_back(std::move(warning));
        const std::string& id = mails[i].message_id;
        if (id.empty() || seen.insert(id + '\n' + mails[i].text).second) threads[groups.root(i)].push_back(&mails[i]);
    }
    for (const auto& [root, thread] : threads) {
        Interaction one = conversation_of(thread, quoting, config);
        const bool is_one_sided = config.agent_addresses.empty() &&
                                  std::none_of(one.turns.begin(), one.turns.end(),
                                               [](const Turn& turn) { return turn.speaker == Speaker::kAgent; });
        if (is_one_sided) batch.warnings.push_back({"intake.mail.agent_assumed", {{"address", thread.front()->from.address}}, thread.front()->place});
        batch.items.push_back(std::move(one));
        batch.places.push_back(thread.front()->place);
    }
    return batch;
}

}  // namespace repere::intake
