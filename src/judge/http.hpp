// One POST at a time over kept connections, with limits on time and size, to private addresses alone unless allowed.
//
// libcurl stays behind this header. No redirects, no proxies from the environment: a request goes where it was sent.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace repere::judge {

struct HttpConfig {
    std::string url;
    std::vector<std::string> headers;  // "Name: value"
    std::filesystem::path ca_file;
    double timeout = 60;               // seconds, connection included
    std::size_t reply_limit = 1 << 20; // bytes
    bool allow_public = false;
};

enum class Fault {
    kNone,           // an answer came, whatever its status
    kTimeout,
    kUnreachable,    // no such name, refused, no route
    kCut,            // the connection ended before the answer did
    kTooLong,
    kPublicAddress,  // the name stands for an address outside
    kEncryption,     // no trust in the server's certificate
    kStopped,
};

struct HttpReply {
    Fault fault = Fault::kNone;
    long status = 0;
    std::string body;
    std::optional<double> retry_after;  // seconds
};

// Thread-safe: each call takes a kept connection, or makes one.
class HttpClient {
  public:
    explicit HttpClient(HttpConfig config);
    HttpClient(HttpClient&&) noexcept;
    HttpClient& operator=(HttpClient&&) noexcept;
    ~HttpClient();

    HttpReply post(const std::string& body, const std::stop_token& stop) const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace repere::judge
