#include "guard/frames.hpp"

#include <algorithm>
#include <string>

#include <boost/test/unit_test.hpp>

#include "unit/guard/client.hpp"

namespace likes::guard::frames_test {

using namespace std::string_literals;
using test::bytes_of;
using test::Connect;
using test::packet;

constexpr const char* kMask = "\x01\x7F\x80\xFE";

std::string masked(std::string text) {
    for (std::size_t i = 0; i < text.size(); ++i) text[i] = static_cast<char>(text[i] ^ kMask[i % 4]);
    return text;
}

std::string frame(const std::string& payload, unsigned first_byte = 0x82) {
    std::string bytes(1, static_cast<char>(first_byte));
    if (payload.size() < 126) {
        bytes += static_cast<char>(0x80 + payload.size());
    } else {
        bytes += "\xFE"s + static_cast<char>(payload.size() / 256) + static_cast<char>(payload.size() % 256);
    }
    return bytes + kMask + masked(payload);
}

struct Page {
    Fault send(std::string bytes, std::size_t at_a_time = std::string::npos) {
        for (std::size_t i = 0; i < bytes.size(); i += std::min(at_a_time, bytes.size() - i)) {
            const auto part = bytes_of(bytes).subspan(i, std::min(at_a_time, bytes.size() - i));
            if (const auto fault = frames.take(part, packets); !fault.empty()) return fault;
        }
        passed += bytes;
        return {};
    }

    Packets packets;
    Frames frames;
    std::string passed;
};

const std::string kKeptSession = "\x11\x00\x00\x0E\x10"s;
const std::string kSession = "\x11\x00\x00\x00\x00"s;
const std::string kPing = packet(0xC0, "");
const std::string kSubscribe = packet(0x82, std::string(300, 's'));

BOOST_AUTO_TEST_SUITE(frames)

BOOST_AUTO_TEST_CASE(packets_and_frames_need_not_end_together) {
    const auto sent = Connect{.properties = kKeptSession}.bytes() + kPing + kSubscribe + kPing;
    const auto passed = Connect{.properties = kSession}.bytes() + kPing + kSubscribe + kPing;
    for (const std::size_t in_a_frame : {1U, 2U, 7U, 126U, 1000U}) {
        for (const std::size_t at_a_time : {1U, 3U, 1000U}) {
            std::string frames;
            std::string expected;
            for (std::size_t i = 0; i < sent.size(); i += in_a_frame) {
                frames += frame(sent.substr(i, in_a_frame)) + frame("") + frame("still there?", 0x89);
                expected += frame(passed.substr(i, in_a_frame)) + frame("") + frame("still there?", 0x89);
            }
            Page page;
            BOOST_TEST(page.send(frames, at_a_time).empty());
            BOOST_TEST((page.passed == expected));
            BOOST_TEST(page.packets.count() == 4U);
            BOOST_TEST(page.packets.user() == "alice");
        }
    }
}

BOOST_AUTO_TEST_CASE(a_frame_may_be_of_any_length_and_in_parts) {
    Page page;
    BOOST_TEST(page.send("\x02\xFF\x00\x00\x00\x00\x00\x00\x00\x02"s + kMask + masked(Connect{}.bytes().substr(0, 2)))
                   .empty());
    BOOST_TEST(page.send(frame(Connect{}.bytes().substr(2), 0x80)).empty());
    BOOST_TEST(page.packets.is_connected());
}

BOOST_AUTO_TEST_CASE(the_length_of_a_packet_counts_and_not_that_of_its_frame) {
    for (const std::size_t at_a_time : {1U, 1000U}) {
        BOOST_TEST(Page{}.send(frame("\x10\xFF\xFF\xFF\x7F"), at_a_time) == "a packet that is too long");
    }
    Page page;
    for (const char byte : "\x10\xFF\xFF"s) BOOST_TEST(page.send(frame(std::string(1, byte))).empty());
    BOOST_TEST(page.send(frame("\x7F")) == "a packet that is too long");
}

BOOST_AUTO_TEST_CASE(what_is_no_frame_of_mqtt_is_refused) {
    for (const auto& bytes :
         {frame("t", 0x81), frame("r", 0xC2), frame("r", 0xA2), frame("o", 0x83), frame("o", 0x8B), "\x82\x01x"s,
          frame("p", 0x09), "\x89\xFE\x00\x7E"s, "\x82\xFF\x80\x00\x00\x00\x00\x00\x00\x00"s}) {
        BOOST_TEST(Page{}.send(bytes) == "a malformed frame");
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::guard::frames_test
