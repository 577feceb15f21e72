#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "problem.hpp"
#include "support/api.hpp"
#include "support/broker_login.hpp"
#include "support/chat.hpp"
#include "support/stack.hpp"
#include "support/subscriber.hpp"
#include "support/web_socket.hpp"

namespace likes::test {
namespace {

std::string own_origin() {
    return "http://127.0.0.1:" + std::to_string(stack().http_port);
}

HttpResponse open_from(const std::string& origin) {
    return HttpClient{}.send(
        {"GET",
         "/mqtt",
         {"Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Protocol: mqtt", "Origin: " + origin},
         {}});
}

BOOST_AUTO_TEST_SUITE(websocket)

BOOST_AUTO_TEST_CASE(a_page_of_the_site_hears_likes_through_nginx) {
    const Chat chat{1};
    MqttOverWebSocket page{own_origin()};
    BOOST_TEST(page.handshake().find("Sec-WebSocket-Protocol: mqtt\r\n") != std::string::npos);
    // The answer to the key that RFC 6455, section 1.3, computes.
    BOOST_TEST(page.handshake().find("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") != std::string::npos);
    BOOST_TEST(page.connect(broker_login(chat)) == 0);
    BOOST_TEST(page.subscribe(chat.topic()) == 1);

    Subscriber phone{chat};
    Caller caller{chat.members()[0]};
    std::vector<std::string> types;
    for (std::uint64_t version = 1; version <= 4; ++version) {
        version % 2 == 1 ? caller.like(chat.message()) : caller.unlike(chat.message());
        const auto delivered = page.next_message();
        BOOST_TEST(delivered.topic == chat.topic());
        BOOST_TEST(delivered.qos == 1);
        BOOST_TEST(!delivered.retained);
        BOOST_TEST(delivered.content_type == "application/json");
        const auto event = like_event(delivered);
        BOOST_TEST(event.version == version);
        types.push_back(event.type);
        // The same bytes as by native MQTT.
        BOOST_REQUIRE(phone.wait_for_version(chat.message(), version));
        BOOST_TEST(phone.delivered().back().payload == delivered.payload);
    }
    BOOST_TEST(
        types == (std::vector<std::string>{"message_liked", "message_unliked", "message_liked", "message_unliked"}),
        boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_page_is_of_the_site_under_whatever_name_it_was_loaded) {
    const Chat chat{1};
    const std::string port = std::to_string(stack().http_port);
    for (const std::string& origin :
         {"http://localhost:" + port, "http://[::1]:" + port, std::string{"http://chat.example"}}) {
        BOOST_TEST_CONTEXT("Origin: " << origin) {
            BOOST_TEST(MqttOverWebSocket{origin}.connect(broker_login(chat)) == 0);
        }
    }
}

BOOST_AUTO_TEST_CASE(the_cookies_of_the_site_are_no_obstacle) {
    constexpr std::size_t kCookies = 20'000;
    const Chat chat{1};
    MqttOverWebSocket page{own_origin() + "\r\nCookie: session=" + std::string(kCookies, 'c')};
    BOOST_TEST(page.connect(broker_login(chat)) == 0);
}

BOOST_AUTO_TEST_CASE(a_page_of_another_site_is_refused) {
    const std::string port = std::to_string(stack().http_port);
    for (const std::string& origin :
         {std::string{"http://evil.example"}, std::string{"https://evil.example"}, std::string{"null"},
          std::string{"http://127.0.0.1"}, std::string{"http://127.0.0.1:1"}, "https://127.0.0.1:" + port,
          "http://127.0.0.1:" + port + ".evil.example", "http://evil.example:" + port, own_origin() + '/',
          own_origin() + ", http://evil.example"}) {
        BOOST_TEST_CONTEXT("Origin: " << origin) {
            check_problem(open_from(origin), 403);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_handshake_that_is_none_is_the_clients_fault) {
    const std::string version = "Sec-WebSocket-Version: 13";
    const std::string key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
    const std::string protocol = "Sec-WebSocket-Protocol: ";
    struct Case {
        std::vector<std::string> headers;
        int status;
    };
    for (auto [headers, status] :
         {Case{{}, 426}, Case{{key}, 426}, Case{{"Sec-WebSocket-Version: 99", key}, 426}, Case{{version}, 400},
          Case{{version, "Sec-WebSocket-Key: short"}, 400},
          Case{{version, "Sec-WebSocket-Key: " + std::string(2000, 'A')}, 400},
          Case{{version, key, protocol + "chat"}, 400}, Case{{version, key, protocol + "mqtts"}, 400},
          Case{{version, key, protocol + "xmqtt, amqp"}, 400},
          Case{{version, key, protocol + std::string(5000, 'm')}, 400}}) {
        BOOST_TEST_CONTEXT("headers: " << headers.size() << ", status: " << status) {
            headers.insert(headers.end(), {"Upgrade: websocket", "Connection: Upgrade"});
            const auto response = HttpClient{}.send({"GET", "/mqtt", headers, {}});
            check_problem(response, status);
            if (status == 426) BOOST_TEST(response.header("sec-websocket-version").value_or("") == "13");
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
