#pragma once

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fastcgi.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/// The other end of web::Connections: what a web server does, for tests.
namespace likes::web::test {

/// Long enough for everything that shall happen; reached only where a test fails.
inline constexpr std::chrono::milliseconds kPatience{20'000};

/// What a web server passes on of one request.
struct Call {
    std::map<std::string, std::string> params;
    std::string body = {};
    /// Whether the connection stays open after the answer.
    bool keeps_connection = true;
    int id = 1;
};

/// A call as the web server passes it on: with its method and path, and what else is in `params`.
inline Call call(std::string method, std::string path, std::string body = {},
                 std::map<std::string, std::string> params = {}) {
    params.emplace("REQUEST_METHOD", std::move(method));
    params.emplace("DOCUMENT_URI", std::move(path));
    params.emplace("REQUEST_ID", "request-of-a-test");
    if (!body.empty()) params.emplace("CONTENT_LENGTH", std::to_string(body.size()));
    return {.params = std::move(params), .body = std::move(body)};
}

/// One record (FastCGI 1.0, section 3.3), with `padding` bytes behind its content.
inline std::string record(unsigned char type, int id, std::string_view content, std::size_t padding = 0) {
    std::string record{static_cast<char>(FCGI_VERSION_1),
                       static_cast<char>(type),
                       static_cast<char>(id >> 8),
                       static_cast<char>(id & 0xFF),
                       static_cast<char>(content.size() >> 8U),
                       static_cast<char>(content.size() & 0xFFU),
                       static_cast<char>(padding),
                       0};
    return record.append(content).append(padding, '\0');
}

/// The records of a stream: as many as it takes, and the empty one that ends it.
inline std::string stream(unsigned char type, int id, std::string_view content) {
    constexpr std::size_t kContentMax = 0xFFF8;
    std::string records;
    for (; !content.empty(); content.remove_prefix(std::min(content.size(), kContentMax))) {
        records += record(type, id, content.substr(0, kContentMax));
    }
    return records += record(type, id, {});
}

inline std::string begin_request(int id, bool keeps_connection) {
    const std::string content{0, FCGI_RESPONDER, static_cast<char>(keeps_connection ? FCGI_KEEP_CONN : 0), 0, 0, 0, 0,
                              0};
    return record(FCGI_BEGIN_REQUEST, id, content);
}

/// A name or a value's length (section 3.4).
inline std::string encoded_length(std::size_t length) {
    if (length < 0x80) return {static_cast<char>(length)};
    return {static_cast<char>((length >> 24U) | 0x80U), static_cast<char>(length >> 16U),
            static_cast<char>(length >> 8U), static_cast<char>(length)};
}

/// All of a call as records.
inline std::string to_records(const Call& call) {
    std::string params;
    for (const auto& [name, value] : call.params) {
        params += encoded_length(name.size()) + encoded_length(value.size()) + name + value;
    }
    return begin_request(call.id, call.keeps_connection) + stream(FCGI_PARAMS, call.id, params) +
           stream(FCGI_STDIN, call.id, call.body);
}

/// What came back for one call.
struct Answer {
    int status = 0;
    std::map<std::string, std::string> headers;
    std::string body;
    int id = 0;
    /// FCGI_END_REQUEST came. Otherwise the peer has closed the connection, or did not answer in time.
    bool is_complete = false;
};

/// A unix socket that listens, in a temporary directory, for as long as this lives.
class ListeningSocket {
  public:
    explicit ListeningSocket(int backlog = 128) {
        std::string name = std::filesystem::temp_directory_path() / "fcgi.XXXXXX";
        if (mkdtemp(name.data()) == nullptr) fail("mkdtemp");
        directory_ = name;
        socket_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const auto address = address_of(path());
        if (socket_ < 0 || bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
            listen(socket_, backlog) != 0) {
            fail("a listening socket");
        }
    }
    ~ListeningSocket() {
        ::close(socket_);
        std::error_code ignored;
        std::filesystem::remove_all(directory_, ignored);
    }
    ListeningSocket(const ListeningSocket&) = delete;
    ListeningSocket& operator=(const ListeningSocket&) = delete;

    int descriptor() const { return socket_; }
    std::filesystem::path path() const { return directory_ / "socket"; }

    static sockaddr_un address_of(const std::filesystem::path& path) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        path.string().copy(static_cast<char*>(address.sun_path), sizeof address.sun_path - 1);
        return address;
    }

  private:
    [[noreturn]] static void fail(const char* what) { throw std::system_error{errno, std::generic_category(), what}; }

    std::filesystem::path directory_;
    int socket_ = -1;
};

/// A connection to a ListeningSocket. Movable. One thread uses it at a time.
class Client {
  public:
    /// Connects; the server need not accept for that.
    explicit Client(const std::filesystem::path& path) : socket_{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
        const auto address = ListeningSocket::address_of(path);
        if (socket_ < 0 || ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
            throw std::system_error{errno, std::generic_category(), "connect"};
        }
    }
    explicit Client(const ListeningSocket& listening) : Client{listening.path()} {}
    ~Client() { close(); }
    Client(Client&& other) noexcept
        : socket_{std::exchange(other.socket_, -1)}, received_{std::move(other.received_)} {}
    Client& operator=(Client&& other) noexcept {
        std::swap(socket_, other.socket_);
        std::swap(received_, other.received_);
        return *this;
    }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    /// Writes what fits at once; returns how much that was. 0 if the peer has closed the connection.
    std::size_t write_some(std::string_view bytes) {
        const ssize_t written = send(socket_, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        return written < 0 ? 0 : static_cast<std::size_t>(written);
    }

    /// Writes all of it. False if the peer has closed the connection, or does not take it in time.
    bool write(std::string_view bytes, std::chrono::milliseconds patience = kPatience) {
        while (!bytes.empty()) {
            // Not asked before: a unix socket says that it is writable when it is three quarters empty, and not before.
            const ssize_t written = send(socket_, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
            if (written < 0 && (errno != EAGAIN || !wait_for(POLLOUT, patience))) return false;
            if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
        }
        return true;
    }
    bool send_call(const Call& call) { return write(to_records(call)); }

    /// The next answer, as far as it has come when it is complete, the peer has closed the connection, or `patience` is
    /// over. Throws std::runtime_error for what is no answer.
    Answer read_answer(std::chrono::milliseconds patience = kPatience) {
        const auto end = std::chrono::steady_clock::now() + patience;
        Answer answer;
        std::string text;
        while (!answer.is_complete) {
            if (take_record(answer, text)) continue;
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
            if (!wait_for(POLLIN, std::max(left, std::chrono::milliseconds{0})) || receive() == 0) break;
        }
        if (answer.is_complete) parse(text, answer);
        return answer;
    }

    /// Sends a call and reads its answer.
    Answer ask(const Call& call, std::chrono::milliseconds patience = kPatience) {
        return send_call(call) ? read_answer(patience) : Answer{};
    }

    /// Waits until the peer has closed the connection; what came before that is dropped. False if it does not.
    bool is_closed_by_peer(std::chrono::milliseconds patience = kPatience) {
        const auto end = std::chrono::steady_clock::now() + patience;
        for (;;) {
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
            if (!wait_for(POLLIN, std::max(left, std::chrono::milliseconds{0}))) return false;
            if (receive() == 0) return true;
        }
    }

    /// Reads `max` bytes at most of what is there, and waits for them. What they are is looked at by read_answer().
    /// Returns how many there were; 0 if the peer has closed the connection or sends nothing in time.
    std::size_t read_some(std::size_t max, std::chrono::milliseconds patience = kPatience) {
        return wait_for(POLLIN, patience) ? receive(max) : 0;
    }

    /// Hangs up.
    void close() {
        if (socket_ >= 0) ::close(std::exchange(socket_, -1));
    }

    /// No more calls will come, but answers are still read.
    void finish_writing() const { ::shutdown(socket_, SHUT_WR); }

  private:
    static constexpr std::size_t kChunk = 65'536;

    bool wait_for(short events, std::chrono::milliseconds patience) const {
        pollfd descriptor{socket_, events, 0};
        return ::poll(&descriptor, 1, static_cast<int>(patience.count())) > 0;
    }

    /// 0 at the end of the connection.
    std::size_t receive(std::size_t max = kChunk) {
        std::array<char, kChunk> chunk{};
        const ssize_t count = recv(socket_, chunk.data(), std::min(max, chunk.size()), MSG_DONTWAIT);
        if (count <= 0) return 0;
        received_.append(chunk.data(), static_cast<std::size_t>(count));
        return static_cast<std::size_t>(count);
    }

    /// False if no whole record has been received yet.
    bool take_record(Answer& answer, std::string& text) {
        const auto byte = [this](std::size_t i) { return static_cast<unsigned char>(received_.at(i)); };
        if (received_.size() < FCGI_HEADER_LEN) return false;
        if (byte(0) != FCGI_VERSION_1) throw std::runtime_error{"the answer is no FastCGI record"};
        const std::size_t content = (std::size_t{byte(4)} << 8U) | byte(5);
        const std::size_t size = FCGI_HEADER_LEN + content + byte(6);
        if (received_.size() < size) return false;
        answer.id = (byte(2) << 8) | byte(3);
        if (byte(1) == FCGI_STDOUT) {
            text.append(received_, FCGI_HEADER_LEN, content);
        } else if (byte(1) == FCGI_END_REQUEST) {
            answer.is_complete = true;
        } else {
            throw std::runtime_error{"a record that is no part of an answer"};
        }
        received_.erase(0, size);
        return true;
    }

    static void parse(std::string_view text, Answer& answer) {
        const auto end = text.find("\r\n\r\n");
        if (end == std::string_view::npos) throw std::runtime_error{"an answer whose headers do not end"};
        answer.body = text.substr(end + 4);
        for (auto head = text.substr(0, end + 2); !head.empty();) {
            const auto line = head.substr(0, head.find("\r\n"));
            head.remove_prefix(line.size() + 2);
            const auto colon = line.find(": ");
            if (colon == std::string_view::npos) throw std::runtime_error{"a header without a name"};
            answer.headers.emplace(line.substr(0, colon), line.substr(colon + 2));
        }
        // A missing status is 200 (RFC 3875, section 6.3.3), but ours is always there.
        answer.status = std::stoi(answer.headers.at("Status"));
    }

    int socket_;
    std::string received_;
};

}  // namespace likes::web::test
