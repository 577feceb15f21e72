#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "support/unique.hpp"

namespace likes::test {

struct HttpRequest {
    std::string method;
    /// From the first slash on, percent-encoded, with the query.
    std::string target;
    /// Each as `Name: value`.
    std::vector<std::string> headers;
    std::string body;
    /// Of the web server; nullopt: that of the API.
    std::optional<int> port = std::nullopt;
};

struct HttpResponse {
    int status;
    /// Names in lower case.
    std::multimap<std::string, std::string> headers;
    std::string body;

    /// The value of a header that is there exactly once; nullopt otherwise.
    std::optional<std::string> header(const std::string& lower_case_name) const;
};

/// One client of the instance's web server, over a connection that it keeps. Not thread-safe.
class HttpClient {
  public:
    /// Calls from addresses of its own, a new one now and then, so that the limit per address is never in the way.
    HttpClient();

    /// Calls from that loopback address only.
    explicit HttpClient(std::string address);

    /// Throws std::runtime_error if there is no whole answer.
    HttpResponse send(const HttpRequest& request);

  private:
    struct Close {
        void operator()(void* handle) const;
    };

    void choose_address();

    std::unique_ptr<void, Close> handle_;
    std::string address_;
    bool may_move_;
    int calls_from_address_ = 0;
};

}  // namespace likes::test
