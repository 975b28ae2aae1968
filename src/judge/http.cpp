#include "judge/http.hpp"

#include <sys/socket.h>

#include <cmath>
#include <mutex>

#include <curl/curl.h>

#include "judge/address.hpp"

namespace repere::judge {
namespace {

struct FreeHandle {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using Handle = std::unique_ptr<CURL, FreeHandle>;

// What the callbacks of one exchange share.
struct Exchange {
    const HttpConfig& config;
    const std::stop_token& stop;
    HttpReply reply{};
};

std::size_t take_body(char* bytes, std::size_t size, std::size_t count, void* user) {
    auto& exchange = *static_cast<Exchange*>(user);
    const std::size_t length = size * count;
    if (exchange.reply.body.size() + length > exchange.config.reply_limit) {
        exchange.reply.fault = Fault::kTooLong;
        return 0;
    }
    exchange.reply.body.append(bytes, length);
    return length;
}

int look_for_stop(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    auto& exchange = *static_cast<Exchange*>(user);
    if (!exchange.stop.stop_requested()) return 0;
    exchange.reply.fault = Fault::kStopped;
    return 1;
}

// The last word on where a name leads: what was checked when the configuration was read may have changed since.
curl_socket_t open_socket(void* user, curlsocktype, curl_sockaddr* address) {
    auto& exchange = *static_cast<Exchange*>(user);
    if (!exchange.config.allow_public && !is_private(address->addr)) {
        exchange.reply.fault = Fault::kPublicAddress;
        return CURL_SOCKET_BAD;
    }
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

Fault fault_of(CURLcode code) {
    switch (code) {
        case CURLE_OK: return Fault::kNone;
        case CURLE_OPERATION_TIMEDOUT: return Fault::kTimeout;
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_CONNECT: return Fault::kUnreachable;
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_SSL_CACERT_BADFILE: return Fault::kEncryption;
        default: return Fault::kCut;
    }
}

void initialise_curl() {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

template <class Value>
void set(const Handle& handle, CURLoption option, Value value) {
    curl_easy_setopt(handle.get(), option, value);
}

}  // namespace

struct HttpClient::Impl {
    HttpConfig config;
    curl_slist* headers = nullptr;
    std::mutex mutex{};
    std::vector<Handle> idle{};

    explicit Impl(HttpConfig c) : config(std::move(c)) {
        initialise_curl();
        for (const auto& header : config.headers) headers = curl_slist_append(headers, header.c_str());
        headers = curl_slist_append(headers, "Expect:");
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    ~Impl() { curl_slist_free_all(headers); }

    Handle take() {
        const std::lock_guard lock(mutex);
        if (idle.empty()) return Handle(curl_easy_init());
        Handle handle = std::move(idle.back());
        idle.pop_back();
        return handle;
    }
    void give_back(Handle handle) {
        const std::lock_guard lock(mutex);
        idle.push_back(std::move(handle));
    }
    void prepare(const Handle& handle, const std::string& body, Exchange& exchange) const {
        curl_easy_reset(handle.get());
        set(handle, CURLOPT_URL, config.url.c_str());
        set(handle, CURLOPT_PROTOCOLS_STR, "http,https");
        set(handle, CURLOPT_PROXY, "");
        set(handle, CURLOPT_NOSIGNAL, 1L);
        set(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
        set(handle, CURLOPT_TIMEOUT_MS, std::lround(config.timeout * 1000));
        set(handle, CURLOPT_HTTPHEADER, headers);
        set(handle, CURLOPT_USERAGENT, "repere/" REPERE_VERSION);
        set(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
        set(handle, CURLOPT_POSTFIELDS, body.data());
        set(handle, CURLOPT_WRITEFUNCTION, &take_body);
        set(handle, CURLOPT_WRITEDATA, &exchange);
        set(handle, CURLOPT_NOPROGRESS, 0L);
        set(handle, CURLOPT_XFERINFOFUNCTION, &look_for_stop);
        set(handle, CURLOPT_XFERINFODATA, &exchange);
        set(handle, CURLOPT_OPENSOCKETFUNCTION, &open_socket);
        set(handle, CURLOPT_OPENSOCKETDATA, &exchange);
        if (!config.ca_file.empty()) set(handle, CURLOPT_CAINFO, config.ca_file.c_str());
    }
};

HttpClient::HttpClient(HttpConfig config) : impl_(std::make_unique<Impl>(std::move(config))) {}
HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient& HttpClient::operator=(HttpClient&&) noexcept = default;
HttpClient::~HttpClient() = default;

HttpReply HttpClient::post(const std::string& body, const std::stop_token& stop) const {
    Exchange exchange{impl_->config, stop};
    Handle handle = impl_->take();
    if (handle == nullptr) return {.fault = Fault::kUnreachable};
    impl_->prepare(handle, body, exchange);
    const CURLcode code = curl_easy_perform(handle.get());
    HttpReply& reply = exchange.reply;
    // A callback knows better why than curl does, unless another address of the name served after all.
    if (reply.fault == Fault::kNone || code == CURLE_OK) reply.fault = fault_of(code);
    curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &reply.status);
    curl_off_t wait = 0;
    if (curl_easy_getinfo(handle.get(), CURLINFO_RETRY_AFTER, &wait) == CURLE_OK && wait > 0) {
        reply.retry_after = static_cast<double>(wait);
    }
    impl_->give_back(std::move(handle));
    return std::move(exchange.reply);
}

}  // namespace repere::judge
