// What anybody can send to the broker who reaches it, without a token or with one, and what it may cost the others.
#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "faults/broker_memory.hpp"
#include "faults/load.hpp"
#include "support/api.hpp"
#include "support/broker_login.hpp"
#include "support/chat.hpp"
#include "support/crowd.hpp"
#include "support/monitor.hpp"
#include "support/patience.hpp"
#include "support/service.hpp"
#include "support/stack.hpp"
#include "support/subscriber.hpp"
#include "support/tcp_connection.hpp"
#include "support/unique.hpp"
#include "support/web_socket.hpp"
#include "unit/guard/client.hpp"

namespace likes::test {
namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;
using guard::test::Connect;
using SteadyClock = std::chrono::steady_clock;

constexpr char kNotAuthorized = '\x87';

constexpr const char* kHandshake =
    "GET /mqtt HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: mqtt\r\n";

/// The masked frame of a client, with a mask that changes nothing.
std::string frame(std::string_view payload) {
    std::string bytes = "\x82\xFF"s;
    for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(payload.size() >> shift);
    return bytes.append(4, '\0').append(payload);
}

/// A way to the broker from outside.
struct Way {
    std::string_view name;
    bool is_websocket;

    std::unique_ptr<TcpConnection> open(const std::string& from) const {
        auto connection = std::make_unique<TcpConnection>(is_websocket ? stack().http_port : stack().mqtt_port, from);
        if (!is_websocket) return connection;
        connection->write(kHandshake + "\r\n"s);
        if (!connection->read_through("\r\n\r\n").starts_with("HTTP/1.1 101 ")) return nullptr;
        return connection;
    }
    std::string framed(std::string_view bytes) const { return is_websocket ? frame(bytes) : std::string{bytes}; }
};
constexpr Way kWebSocket{"WebSocket", true};
constexpr Way kNative{"native MQTT", false};
constexpr std::array kWays{kWebSocket, kNative};

/// Reads until the other side has ended the connection, or throws if it does not.
void wait_for_end(TcpConnection& connection) {
    while (!connection.read_some().empty()) {
    }
}

std::chrono::seconds attack_time() {
    return std::chrono::seconds{is_long() ? 60 : 3};
}

std::chrono::milliseconds since(SteadyClock::time_point begin) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(SteadyClock::now() - begin);
}

/// What the others notice.
struct Noticed {
    std::chrono::milliseconds ping_p99{};
    std::chrono::milliseconds latest_event{};
};

/// Members of a chat who go on as always.
class Others {
  public:
    Others() { BOOST_REQUIRE(page_.connect(broker_login(chat_.members()[1], chat_.id())) == 0); }

    Noticed notice_for(std::chrono::seconds duration) {
        Noticed noticed;
        std::vector<std::chrono::milliseconds> pings;
        const auto ping = [&](std::size_t, const std::stop_token& stop) {
            while (!stop.stop_requested()) {
                const auto begin = SteadyClock::now();
                page_.ping();
                pings.push_back(since(begin));
                std::this_thread::sleep_for(kPingEvery);
            }
        };
        meanwhile(1, ping, [&] {
            const auto end = SteadyClock::now() + duration;
            while (SteadyClock::now() < end) {
                is_liked_ = !is_liked_;
                const auto version =
                    (is_liked_ ? caller_.like(chat_.message()) : caller_.unlike(chat_.message())).version;
                const auto begin = SteadyClock::now();
                BOOST_REQUIRE(phone_.wait_for_version(chat_.message(), version));
                noticed.latest_event = std::max(noticed.latest_event, since(begin));
            }
        });
        std::sort(pings.begin(), pings.end());
        noticed.ping_p99 = pings[(pings.size() - 1) * 99 / 100];
        return noticed;
    }

  private:
    static constexpr std::chrono::milliseconds kPingEvery{10};

    const Chat chat_{2};
    Caller caller_{chat_.members()[0]};
    Subscriber phone_{chat_};
    MqttOverWebSocket page_;
    bool is_liked_ = false;
};

/// Two hundred clients who send that to the broker, then zeros, until they are thrown out; and come again.
class Attack {
  public:
    Attack(const Way& way, const std::string& bytes) : way_{way}, bytes_{way.framed(bytes)} {}

    Noticed against(Others& others) {
        Noticed noticed;
        meanwhile(
            kThreads, [this](std::size_t, const std::stop_token& stop) { run(stop); },
            [&] {
                noticed = others.notice_for(attack_time());
                kilobytes = broker_kilobytes();
            });
        return noticed;
    }

    std::atomic<std::size_t> thrown_out = 0;
    std::size_t kilobytes = 0;

  private:
    static constexpr std::size_t kThreads = 8;
    static constexpr std::size_t kClientsOfThread = 25;
    static constexpr std::chrono::milliseconds kRound{100};

    void run(const std::stop_token& stop) {
        const std::string from = unique_loopback_address();
        while (!stop.stop_requested()) {
            const auto next_round = SteadyClock::now() + kRound;
            std::vector<std::unique_ptr<TcpConnection>> clients;
            for (std::size_t i = 0; i < kClientsOfThread; ++i) {
                clients.push_back(way_.open(from));
                if (clients.back() == nullptr) throw std::runtime_error{"a hostile client finds no open door"};
                try {
                    clients.back()->write(bytes_);
                } catch (const std::runtime_error&) {  // Thrown out in the middle of it.
                }
            }
            for (const auto& client : clients) {
                wait_for_end(*client);
                ++thrown_out;
            }
            std::this_thread::sleep_until(next_round);
        }
    }

    const Way way_;
    const std::string bytes_;
};

/// A CONNECT that the broker would take apart into so many properties, of five bytes each.
std::string connect_with_properties(std::size_t count) {
    std::string properties;
    properties.reserve(count * 5);
    for (std::size_t i = 0; i < count; ++i) properties += "\x26\x00\x00\x00\x00"s;
    return Connect{.properties = std::move(properties)}.bytes();
}

BOOST_AUTO_TEST_SUITE(hostile_clients)

BOOST_AUTO_TEST_CASE(what_clients_announce_and_send_costs_the_broker_no_memory_and_the_others_no_time) {
    constexpr std::size_t kKibibyte = 1024;
    constexpr std::size_t kKilobytesMore = 20 * kKibibyte;
    const std::array attacks{std::string{"\x10\xFF\xFF\xFF\x7F"} + std::string(64 * kKibibyte, '\0'),
                             connect_with_properties(4'000'000), connect_with_properties(3000)};
    // The machine may be busy with something else.
    const auto calm = Others{}.notice_for(attack_time());
    const auto ping_max = std::max(50ms, 4 * calm.ping_p99);
    const auto event_max = std::max(250ms, 4 * calm.latest_event);
    for (const auto& way : kWays) {
        for (const auto& bytes : attacks) {
            BOOST_TEST_CONTEXT(way.name << ", " << bytes.size() << " bytes") {
                Others others;
                const auto before = broker_kilobytes();
                Attack attack{way, bytes};
                const auto noticed = attack.against(others);
                BOOST_TEST(attack.thrown_out > 200U);
                BOOST_TEST(attack.kilobytes <= before + kKilobytesMore);
                BOOST_TEST(noticed.ping_p99.count() <= ping_max.count());
                BOOST_TEST(noticed.latest_event.count() <= event_max.count());
                BOOST_TEST_MESSAGE(way.name << ", " << bytes.size() << " bytes: " << attack.thrown_out
                                            << " thrown out, the broker had " << before << " KB and has "
                                            << attack.kilobytes << " KB, p99 of a ping " << noticed.ping_p99.count()
                                            << " ms (" << calm.ping_p99.count() << " before), the latest event "
                                            << noticed.latest_event.count() << " ms (" << calm.latest_event.count()
                                            << ')');
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(who_does_not_say_who_it_is_in_ten_seconds_is_thrown_out) {
    constexpr auto kConnectTime = 10s;
    const auto connect = Connect{}.bytes();
    const auto begin = SteadyClock::now();
    struct Client {
        std::string_view name;
        std::unique_ptr<TcpConnection> connection;
    };
    std::vector<Client> clients;
    for (const auto& way : kWays) {
        clients.push_back({way.name, way.open("127.0.0.1")});
        clients.push_back({way.name, way.open("127.0.0.1")});
        clients.back().connection->write(way.framed(connect.substr(0, 20)));
    }
    for (const auto& [name, connection] : clients) {
        BOOST_TEST_INFO_SCOPE(name);
        wait_for_end(*connection);
        BOOST_TEST((since(begin) > kConnectTime - 1s));
        BOOST_TEST((since(begin) < kConnectTime + 5s));
    }
}

BOOST_AUTO_TEST_CASE(a_member_cannot_do_it_either) {
    const Chat chat{1};
    const auto login = broker_login(chat);
    const std::string connect = Connect{.client_id = "", .user = login.user, .password = login.password}.bytes();
    for (const auto& way : kWays) {
        BOOST_TEST_INFO_SCOPE(way.name);
        const auto client = way.open("127.0.0.1");
        client->write(way.framed(connect));
        client->read(4);
        client->write(way.framed("\x30\x81\x80\x01"s));  // A PUBLISH of a byte more than 16 KiB.
        BOOST_CHECK_NO_THROW(wait_for_end(*client));
    }
}

/// Whether a line of a log of nginx's holds all of these.
bool is_logged(const std::string& log, const std::vector<std::string>& parts) {
    std::ifstream lines{stack().var_dir / "log" / log};
    for (std::string line; std::getline(lines, line);) {
        if (std::all_of(parts.begin(), parts.end(),
                        [&](const auto& each) { return line.find(each) != std::string::npos; })) {
            return true;
        }
    }
    return false;
}

BOOST_AUTO_TEST_CASE(the_log_names_the_address_and_the_user_of_whoever_was_thrown_out_and_why) {
    const std::string from = unique_loopback_address();
    const std::string user = unique_user();
    for (const auto& way : kWays) {
        BOOST_TEST_INFO_SCOPE(way.name);
        const auto client = way.open(from);
        client->write(way.framed(Connect{.user = user}.bytes() + "\x10"));
        wait_for_end(*client);
        BOOST_TEST(eventually([&] {
            return is_logged(way.is_websocket ? "nginx.access.log" : "nginx.mqtt.log",
                             {R"("remote_addr":")" + from + '"', R"("mqtt_user":")" + user + '"',
                              R"("mqtt_client_id":"phone","mqtt_fault":"a second CONNECT"})"});
        }));
    }
}

/// The reason code of the CONNACK, and whether there was a session.
struct Connack {
    char code;
    bool had_session;
};

Connack connect_natively(TcpConnection& connection, const Connect& connect) {
    connection.write(connect.bytes());
    constexpr std::size_t kFlags = 2;
    const auto head = connection.read(4);
    return {head[kFlags + 1], head[kFlags] != 0};
}

BOOST_AUTO_TEST_CASE(a_user_has_twenty_sessions_and_none_that_is_kept) {
    constexpr std::size_t kSessions = 20;
    const Chat chat{2};
    const auto login = broker_login(chat);
    const auto as = [&](std::size_t i) {
        return Connect{.flags = 0xC0,
                       .properties = "\x11\x00\x00\x0E\x10"s,
                       .client_id = "phone " + std::to_string(i) + " of " + login.user,
                       .user = login.user,
                       .password = login.password};
    };
    for (const bool again : {false, true}) {
        std::vector<std::unique_ptr<TcpConnection>> phones;
        for (std::size_t i = 0; i < kSessions; ++i) {
            BOOST_TEST_INFO_SCOPE("phone " << i << (again ? ", again" : ""));
            const auto connack = connect_natively(*phones.emplace_back(kNative.open("127.0.0.1")), as(i));
            BOOST_TEST(connack.code == '\0');
            BOOST_TEST(!connack.had_session);
        }
        BOOST_TEST(connect_natively(*kNative.open("127.0.0.1"), as(kSessions)).code == kNotAuthorized);
        BOOST_TEST(MqttOverWebSocket{}.connect(broker_login(chat.members()[1], chat.id())) == 0);
        phones.clear();
        // The broker has seen that they are gone.
        BOOST_TEST(
            eventually([&] { return connect_natively(*kNative.open("127.0.0.1"), as(kSessions)).code == '\0'; }));
    }
}

/// nginx with other limits, as long as the object lives.
class NginxWith : public HandlersWith {
  public:
    explicit NginxWith(const Variables& settings) : HandlersWith{settings, {"nginx"}} {}
};

/// A member who is let in there and stays as long as the connection; nullptr if there is no place.
std::unique_ptr<TcpConnection> come_in(const Way& way, const std::string& from, const BrokerLogin& login) try {
    auto connection = way.open(from);
    if (connection == nullptr) return nullptr;
    connection->write(way.framed(Connect{.client_id = "", .user = login.user, .password = login.password}.bytes()));
    if (way.is_websocket) connection->read(2);
    connection->read(4);
    return connection;
} catch (const std::runtime_error&) {
    return nullptr;
}

BOOST_AUTO_TEST_CASE(after_twenty_thousand_connections_one_host_has_what_it_may_and_the_others_get_in) {
    constexpr std::size_t kComings = 20'000;
    constexpr std::size_t kThreads = 4;
    constexpr std::size_t kOfAddress = 5;
    const NginxWith limits{{{"MQTT_MAX_CONNECTIONS_PER_ADDRESS", std::to_string(kOfAddress)}}};
    const std::string host = unique_loopback_address();
    const std::string other_host = unique_loopback_address();
    const Chat chat{1};
    const auto login = broker_login(chat);

    all_at_once(kThreads, [&](std::size_t) {
        for (std::size_t i = 0; i < kComings / kThreads; ++i) {
            const auto client = kNative.open(host);
            if (i % 3 == 1) client->write("GET / HTTP/1.1\r\n\r\n");
            if (i % 3 == 2) client->write(Connect{.user = login.user}.bytes());
        }
    });
    for (const auto& way : kWays) {
        BOOST_TEST_INFO_SCOPE(way.name);
        std::vector<std::unique_ptr<TcpConnection>> held;
        while (held.size() < kOfAddress) {
            // As soon as nginx has seen that those of before are gone.
            std::unique_ptr<TcpConnection> one;
            BOOST_REQUIRE(eventually([&] { return (one = come_in(way, host, login)) != nullptr; }));
            held.push_back(std::move(one));
        }
        BOOST_TEST(come_in(way, host, login) == nullptr);
        BOOST_TEST(come_in(way, other_host, login) != nullptr);
    }
}

BOOST_AUTO_TEST_CASE(when_strangers_have_every_place_the_handlers_and_the_relay_have_theirs) {
    constexpr std::size_t kLeast = 100;
    constexpr std::size_t kThreads = 4;
    const NginxWith limits{{{"MQTT_MAX_CONNECTIONS", std::to_string(kLeast)}}};
    const Chat chat{1};
    const auto login = broker_login(chat);
    std::atomic<std::size_t> held = 0;
    const auto hold = [&](std::size_t, const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            std::vector<std::unique_ptr<TcpConnection>> strangers;
            for (std::size_t i = 0; i < kLeast / kThreads; ++i) strangers.push_back(kNative.open("127.0.0.1"));
            held += strangers.size();
            for (const auto& stranger : strangers) wait_for_end(*stranger);
        }
    };
    meanwhile(kThreads, hold, [&] {
        BOOST_REQUIRE(eventually([&] { return held >= kLeast; }));
        BOOST_TEST(come_in(kNative, "127.0.0.1", login) == nullptr);
        restart_service("mosquitto");
        restart_service("relay");
        BOOST_TEST(eventually([] { return ask_monitor("/readyz").body.starts_with(R"({"status":"ready")"); }));
    });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
