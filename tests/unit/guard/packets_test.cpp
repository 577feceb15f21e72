#include "guard/packets.hpp"

#include <initializer_list>
#include <string>
#include <utility>

#include <boost/test/unit_test.hpp>

#include "guard/frames.hpp"
#include "unit/guard/client.hpp"

namespace likes::guard::packets_test {

using namespace std::string_literals;
using test::bytes_of;
using test::Connect;
using test::packet;
using test::text;
using test::user_property;

const std::string kPing = packet(0xC0, "");

/// A session that is kept for an hour.
const std::string kExpiry = "\x11\x00\x00\x0E\x10"s;
const std::string kNoExpiry = "\x11\x00\x00\x00\x00"s;
const std::string kUserProperty = user_property("name", "value");
/// One of each other kind.
const std::string kProperties =
    "\x17\x01\x19\x00\x21\x00\x14\x22\x00\x14\x27\x00\x04\x00\x00\x15"s.append(text("SCRAM"))
        .append("\x16")
        .append(text("data"));

/// Sends everything at once and byte by byte, which must come to the same.
struct Client {
    Fault send(std::string bytes) {
        std::string slow = bytes;
        Fault fault_of_slow;
        for (std::size_t i = 0; i < slow.size() && fault_of_slow.empty(); ++i) {
            fault_of_slow = take(bytes_of(slow).subspan(i, 1), byte_by_byte);
        }
        const auto fault = take(bytes_of(bytes), packets);
        BOOST_TEST(fault == fault_of_slow);
        if (fault.empty()) BOOST_TEST((bytes == slow));
        BOOST_TEST(packets.count() == byte_by_byte.count());
        passed += bytes;
        return fault;
    }

    Packets packets;
    Packets byte_by_byte;
    std::string passed;  ///< What the broker gets.
};

BOOST_AUTO_TEST_SUITE(packets)

BOOST_AUTO_TEST_CASE(what_clients_usually_send_passes_as_it_is) {
    Client client;
    BOOST_TEST(!client.packets.is_connected());
    const auto sent = Connect{.properties = kUserProperty + "\x21\x00\x14"s}.bytes() + kPing +
                      packet(0x82, "\x00\x01\x00"s + text("chats/c/events") + '\1') + packet(0x40, "\x00\x01"s) + kPing;
    BOOST_TEST(client.send(sent).empty());
    BOOST_TEST((client.passed == sent));
    BOOST_TEST(client.packets.is_connected());
    BOOST_TEST(client.packets.count() == 5U);
    BOOST_TEST(client.packets.acknowledgements() == 1U);
    BOOST_TEST(client.packets.user() == "alice");
    BOOST_TEST(client.packets.client_id() == "phone");
}

BOOST_AUTO_TEST_CASE(the_properties_of_a_connect_are_at_most_a_kib_long) {
    const auto property = user_property("", std::string(Packets::kPropertiesMax - 5, 'p'));
    BOOST_TEST(Client{}.send(Connect{.properties = property}.bytes()).empty());
    for (const auto& connect : {Connect{.properties = property + user_property("", "")},
                                Connect{.properties = std::string(16'000, '\x26')}}) {
        BOOST_TEST(Client{}.send(connect.bytes()) == "properties that are too long");
    }
}

BOOST_AUTO_TEST_CASE(a_packet_is_at_most_16_kib_long_whoever_sends_it) {
    const std::string longest(Packets::kPacketMax, '\0');
    {
        Client client;
        BOOST_TEST(client.send(Connect{}.bytes() + packet(0x30, longest) + kPing).empty());
        BOOST_TEST(client.packets.count() == 3U);
        BOOST_TEST(client.send("\x30" + test::number(Packets::kPacketMax + 1)) == "a packet that is too long");
    }
    Client connecting;
    BOOST_TEST(connecting.send("\x10" + test::number(Packets::kPacketMax)).empty());
    for (const auto* const announced : {"\x10\x81\x80\x01", "\x10\xFF\xFF\xFF\x7F"}) {
        BOOST_TEST(Client{}.send(announced) == "a packet that is too long");
    }
    BOOST_TEST(Client{}.send("\x10\xFF\xFF\xFF\xFF") == "a malformed packet");
}

BOOST_AUTO_TEST_CASE(the_first_packet_is_a_connect_and_no_other_one_is) {
    BOOST_TEST(Client{}.send(kPing) == "the first packet is no CONNECT");
    BOOST_TEST(Client{}.send(Connect{}.bytes() + kPing + "\x10") == "a second CONNECT");
}

BOOST_AUTO_TEST_CASE(no_session_outlives_its_connection) {
    const auto twice = [](const std::string& properties) { return properties + properties; };
    for (const auto& [sent, passed] : std::initializer_list<std::pair<Connect, Connect>>{
             {{.level = 4, .flags = 0xC0}, {.level = 4, .flags = 0xC2}},
             {{.level = 3, .flags = 0xC0}, {.level = 3, .flags = 0xC2}},
             {{.level = 4, .flags = 0xC2}, {.level = 4, .flags = 0xC2}},
             // The broker reads no properties at a level that is none.
             {{.level = 0x85, .flags = 0xC0}, {.level = 0x85, .flags = 0xC2}},
             {{.properties = kExpiry}, {.properties = kNoExpiry}},
             {{.properties = twice(kUserProperty + kExpiry)}, {.properties = twice(kUserProperty + kNoExpiry)}},
             {{.properties = kProperties + kExpiry}, {.properties = kProperties + kNoExpiry}},
             // What looks like it elsewhere, is not.
             {{.properties = user_property(kExpiry, kExpiry), .client_id = kExpiry},
              {.properties = user_property(kExpiry, kExpiry), .client_id = kExpiry}}}) {
        Client client;
        BOOST_TEST(client.send(sent.bytes() + kPing).empty());
        BOOST_TEST((client.passed == passed.bytes() + kPing));
        BOOST_TEST(client.packets.user() == "alice");
    }
}

BOOST_AUTO_TEST_CASE(who_it_is_stands_behind_a_will) {
    for (const auto& connect : {Connect{.flags = 0xC4, .will = '\0' + text("topic") + text("payload")},
                                Connect{.flags = 0xC4, .will = "\x05\x18\x00\x00\x00\x01"s + text("topic") + text("")},
                                Connect{.level = 4, .flags = 0xC6, .will = text("topic") + text("payload")}}) {
        Client client;
        BOOST_TEST(client.send(connect.bytes() + kPing).empty());
        BOOST_TEST(client.packets.user() == "alice");
        BOOST_TEST(client.packets.count() == 2U);
    }
}

BOOST_AUTO_TEST_CASE(a_client_need_not_say_who_it_is) {
    for (const auto& connect : {Connect{.flags = 0}, Connect{.client_id = "", .user = "", .password = ""}}) {
        Client client;
        BOOST_TEST(client.send(connect.bytes() + kPing).empty());
        BOOST_TEST(client.packets.user().empty());
        BOOST_TEST(client.packets.count() == 2U);
    }
}

BOOST_AUTO_TEST_CASE(of_what_a_client_calls_itself_the_beginning_is_kept_in_ascii) {
    Client client;
    BOOST_TEST(
        client.send(Connect{.client_id = "\xC3\xBC" + std::string(10'000, 'x'), .user = std::string(129, 'u')}.bytes())
            .empty());
    BOOST_TEST(client.packets.client_id() == "??" + std::string(126, 'x'));
    BOOST_TEST(client.packets.user() == std::string(128, 'u'));
}

BOOST_AUTO_TEST_CASE(a_connect_of_which_fields_do_not_fit_is_refused) {
    const auto whole = Connect{.properties = kExpiry + kUserProperty}.bytes();
    // It says that it ends there, in the middle of a field or between two.
    for (std::size_t size = 0; size + 2 < whole.size() - 8; ++size) {
        BOOST_TEST_INFO_SCOPE("bytes of the body: " << size);
        BOOST_TEST(Client{}.send(packet(0x10, whole.substr(2, size)) + kPing) == "a malformed packet");
    }
    for (const auto& properties : {"\x11\x00\x00\x00"s, "\x26\x00"s, '\x26' + text("name"), "\x26\x00\x05name"s,
                                   "\x15\xFF\xFF"s, "\x01\x00"s, "\x91\x00\x00\x00\x00\x00"s, std::string(1, '\x27')}) {
        BOOST_TEST(Client{}.send(Connect{.properties = properties}.bytes() + kPing) == "a malformed packet");
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::guard::packets_test
