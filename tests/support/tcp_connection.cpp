#include "support/tcp_connection.hpp"

#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "support/patience.hpp"

namespace likes::test {
namespace {

void require_tcp(bool condition, const std::string& what) {
    if (!condition) throw std::runtime_error{"TCP: " + what};
}

}  // namespace

TcpConnection::TcpConnection(int port, const std::string& from)
    : socket_{socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    const timeval patience{kPatience.count(), 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in source{};
    source.sin_family = AF_INET;
    if (inet_pton(AF_INET, from.c_str(), &source.sin_addr) != 1) throw std::runtime_error{"no address: " + from};
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    // The port is chosen by connect(), which can share one between destinations.
    const int late = 1;
    setsockopt(socket_, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &late, sizeof late);
    if (::bind(socket_, reinterpret_cast<const sockaddr*>(&source), sizeof source) != 0 ||
        ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        const std::error_code reason{errno, std::generic_category()};
        close(socket_);
        throw std::runtime_error{"cannot connect to port " + std::to_string(port) + ": " + reason.message()};
    }
}

TcpConnection::~TcpConnection() {
    close(socket_);
}

void TcpConnection::write(std::string_view bytes) const {
    while (!bytes.empty()) {
        const auto count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        require_tcp(count > 0, "cannot write");
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

void TcpConnection::end_writing() const {
    shutdown(socket_, SHUT_WR);
}

std::string TcpConnection::read(std::size_t count) {
    while (received_.size() < count) require_tcp(receive(), "the connection ended");
    std::string bytes = received_.substr(0, count);
    received_.erase(0, count);
    return bytes;
}

std::string TcpConnection::read_some() {
    if (received_.empty()) receive();
    return std::exchange(received_, {});
}

std::string TcpConnection::read_through(std::string_view mark) {
    std::size_t at = 0;
    while ((at = received_.find(mark)) == std::string::npos) require_tcp(receive(), "the connection ended");
    return read(at + mark.size());
}

/// Takes what there is; false when the other side has ended the connection.
bool TcpConnection::receive() {
    std::array<char, 16384> chunk{};
    const auto count = recv(socket_, chunk.data(), chunk.size(), 0);
    require_tcp(count >= 0 || errno == ECONNRESET, "the connection fell silent");
    if (count <= 0) return false;
    received_.append(chunk.data(), static_cast<std::size_t>(count));
    return true;
}

}  // namespace likes::test
