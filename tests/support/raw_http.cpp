#include "support/raw_http.hpp"

#include <algorithm>
#include <cctype>
#include <sstream>
#include <stdexcept>
#include <string_view>

#include "support/stack.hpp"
#include "support/tcp_connection.hpp"
#include "support/unique.hpp"

namespace likes::test {
namespace {

constexpr std::string_view kHeadEnd = "\r\n\r\n";
constexpr int kSwitchingProtocols = 101;

void parse_head(const std::string& head, HttpResponse& response) {
    std::istringstream lines{head};
    std::string line;
    std::getline(lines, line);
    response.status = std::stoi(line.substr(line.find(' ')));
    while (std::getline(lines, line)) {
        const auto colon = line.find(':');
        if (colon == std::string::npos) continue;
        auto name = line.substr(0, colon);
        std::transform(name.begin(), name.end(), name.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        auto value = line.substr(std::min(line.find_first_not_of(' ', colon + 1), line.size()));
        while (value.ends_with('\r')) value.pop_back();
        response.headers.emplace(std::move(name), std::move(value));
    }
}

/// Reads on until `text` has that many bytes, or the connection ends.
void read_up_to(TcpConnection& connection, std::size_t size, std::string& text) {
    while (text.size() < size) {
        const auto more = connection.read_some();
        if (more.empty()) return;
        text += more;
    }
}

}  // namespace

std::optional<HttpResponse> send_raw(const RawRequest& request) {
    TcpConnection connection{stack().http_port, unique_loopback_address()};
    try {
        connection.write(request.bytes);
        if (request.ends_early) connection.end_writing();
    } catch (const std::runtime_error&) {
        // The server has heard enough; what it said is there to be read, or is lost.
    }
    std::string text;
    auto head_end = std::string::npos;
    while ((head_end = text.find(kHeadEnd)) == std::string::npos) {
        const auto more = connection.read_some();
        if (more.empty()) break;
        text += more;
    }
    HttpResponse response{};
    if (text.empty()) return std::nullopt;
    if (!text.starts_with("HTTP/")) {
        response.body = text;
        return response;
    }
    if (head_end == std::string::npos) throw std::runtime_error{"an answer that ends in its head"};
    parse_head(text.substr(0, head_end + 2), response);
    response.body = text.substr(head_end + kHeadEnd.size());
    if (response.status == kSwitchingProtocols || request.wants_head_only) return response;
    const auto length = response.header("content-length");
    read_up_to(connection, length ? std::stoul(*length) : std::string::npos, response.body);
    return response;
}

}  // namespace likes::test
