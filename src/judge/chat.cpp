#include "judge/chat.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <mutex>

#include <nlohmann/json.hpp>

#include "core/files.hpp"
#include "judge/address.hpp"
#include "judge/http.hpp"

namespace repere::judge {
namespace {

using Json = nlohmann::ordered_json;
using SteadyClock = std::chrono::steady_clock;

constexpr unsigned kFaultsBeforeRest = 5;
constexpr auto kRest = std::chrono::seconds(60);
constexpr std::uintmax_t kKeyLimit = 4096;

tl::unexpected<Error> fault(std::string key, Details details = {}) {
    return fail(ErrorCode::kEnvironment, std::move(key), std::move(details));
}

Json reply_schema() {
    return {{"type", "object"},
            {"properties",
             {{"answer", {{"type", "string"}, {"enum", {"yes", "no", "na", "unknown"}}}},
              {"turn", {{"type", "integer"}}},
              {"quote", {{"type", "string"}}},
              {"reason", {{"type", "string"}}},
              {"confidence", {{"type", "number"}}}}},
            {"required", {"answer", "turn", "quote", "reason", "confidence"}},
            {"additionalProperties", false}};
}

Result<std::string> key_of(const JudgeConfig& config) {
    std::string key;
    if (!config.api_key_env.empty()) {
        const char* value = std::getenv(config.api_key_env.c_str());
        if (value == nullptr || *value == '\0') return fault("judge.key.no_variable", {{"name", config.api_key_env}});
        key = value;
    } else if (!config.api_key_file.empty()) {
        auto text = read_file(config.api_key_file, kKeyLimit);
        if (!text) return fail(text.error());
        key = std::move(*text);
    }
    while (!key.empty() && (key.back() == '\n' || key.back() == '\r' || key.back() == ' ')) key.pop_back();
    const bool printable = std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c < 0x7F; });
    if (!printable) return fault("judge.key.broken");
    return key;
}

Error error_of(Fault cause) {
    const auto key = [cause] {
        switch (cause) {
            case Fault::kTimeout: return "judge.timeout";
            case Fault::kUnreachable: return "judge.unreachable";
            case Fault::kTooLong: return "judge.too_long";
            case Fault::kPublicAddress: return "judge.public_address";
            case Fault::kEncryption: return "judge.encryption";
            case Fault::kStopped: return "judge.stopped";
            case Fault::kCut:
            case Fault::kNone: break;
        }
        return "judge.cut";
    }();
    return {cause == Fault::kStopped ? ErrorCode::kCancelled : ErrorCode::kEnvironment, key, {}, {}};
}

bool worth_another_try(long status) { return status == 429 || status == 503; }

Result<Completion> read_completion(const std::string& body, std::size_t estimate) {
    const Json reply = Json::parse(body, nullptr, false);
    if (!reply.is_object() || !reply.contains("choices") || !reply["choices"].is_array() || reply["choices"].empty()) {
        return fault("judge.not_protocol");
    }
    const Json& choice = reply["choices"][0];
    const Json message = choice.is_object() ? choice.value("message", Json()) : Json();
    if (!message.is_object()) return fault("judge.not_protocol");
    const Json finish = choice.value("finish_reason", Json());
    if (finish == "length") return fault("judge.too_long");
    const Json content = message.value("content", Json());
    if (finish == "content_filter" || !content.is_string()) return fault("judge.refused");
    Completion completion{.content = content.get<std::string>(), .tokens = estimate};
    const Json usage = reply.value("usage", Json());
    if (usage.is_object() && usage.contains("total_tokens") && usage["total_tokens"].is_number_unsigned()) {
        completion.tokens = usage["total_tokens"].get<std::size_t>();
    }
    return completion;
}

}  // namespace

struct Chat::Impl {
    JudgeConfig config;
    HttpClient http;
    std::atomic<bool> plain{false};  // the server takes no response_format
    std::mutex mutex{};
    std::condition_variable_any changed{};
    unsigned under_way = 0;
    unsigned faults = 0;
    SteadyClock::time_point rests_until{};

    Impl(JudgeConfig c, HttpConfig h) : config(std::move(c)), http(std::move(h)) {}

    // False where `stop` came first.
    bool enter(const std::stop_token& stop) {
        std::unique_lock lock(mutex);
        if (!changed.wait(lock, stop, [this] { return under_way < config.concurrency; })) return false;
        ++under_way;
        return true;
    }
    void leave() {
        {
            const std::lock_guard lock(mutex);
            --under_way;
        }
        changed.notify_all();
    }
    bool resting() {
        const std::lock_guard lock(mutex);
        return SteadyClock::now() < rests_until;
    }
    void note(const HttpReply& reply) {
        const std::lock_guard lock(mutex);
        const bool down = reply.fault != Fault::kNone && reply.fault != Fault::kTooLong && reply.fault != Fault::kStopped;
        faults = down || reply.status >= 500 ? faults + 1 : 0;
        if (faults >= kFaultsBeforeRest) {
            faults = 0;
            rests_until = SteadyClock::now() + kRest;
        }
    }
    bool wait(double seconds, const std::stop_token& stop) {
        std::mutex sleeping;
        std::unique_lock lock(sleeping);
        std::condition_variable_any never;
        never.wait_for(lock, stop, std::chrono::duration<double>(seconds), [] { return false; });
        return !stop.stop_requested();
    }

    std::string body(const Prompt& prompt, bool plain_form) const {
        Json body{{"model", config.model},
                  {"messages", {{{"role", "system"}, {"content", prompt.system}}, {{"role", "user"}, {"content", prompt.user}}}},
                  {"temperature", 0},
                  {"max_tokens", config.reply_tokens},
                  {"stream", false}};
        if (!plain_form) {
            body["seed"] = config.seed;
            body["response_format"] = {
                {"type", "json_schema"},
                {"json_schema", {{"name", "criterion_answer"}, {"strict", true}, {"schema", reply_schema()}}}};
        }
        return body.dump(-1, ' ', false, Json::error_handler_t::replace);
    }

    HttpReply post_with_retries(const std::string& body, const std::stop_token& stop) {
        double wait_next = config.first_wait;
        for (unsigned tries = 0;; ++tries) {
            HttpReply reply = http.post(body, stop);
            note(reply);
            if (reply.fault != Fault::kNone || !worth_another_try(reply.status) || tries == config.retries) return reply;
            const double pause = reply.retry_after.value_or(wait_next);
            if (pause > config.longest_wait) return reply;
            if (!wait(pause, stop)) return {.fault = Fault::kStopped};
            wait_next *= 2;
        }
    }
};

Chat::Chat(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Chat::Chat(Chat&&) noexcept = default;
Chat& Chat::operator=(Chat&&) noexcept = default;
Chat::~Chat() = default;

std::size_t estimated_tokens(std::size_t bytes) { return bytes / 2 + 1; }

Result<Chat> Chat::open(const JudgeConfig& config) {
    if (const auto valid = config.validate(); !valid) return fail(valid.error());
    const auto key = key_of(config);
    if (!key) return fail(key.error());
    HttpConfig http{.url = parse_address(config.url)->completions,
                    .headers = {"Content-Type: application/json", "Accept: application/json"},
                    .ca_file = config.ca_file,
                    .timeout = config.timeout,
                    .allow_public = config.allow_public};
    if (!key->empty()) http.headers.push_back("Authorization: Bearer " + *key);
    Chat chat(std::make_unique<Impl>(config, std::move(http)));
    chat.impl_->plain = !config.json_schema;
    return chat;
}

std::string Chat::body(const Prompt& prompt) const { return impl_->body(prompt, false); }

Status Chat::ready() const {
    if (impl_->resting()) return fault("judge.resting");
    return {};
}

Result<Completion> Chat::complete(const Prompt& prompt, const std::stop_token& stop) const {
    if (!impl_->enter(stop)) return fail(error_of(Fault::kStopped));
    const std::unique_ptr<Impl, void (*)(Impl*)> slot(impl_.get(), [](Impl* entered) { entered->leave(); });
    const bool plain = impl_->plain;
    const std::string sent = impl_->body(prompt, plain);
    HttpReply reply = impl_->post_with_retries(sent, stop);
    const bool form_refused = reply.fault == Fault::kNone && (reply.status == 400 || reply.status == 422) && !plain;
    if (form_refused) {
        reply = impl_->post_with_retries(impl_->body(prompt, true), stop);
        if (reply.fault == Fault::kNone && reply.status == 200) impl_->plain = true;
    }
    if (reply.fault != Fault::kNone) return fail(error_of(reply.fault));
    if (reply.status != 200) return fault("judge.http_status", {{"status", std::to_string(reply.status)}});
    return read_completion(reply.body, estimated_tokens(sent.size() + reply.body.size()));
}

}  // namespace repere::judge
