#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace likes::test {

/// A TCP connection to a loopback port, from a loopback address. Reads give up after a while, so that no test hangs.
class TcpConnection {
  public:
    explicit TcpConnection(int port, const std::string& from = "127.0.0.1");
    ~TcpConnection();

    TcpConnection(const TcpConnection&) = delete;
    TcpConnection& operator=(const TcpConnection&) = delete;

    void write(std::string_view bytes) const;
    /// Nothing more comes from here.
    void end_writing() const;
    /// Exactly that many bytes. Throws std::runtime_error if they do not come.
    std::string read(std::size_t count);
    /// What there is, at least a byte. Empty when the other side has ended the connection.
    std::string read_some();
    /// Everything up to the end of `mark`.
    std::string read_through(std::string_view mark);

    /// To wait for bytes with poll and the like; `has_more` tells of those that have been taken from it already.
    int descriptor() const { return socket_; }
    bool has_more() const { return !received_.empty(); }

  private:
    bool receive();

    int socket_;
    std::string received_;
};

}  // namespace likes::test
