#include "outbound/curl_client.hpp"

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <string_view>
#include <utility>

#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "outbound/address.hpp"

namespace likes::outbound {

struct FreeCurl {
    void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using HeaderLines = std::unique_ptr<curl_slist, FreeCurl>;

/// What is asked of the addresses of a transfer, and what came of it.
struct CurlGuard {
    bool (*allows)(const sockaddr& peer);
    bool has_refused = false;
    bool has_allowed = false;
};

namespace {

const bool g_curl_is_ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;

template <class Value>
void set_option(CURL* easy, CURLoption option, Value value) {
    if (const auto code = curl_easy_setopt(easy, option, value); code != CURLE_OK) {
        throw std::runtime_error{std::string{"libcurl refuses an option: "} + curl_easy_strerror(code)};
    }
}

template <class Value>
void set_multi_option(CURLM* multi, CURLMoption option, Value value) {
    if (curl_multi_setopt(multi, option, value) != CURLM_OK) {
        throw std::runtime_error{"libcurl refuses an option of its connections"};
    }
}

HeaderLines header_lines(const std::vector<std::string>& texts) {
    curl_slist* list = nullptr;
    for (const auto& text : texts) list = curl_slist_append(list, text.c_str());
    return HeaderLines{list};
}

/// Bytes that do not fit are not kept, and end the transfer: its status is known by then.
std::size_t keep_body(char* bytes, std::size_t one, std::size_t count, void* target) {
    auto& body = *static_cast<std::string*>(target);
    const auto room = Client::kAnswerMax - body.size();
    const auto kept = std::min(room, one * count);
    body.append(bytes, kept);
    return kept;
}

curl_socket_t open_socket(void* target, curlsocktype /*purpose*/, curl_sockaddr* address) {
    auto& guard = *static_cast<CurlGuard*>(target);
    if (!guard.allows(address->addr)) {
        guard.has_refused = true;
        return CURL_SOCKET_BAD;
    }
    guard.has_allowed = true;
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

}  // namespace

bool is_public_peer(const sockaddr& peer) {
    if (peer.sa_family == AF_INET) {
        Ipv4 address{};
        std::memcpy(address.data(), &reinterpret_cast<const sockaddr_in&>(peer).sin_addr, address.size());
        return is_public(address);
    }
    if (peer.sa_family == AF_INET6) {
        Ipv6 address{};
        std::memcpy(address.data(), &reinterpret_cast<const sockaddr_in6&>(peer).sin6_addr, address.size());
        return is_public(address);
    }
    return false;
}

struct CurlClient::Transfer {
    std::uint64_t id;
    std::unique_ptr<CURL, FreeCurl> easy;
    HeaderLines headers;
    std::string body;
    std::string answer = {};
    CurlGuard guard;
};

CurlClient::CurlClient(ClientSettings settings) : settings_{std::move(settings)} {
    resolved_ = header_lines(settings_.resolve).release();
    multi_ = g_curl_is_ready ? curl_multi_init() : nullptr;
    if (multi_ == nullptr) throw std::runtime_error{"libcurl cannot be used"};
    set_multi_option(multi_, CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX);
    set_multi_option(multi_, CURLMOPT_MAX_HOST_CONNECTIONS, ClientSettings::kConnectionsOfHost);
    set_multi_option(multi_, CURLMOPT_MAX_TOTAL_CONNECTIONS, ClientSettings::kConnectionsMax);
}

CurlClient::~CurlClient() {
    for (const auto& [id, transfer] : transfers_) curl_multi_remove_handle(multi_, transfer->easy.get());
    transfers_.clear();
    curl_multi_cleanup(multi_);
    curl_slist_free_all(static_cast<curl_slist*>(resolved_));
}

void CurlClient::start(std::uint64_t id, const Request& request) {
    auto transfer = std::make_unique<Transfer>(Transfer{.id = id,
                                                        .easy = std::unique_ptr<CURL, FreeCurl>{curl_easy_init()},
                                                        .headers = header_lines(request.headers),
                                                        .body = request.body,
                                                        .guard = {.allows = settings_.allows}});
    CURL* const easy = transfer->easy.get();
    if (easy == nullptr) throw std::runtime_error{"libcurl has no memory for a request"};
    set_option(easy, CURLOPT_PRIVATE, transfer.get());
    set_option(easy, CURLOPT_URL, request.url.c_str());
    set_option(easy, CURLOPT_PROTOCOLS_STR, "https");
    set_option(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    set_option(easy, CURLOPT_FOLLOWLOCATION, 0L);
    set_option(easy, CURLOPT_NOSIGNAL, 1L);
    set_option(easy, CURLOPT_PROXY, settings_.proxy.c_str());
    if (settings_.proxy.empty()) {
        set_option(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
        set_option(easy, CURLOPT_OPENSOCKETDATA, &transfer->guard);
    }
    if (!settings_.authorities.empty()) {
        set_option(easy, CURLOPT_CAINFO, settings_.authorities.c_str());
        set_option(easy, CURLOPT_CAPATH, nullptr);
    }
    if (resolved_ != nullptr) set_option(easy, CURLOPT_RESOLVE, resolved_);
    set_option(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set_option(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
    // Waits for the connection that is being made, in case it is of HTTP/2.
    set_option(easy, CURLOPT_PIPEWAIT, 1L);
    set_option(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(ClientSettings::kConnectTimeout.count()));
    set_option(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(ClientSettings::kTimeout.count()));
    set_option(easy, CURLOPT_USERAGENT, "chat-likes");
    set_option(easy, CURLOPT_HTTPHEADER, transfer->headers.get());
    set_option(easy, CURLOPT_POSTFIELDSIZE, static_cast<long>(transfer->body.size()));
    set_option(easy, CURLOPT_POSTFIELDS, transfer->body.c_str());
    set_option(easy, CURLOPT_WRITEFUNCTION, keep_body);
    set_option(easy, CURLOPT_WRITEDATA, &transfer->answer);
    if (curl_multi_add_handle(multi_, easy) != CURLM_OK) throw std::runtime_error{"libcurl takes no further request"};
    transfers_[id] = std::move(transfer);
}

std::vector<Finished> CurlClient::finished(std::chrono::milliseconds patience) {
    std::vector<Finished> all;
    if (transfers_.empty()) return all;
    const auto until = std::chrono::steady_clock::now() + patience;
    for (;;) {
        int running = 0;
        curl_multi_perform(multi_, &running);
        collect(all);
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        if (!all.empty() || left.count() <= 0) return all;
        curl_multi_poll(multi_, nullptr, 0, static_cast<int>(left.count()), nullptr);
    }
}

void CurlClient::collect(std::vector<Finished>& all) {
    int waiting = 0;
    while (const CURLMsg* const message = curl_multi_info_read(multi_, &waiting)) {
        if (message->msg != CURLMSG_DONE) continue;
        CURL* const easy = message->easy_handle;
        const auto code = message->data.result;
        Transfer* transfer = nullptr;
        curl_easy_getinfo(easy, CURLINFO_PRIVATE, &transfer);
        Answer answer;
        long status = 0;
        curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
        // What is too long was cut off by us, and its status is as good as any.
        if (code == CURLE_OK || (code == CURLE_WRITE_ERROR && transfer->answer.size() == kAnswerMax)) {
            answer.status = static_cast<int>(status);
            answer.body = std::move(transfer->answer);
            curl_header* header = nullptr;
            if (curl_easy_header(easy, "Retry-After", 0, CURLH_HEADER, -1, &header) == CURLHE_OK) {
                answer.retry_after = header->value;
            }
        }
        answer.was_refused = transfer->guard.has_refused && !transfer->guard.has_allowed;
        curl_off_t took = 0;
        curl_easy_getinfo(easy, CURLINFO_TOTAL_TIME_T, &took);
        answer.took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::microseconds{took});
        const auto id = transfer->id;
        curl_multi_remove_handle(multi_, easy);
        transfers_.erase(id);
        all.push_back({id, std::move(answer)});
    }
}

}  // namespace likes::outbound
