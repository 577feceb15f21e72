#include "support/http_client.hpp"

#include <algorithm>
#include <cctype>
#include <stdexcept>

#include <curl/curl.h>

#include "support/stack.hpp"

namespace likes::test {
namespace {

/// Calls from one address before the next is used; less than what nginx lets pass at once.
constexpr int kCallsPerAddress = 300;
constexpr long kTimeoutSeconds = 30;

const bool g_curl_ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;

template <class Value>
void set(void* handle, CURLoption option, Value value) {
    if (const auto code = curl_easy_setopt(handle, option, value); code != CURLE_OK) {
        throw std::runtime_error{std::string{"curl: "} + curl_easy_strerror(code)};
    }
}

class HeaderList {
  public:
    explicit HeaderList(const std::vector<std::string>& lines) {
        for (const auto& line : lines) list_ = curl_slist_append(list_, line.c_str());
    }
    ~HeaderList() { curl_slist_free_all(list_); }
    HeaderList(const HeaderList&) = delete;
    HeaderList& operator=(const HeaderList&) = delete;

    curl_slist* get() const { return list_; }

  private:
    curl_slist* list_ = nullptr;
};

std::size_t take_body(const char* data, std::size_t size, std::size_t count, void* response) {
    static_cast<HttpResponse*>(response)->body.append(data, size * count);
    return size * count;
}

std::size_t take_header(const char* data, std::size_t size, std::size_t count, void* response) {
    std::string_view line{data, size * count};
    while (line.ends_with('\r') || line.ends_with('\n')) line.remove_suffix(1);
    if (const auto colon = line.find(':'); colon != std::string_view::npos) {
        std::string name{line.substr(0, colon)};
        std::transform(name.begin(), name.end(), name.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        line.remove_prefix(std::min(line.find_first_not_of(' ', colon + 1), line.size()));
        static_cast<HttpResponse*>(response)->headers.emplace(std::move(name), line);
    }
    return size * count;
}

}  // namespace

std::optional<std::string> HttpResponse::header(const std::string& lower_case_name) const {
    if (headers.count(lower_case_name) != 1) return std::nullopt;
    return headers.find(lower_case_name)->second;
}

void HttpClient::Close::operator()(void* handle) const {
    curl_easy_cleanup(handle);
}

HttpClient::HttpClient() : handle_{curl_easy_init()}, may_move_{true} {
    if (!g_curl_ready || !handle_) throw std::runtime_error{"curl: cannot be set up"};
}

HttpClient::HttpClient(std::string address)
    : handle_{curl_easy_init()}, address_{std::move(address)}, may_move_{false} {
    if (!g_curl_ready || !handle_) throw std::runtime_error{"curl: cannot be set up"};
}

HttpResponse HttpClient::send(const HttpRequest& request) {
    choose_address();
    void* const curl = handle_.get();
    HttpResponse response{};
    // "Expect" would be another exchange before a body.
    auto lines = request.headers;
    lines.emplace_back("Expect:");
    const HeaderList headers{lines};
    const std::string url =
        "http://127.0.0.1:" + std::to_string(request.port.value_or(stack().http_port)) + request.target;

    curl_easy_reset(curl);
    set(curl, CURLOPT_URL, url.c_str());
    set(curl, CURLOPT_INTERFACE, ("host!" + address_).c_str());
    set(curl, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    set(curl, CURLOPT_HTTPHEADER, headers.get());
    set(curl, CURLOPT_PATH_AS_IS, 1L);
    set(curl, CURLOPT_NOSIGNAL, 1L);
    set(curl, CURLOPT_NOPROXY, "*");
    set(curl, CURLOPT_TIMEOUT, kTimeoutSeconds);
    set(curl, CURLOPT_HEADERFUNCTION, &take_header);
    set(curl, CURLOPT_HEADERDATA, static_cast<void*>(&response));
    set(curl, CURLOPT_WRITEFUNCTION, &take_body);
    set(curl, CURLOPT_WRITEDATA, static_cast<void*>(&response));
    if (request.method == "HEAD") set(curl, CURLOPT_NOBODY, 1L);
    if (!request.body.empty()) {
        set(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(request.body.size()));
        set(curl, CURLOPT_POSTFIELDS, request.body.c_str());
    }
    if (const auto code = curl_easy_perform(curl); code != CURLE_OK) {
        throw std::runtime_error{request.method + ' ' + request.target.substr(0, 100) + ": " +
                                 curl_easy_strerror(code)};
    }
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    response.status = static_cast<int>(status);
    return response;
}

void HttpClient::choose_address() {
    if (!may_move_ || (!address_.empty() && calls_from_address_ < kCallsPerAddress)) {
        ++calls_from_address_;
        return;
    }
    address_ = unique_loopback_address();
    calls_from_address_ = 1;
}

}  // namespace likes::test
