#include "outbound/curl_client.hpp"

#include <array>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include <arpa/inet.h>
#include <boost/test/unit_test.hpp>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace likes::outbound::curl_client_test {

using namespace std::chrono_literals;

constexpr auto kPatience = 15s;

/// Listens on a port of all addresses of this machine, and never answers.
class Listener {
  public:
    Listener() {
        const int off = 0;
        setsockopt(socket_, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
        sockaddr_in6 address{};
        address.sin6_family = AF_INET6;
        address.sin6_addr = in6addr_any;
        BOOST_REQUIRE(bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
        BOOST_REQUIRE(listen(socket_, 100) == 0);
        socklen_t length = sizeof address;
        BOOST_REQUIRE(getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &length) == 0);
        port_ = ntohs(address.sin6_port);
    }
    ~Listener() { close(socket_); }
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    std::string port() const { return std::to_string(port_); }

    /// Somebody has connected.
    bool was_called() const { return accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC) >= 0; }

  private:
    int socket_ = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    unsigned port_ = 0;
};

/// The answers, by id, once all of so many have come.
std::vector<Answer> answers(CurlClient& client, std::size_t count) {
    std::vector<Answer> all(count);
    const auto until = std::chrono::steady_clock::now() + kPatience;
    for (std::size_t i = 0; i < count && std::chrono::steady_clock::now() < until;) {
        for (auto& [id, answer] : client.finished(100ms)) {
            all.at(id) = std::move(answer);
            ++i;
        }
    }
    return all;
}

/// What the name of a push service may resolve to, if somebody wants us to call a machine beside ours.
const std::vector<std::string> kHostile{
    "127.0.0.1",
    "127.1.2.3",
    "0.0.0.0",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.127.255.1",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "192.168.255.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:10.0.0.1]",
    "[::ffff:169.254.169.254]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b:1::1]",
    "[100::1]",
    "[fc00::1]",
    "[fd00::1]",
    "[fdff:ffff::1]",
    "[fe80::1]",
    "[febf::1]",
    "[fec0::1]",
    "[ff02::1]",
    "[ff0e::1]",
    "[2001::1]",
    "[2001:0:7f00:1::]",
    "[2001:10::1]",
    "[2001:db8::1]",
    "[2002:7f00:1::]",
    "[2002:a00:1::1]",
    "[3fff::1]",
    "[5f00::1]",
    "[4000::1]",
    "[8000::1]",
    "[c000::1]",
    // Several at once: none of them is public.
    "127.0.0.1,[::1]",
    "10.0.0.1,192.168.0.1,[fe80::1]",
};

BOOST_AUTO_TEST_SUITE(curl_client)

BOOST_AUTO_TEST_CASE(nobody_gets_a_connection_at_an_address_that_is_not_public) {
    const Listener listener;
    ClientSettings settings;
    for (std::size_t i = 0; i < kHostile.size(); ++i) {
        settings.resolve.push_back("h" + std::to_string(i) + ".example:" + listener.port() + ":" + kHostile[i]);
    }
    CurlClient client{settings};
    const auto begin = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < kHostile.size(); ++i) {
        client.start(i, {.url = "https://h" + std::to_string(i) + ".example:" + listener.port() + "/", .body = "x"});
    }
    const auto all = answers(client, kHostile.size());
    for (std::size_t i = 0; i < kHostile.size(); ++i) {
        BOOST_TEST(all[i].status == 0, kHostile[i]);
        BOOST_TEST(all[i].was_refused, kHostile[i]);
    }
    BOOST_TEST(!listener.was_called());
    // Nothing was waited for.
    BOOST_TEST((std::chrono::steady_clock::now() - begin < 2s));
}

BOOST_AUTO_TEST_CASE(an_address_that_is_written_as_a_number_is_looked_at_as_well) {
    const Listener listener;
    CurlClient client{{}};
    const std::vector<std::string> hosts{"127.0.0.1", "2130706433", "0x7f.1", "0177.0.0.1", "[::1]", "localhost"};
    for (std::size_t i = 0; i < hosts.size(); ++i) {
        client.start(i, {.url = "https://" + hosts[i] + ":" + listener.port() + "/", .body = "x"});
    }
    for (const auto& answer : answers(client, hosts.size())) BOOST_TEST(answer.was_refused);
    BOOST_TEST(!listener.was_called());
}

bool allow_all(const sockaddr& /*peer*/) {
    return true;
}

BOOST_AUTO_TEST_CASE(where_the_address_may_be_called_there_is_a_connection) {
    const Listener listener;
    ClientSettings settings;
    settings.allows = allow_all;
    settings.resolve.push_back("push.example:" + listener.port() + ":127.0.0.1");
    CurlClient client{settings};
    client.start(0, {.url = "https://push.example:" + listener.port() + "/", .body = "x"});
    const auto until = std::chrono::steady_clock::now() + kPatience;
    bool was_called = false;
    while (!was_called && std::chrono::steady_clock::now() < until) {
        client.finished(10ms);
        was_called = listener.was_called();
    }
    BOOST_TEST(was_called);
}

BOOST_AUTO_TEST_CASE(another_protocol_or_a_name_in_the_address_is_nothing_to_call) {
    const Listener listener;
    ClientSettings settings;
    settings.allows = allow_all;
    CurlClient client{settings};
    client.start(0, {.url = "http://127.0.0.1:" + listener.port() + "/"});
    client.start(1, {.url = "file:///etc/hostname"});
    client.start(2, {.url = "https://user@127.0.0.1:" + listener.port() + "/"});
    client.start(3, {.url = "gopher://127.0.0.1:" + listener.port() + "/"});
    for (const auto& answer : answers(client, 4)) {
        BOOST_TEST(answer.status == 0);
        BOOST_TEST(answer.body.empty());
    }
    BOOST_TEST(!listener.was_called());
}

BOOST_AUTO_TEST_CASE(nothing_is_waited_for_while_nothing_is_under_way) {
    CurlClient client{{}};
    const auto begin = std::chrono::steady_clock::now();
    BOOST_TEST(client.finished(10s).empty());
    BOOST_TEST((std::chrono::steady_clock::now() - begin < 5s));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::outbound::curl_client_test
