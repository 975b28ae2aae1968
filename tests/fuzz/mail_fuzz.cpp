#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string_view>

#include "intake/threads.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace repere::intake;
    static const Quoting quoting =
        *Quoting::load(std::filesystem::path(REPERE_SOURCE_DIR) / "knowledge/mappings/mail/quoting.yaml");
    static const IntakeConfig config;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    std::vector<Mail> mails;
    const auto take = [&](std::string_view message) {
        if (auto mail = read_mail(message, {"fuzz"}, quoting, config.limits)) mails.push_back(std::move(*mail));
    };
    take(bytes);
    for (const MailboxEntry& entry : split_mailbox(bytes)) take(unescaped(entry.bytes));
    join_threads(std::move(mails), quoting, config);
    return 0;
}
