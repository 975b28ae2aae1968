// A chat completions server for tests: real HTTP/1.1 over a real socket, on a thread of the test's own.
//
// Written from the public description of POST /v1/chat/completions (request fields, strict schemas, the error object,
// the chat.completion object), not from a recording. A request that the description does not allow gets the 400 that
// it would get. Connections are kept alive; replies come with a length or in chunks.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <nlohmann/json.hpp>

namespace repere::judge {

struct Asked {
    std::string raw;  // every byte that came: request line, headers, body
    std::map<std::string, std::string> headers;  // names in small letters
    nlohmann::json body;

    std::string user() const { return body["messages"].back()["content"]; }
    bool wants_schema() const { return body.contains("response_format"); }
};

struct Answered {
    enum class Way { kLength, kChunked, kNever, kCut };  // kNever: the connection stays open and silent
    int status = 200;
    std::string body;
    std::map<std::string, std::string> headers{};
    Way way = Way::kLength;
};

// A whole chat.completion whose message is `content`.
std::string completion(const std::string& content, const std::string& finish_reason = "stop", int total_tokens = 321);
// The reply that the schema asks for.
std::string verdict(const std::string& answer, int turn, const std::string& quote, double confidence = 0.9,
                    const std::string& reason = "because");
// {"error": {…}} as the description has it.
std::string api_error(const std::string& message, const std::string& type);

class TestServer {
  public:
    using Answer = std::function<Answered(const Asked&)>;

    explicit TestServer(Answer answer);
    ~TestServer();
    TestServer(const TestServer&) = delete;
    TestServer& operator=(const TestServer&) = delete;

    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
    std::vector<Asked> asked() const;
    std::size_t connections() const { return connections_; }

  private:
    void serve();
    void talk(int connection);
    std::optional<Asked> receive(int connection, std::string& buffer) const;
    void send(int connection, const Answered& reply) const;

    Answer answer_;
    int listener_ = -1;
    int port_ = 0;
    mutable std::mutex mutex_;
    std::vector<Asked> asked_;
    std::vector<int> open_;
    std::atomic<std::size_t> connections_ = 0;
    std::atomic<bool> closing_ = false;
    std::vector<std::thread> talks_;
    std::thread thread_;
};

}  // namespace repere::judge
