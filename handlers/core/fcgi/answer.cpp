#include "fcgi/answer.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <string>
#include <string_view>

#include <fastcgi.h>
#include <sys/socket.h>
#include <sys/uio.h>

namespace likes::fcgi {
namespace {

/// What the library's stream holds, less a record's header.
constexpr std::size_t kBuffered = 8192 - FCGI_HEADER_LEN;

/// Both parts, one after the other, however often the kernel stops on the way. False if the connection is gone.
bool send_wholly(int socket, std::string_view first, std::string_view second) {
    while (!first.empty() || !second.empty()) {
        std::array<iovec, 2> parts{iovec{const_cast<char*>(first.data()), first.size()},
                                   iovec{const_cast<char*>(second.data()), second.size()}};
        msghdr message{};
        message.msg_iov = parts.data();
        message.msg_iovlen = parts.size();
        const ssize_t sent = sendmsg(socket, &message, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0) return false;
        const auto count = static_cast<std::size_t>(sent);
        const std::size_t of_first = std::min(count, first.size());
        first.remove_prefix(of_first);
        second.remove_prefix(count - of_first);
    }
    return true;
}

/// Sends the text in records as long as they may be (FastCGI 1.0, section 3.3; a multiple of 8 needs no padding).
void send_records(const FCGX_Request& request, std::string_view text) {
    constexpr std::size_t kContentMax = 0xFFF8;
    while (!text.empty()) {
        const auto content = text.substr(0, kContentMax);
        text.remove_prefix(content.size());
        const std::array<char, FCGI_HEADER_LEN> header{FCGI_VERSION_1,
                                                       FCGI_STDOUT,
                                                       static_cast<char>(request.requestId >> 8),
                                                       static_cast<char>(request.requestId),
                                                       static_cast<char>(content.size() >> 8),
                                                       static_cast<char>(content.size()),
                                                       0,
                                                       0};
        if (!send_wholly(request.ipcFd, {header.data(), header.size()}, content)) return;
    }
}

}  // namespace

void answer(const FCGX_Request& request, const http::Response& response) {
    std::string text = "Status: " + std::to_string(response.status) + ' ';
    text += http::reason_phrase(response.status);
    for (const auto& [name, value] : response.headers) text.append("\r\n").append(name).append(": ").append(value);
    constexpr int kNotModified = 304;
    if (response.status != kNotModified) text += "\r\nContent-Length: " + std::to_string(response.body.size());
    text.append("\r\n\r\n").append(response.body);
    // A short answer leaves with the end of the request in one piece. Of a long one the library would send 8 kB at a
    // time, and wake nginx and the client for each.
    if (text.size() <= kBuffered) {
        FCGX_PutStr(text.data(), static_cast<int>(text.size()), request.out);
    } else {
        send_records(request, text);
    }
}

}  // namespace likes::fcgi
