#include "judge/test_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

namespace repere::judge {
namespace {

using Json = nlohmann::json;

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
    return text;
}

// What a strict schema must be: each object closed, each of its properties required.
bool is_strict(const Json& schema) {
    if (schema.value("type", "") != "object") return true;
    if (schema.value("additionalProperties", Json()) != false) return false;
    std::set<std::string> required;
    for (const auto& name : schema.value("required", Json::array())) required.insert(name.get<std::string>());
    return std::all_of(schema["properties"].items().begin(), schema["properties"].items().end(),
                       [&](const auto& property) { return required.contains(property.key()) && is_strict(property.value()); });
}

bool is_format(const Json& format) {
    if (format.value("type", "") != "json_schema") return format.value("type", "") == "text" || format.value("type", "") == "json_object";
    const Json named = format.value("json_schema", Json());
    if (!named.is_object() || !named.value("schema", Json()).is_object()) return false;
    const std::string name = named.value("name", "");
    constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    const bool named_well = !name.empty() && name.size() <= 64 && name.find_first_not_of(kLetters) == std::string::npos;
    return named_well && (!named.value("strict", false) || is_strict(named["schema"]));
}

bool is_message(const Json& message) {
    static const std::set<std::string> kRoles{"developer", "system", "user", "assistant", "tool"};
    return message.is_object() && kRoles.contains(message.value("role", "")) && message.value("content", Json()).is_string();
}

// What is wrong with the request, after the public description; empty where nothing is.
std::string fault_of(const Asked& asked) {
    const Json& body = asked.body;
    if (!asked.raw.starts_with("POST /v1/chat/completions HTTP/1.1\r\n")) return "unknown url";
    if (asked.headers.at("content-type") != "application/json") return "content type";
    if (!body.is_object()) return "body is not JSON";
    if (!body.value("model", Json()).is_string()) return "model";
    const Json messages = body.value("messages", Json());
    if (!messages.is_array() || messages.empty() || !std::all_of(messages.begin(), messages.end(), is_message)) return "messages";
    const Json temperature = body.value("temperature", Json(1));
    if (!temperature.is_number() || temperature < 0 || temperature > 2) return "temperature";
    if (body.contains("max_tokens") && !body["max_tokens"].is_number_unsigned()) return "max_tokens";
    if (body.contains("seed") && !body["seed"].is_number_integer()) return "seed";
    if (body.value("stream", false)) return "stream";
    if (body.contains("response_format") && !is_format(body["response_format"])) return "response_format";
    static const std::set<std::string> kKnown{"model", "messages", "temperature", "max_tokens", "seed", "stream", "response_format"};
    for (const auto& [name, value] : body.items()) {
        if (!kKnown.contains(name)) return "unrecognised argument " + name;
    }
    return "";
}

bool send_all(int connection, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool receive_more(int connection, std::string& buffer) {
    std::array<char, 65536> block{};
    const auto got = ::recv(connection, block.data(), block.size(), 0);
    if (got <= 0) return false;
    buffer.append(block.data(), static_cast<std::size_t>(got));
    return true;
}

std::string in_chunks(const std::string& body) {
    constexpr std::size_t kChunk = 50;
    std::string out;
    for (std::size_t at = 0; at < body.size(); at += kChunk) {
        const auto piece = body.substr(at, kChunk);
        out += fmt::format("{:x}\r\n{}\r\n", piece.size(), piece);
    }
    return out + "0\r\n\r\n";
}

}  // namespace

std::string completion(const std::string& content, const std::string& finish_reason, int total_tokens) {
    return Json{{"id", "chatcmpl-1"},
                {"object", "chat.completion"},
                {"created", 1763800000},
                {"model", "test-model"},
                {"choices", {{{"index", 0},
                              {"message", {{"role", "assistant"}, {"content", content}}},
                              {"logprobs", nullptr},
                              {"finish_reason", finish_reason}}}},
                {"usage", {{"prompt_tokens", total_tokens - 21}, {"completion_tokens", 21}, {"total_tokens", total_tokens}}}}
        .dump();
}

std::string verdict(const std::string& answer, int turn, const std::string& quote, double confidence, const std::string& reason) {
    return Json{{"answer", answer}, {"turn", turn}, {"quote", quote}, {"reason", reason}, {"confidence", confidence}}.dump();
}

std::string api_error(const std::string& message, const std::string& type) {
    return Json{{"error", {{"message", message}, {"type", type}, {"param", nullptr}, {"code", nullptr}}}}.dump();
}

TestServer::TestServer(Answer answer) : answer_(std::move(answer)), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{.sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof address;
    ::bind(listener_, reinterpret_cast<const sockaddr*>(&address), size);
    ::listen(listener_, 64);
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
}

TestServer::~TestServer() {
    closing_ = true;
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    {
        const std::lock_guard lock(mutex_);
        for (const int connection : open_) ::shutdown(connection, SHUT_RDWR);
    }
    for (auto& talk : talks_) talk.join();
    for (const int connection : open_) ::close(connection);
    ::close(listener_);
}

std::vector<Asked> TestServer::asked() const {
    const std::lock_guard lock(mutex_);
    return asked_;
}

void TestServer::serve() {
    while (!closing_) {
        const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (connection < 0) continue;
        ++connections_;
        const std::lock_guard lock(mutex_);
        open_.push_back(connection);
        talks_.emplace_back([this, connection] { talk(connection); });
    }
}

void TestServer::talk(int connection) {
    std::string buffer;
    while (auto asked = receive(connection, buffer)) {
        const std::string fault = fault_of(*asked);
        Answered reply{.status = 400, .body = api_error(fault, "invalid_request_error")};
        {
            const std::lock_guard lock(mutex_);
            asked_.push_back(*asked);
        }
        if (fault.empty()) reply = answer_(*asked);
        if (reply.way == Answered::Way::kNever) continue;  // waits for the other side to give up
        send(connection, reply);
        if (reply.way == Answered::Way::kCut) break;
    }
    ::shutdown(connection, SHUT_RDWR);
}

std::optional<Asked> TestServer::receive(int connection, std::string& buffer) const {
    std::size_t head = 0;
    while ((head = buffer.find("\r\n\r\n")) == std::string::npos) {
        if (!receive_more(connection, buffer)) return std::nullopt;
    }
    Asked asked;
    for (std::size_t at = buffer.find("\r\n") + 2; at < head + 2;) {
        const auto end = buffer.find("\r\n", at);
        const std::string line = buffer.substr(at, end - at);
        const auto colon = line.find(':');
        asked.headers[lower(line.substr(0, colon))] = line.substr(line.find_first_not_of(' ', colon + 1));
        at = end + 2;
    }
    const std::size_t length = std::stoul(asked.headers.at("content-length"));
    while (buffer.size() < head + 4 + length) {
        if (!receive_more(connection, buffer)) return std::nullopt;
    }
    asked.raw = buffer.substr(0, head + 4 + length);
    asked.body = Json::parse(asked.raw.substr(head + 4), nullptr, false);
    buffer.erase(0, head + 4 + length);
    return asked;
}

void TestServer::send(int connection, const Answered& reply) const {
    const bool chunked = reply.way == Answered::Way::kChunked;
    std::string head = fmt::format("HTTP/1.1 {} Status\r\nContent-Type: application/json\r\n", reply.status);
    for (const auto& [name, value] : reply.headers) head += name + ": " + value + "\r\n";
    head += chunked ? "Transfer-Encoding: chunked\r\n\r\n" : fmt::format("Content-Length: {}\r\n\r\n", reply.body.size());
    const std::string body = chunked ? in_chunks(reply.body) : reply.body;
    send_all(connection, head + (reply.way == Answered::Way::kCut ? body.substr(0, body.size() / 2) : body));
}

}  // namespace repere::judge
