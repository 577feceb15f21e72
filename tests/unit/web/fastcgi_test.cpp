#include "web/fastcgi.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fastcgi.h>

#include "unit/web/fastcgi_client.hpp"

namespace likes::web::fastcgi_test {

using test::begin_request;
using test::record;
using test::stream;
using namespace std::string_literals;

std::string arrival(std::string_view bytes) {
    const auto arrival = arrival_of({reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()});
    return arrival == Arrival::kWhole ? "whole" : arrival == Arrival::kPart ? "part" : "broken";
}

const std::string kParams =
    "\x01\x01"
    "ab"s;

/// A request of id 1, as it should be.
const std::string kBegin = begin_request(1, true);
const std::string kRequest = kBegin + stream(FCGI_PARAMS, 1, kParams) + stream(FCGI_STDIN, 1, "body");

BOOST_AUTO_TEST_SUITE(fastcgi)

BOOST_AUTO_TEST_CASE(a_request_is_whole_with_its_last_byte_and_not_before) {
    const std::string padded = kBegin + record(FCGI_PARAMS, 1, kParams, 7) + record(FCGI_PARAMS, 1, {}, 8) +
                               record(FCGI_STDIN, 1, "bo", 255) + record(FCGI_STDIN, 1, "dy", 1) +
                               record(FCGI_STDIN, 1, {}, 3);
    const std::string in_pieces = kBegin + record(FCGI_PARAMS, 1, kParams.substr(0, 1)) +
                                  record(FCGI_PARAMS, 1, kParams.substr(1)) + record(FCGI_PARAMS, 1, {}) +
                                  record(FCGI_STDIN, 1, "b") + record(FCGI_STDIN, 1, "o") + record(FCGI_STDIN, 1, {});
    const std::string empty = kBegin + stream(FCGI_PARAMS, 1, {}) + stream(FCGI_STDIN, 1, {});
    for (const auto& request : {kRequest, padded, in_pieces, empty}) {
        for (std::size_t size = 0; size < request.size(); ++size) {
            BOOST_TEST_CONTEXT(size << " bytes of " << request.size()) {
                BOOST_REQUIRE(arrival(std::string_view{request}.substr(0, size)) == "part");
            }
        }
        BOOST_TEST(arrival(request) == "whole");
        BOOST_TEST(arrival(request + "and what comes then") == "whole");
    }
}

/// libfcgi would pass over some of these records, or take them for the end; either way it would wait for more.
BOOST_AUTO_TEST_CASE(what_does_not_begin_as_a_request_or_holds_a_record_that_is_no_part_of_it_is_broken) {
    const std::string params = kBegin + stream(FCGI_PARAMS, 1, {});
    const std::vector<std::pair<std::string, std::string>> wrong{
        {"begins with parameters", stream(FCGI_PARAMS, 1, kParams)},
        {"begins with a body", stream(FCGI_STDIN, 1, "body")},
        {"begins with a question about the program", record(FCGI_GET_VALUES, 0, {})},
        {"begins with an answer", record(FCGI_STDOUT, 1, "Status: 200 OK\r\n\r\n")},
        {"another protocol", "GET / HTTP/1.1\r\n\r\n"},
        {"no responder's work", record(FCGI_BEGIN_REQUEST, 1, "\0\2\0\0\0\0\0\0"s)},
        {"a short beginning", record(FCGI_BEGIN_REQUEST, 1, "\0\1"s)},
        {"the id of no request", begin_request(0, true)},
        {"parameters of another request", kBegin + stream(FCGI_PARAMS, 2, kParams)},
        {"parameters of a request whose id differs in the high byte", kBegin + stream(FCGI_PARAMS, 257, kParams)},
        {"a body of another request", params + stream(FCGI_STDIN, 2, {})},
        {"a second beginning", kBegin + kBegin},
        {"a body before the parameters end", kBegin + record(FCGI_PARAMS, 1, kParams) + record(FCGI_STDIN, 1, {})},
        {"parameters after they ended", params + record(FCGI_PARAMS, 1, {})},
        {"the end of the request", kBegin + record(FCGI_ABORT_REQUEST, 1, {})},
        {"a filter's data", params + record(FCGI_DATA, 1, {})},
        {"a question about the program", kBegin + record(FCGI_GET_VALUES, 0, {})},
    };
    for (const auto& [name, bytes] : wrong) {
        BOOST_TEST_CONTEXT(name) {
            BOOST_TEST(arrival(bytes) == "broken");
        }
    }
}

BOOST_AUTO_TEST_CASE(another_version_is_broken_in_every_record) {
    std::string request = kRequest;
    for (const std::size_t at : {std::size_t{0}, kBegin.size(), request.size() - FCGI_HEADER_LEN}) {
        BOOST_TEST_CONTEXT("at byte " << at) {
            const char was = std::exchange(request[at], '\2');
            BOOST_TEST(arrival(request) == "broken");
            request[at] = was;
        }
    }
}

BOOST_AUTO_TEST_CASE(a_request_over_the_bound_is_broken_as_soon_as_its_length_is_known) {
    // What is there beside the content of the record that fills it up: among it the longest record.
    const std::string longest = record(FCGI_STDIN, 1, std::string(0xFFFF, 'x'));
    const std::string before = kBegin + stream(FCGI_PARAMS, 1, kParams) + longest;
    const std::size_t body = kRequestMax - before.size() - FCGI_HEADER_LEN;
    const std::string whole = before + record(FCGI_STDIN, 1, std::string(body - FCGI_HEADER_LEN, 'x'));
    BOOST_REQUIRE(whole.size() + FCGI_HEADER_LEN == kRequestMax);
    BOOST_TEST(arrival(whole) == "part");
    BOOST_TEST(arrival(whole + record(FCGI_STDIN, 1, {})) == "whole");
    // The end would come too late: by its padding, or by one more byte of body.
    BOOST_TEST(arrival(whole + record(FCGI_STDIN, 1, {}, 1)) == "broken");
    const std::string longer = before + record(FCGI_STDIN, 1, std::string(body - FCGI_HEADER_LEN + 1, 'x'));
    BOOST_TEST(arrival(longer) == "part");
    BOOST_TEST(arrival(longer + record(FCGI_STDIN, 1, {})) == "broken");

    const std::string huge = before + longest;
    BOOST_TEST(arrival(huge.substr(0, before.size() + FCGI_HEADER_LEN - 1)) == "part");
    BOOST_TEST(arrival(huge.substr(0, before.size() + FCGI_HEADER_LEN)) == "broken");
}

BOOST_AUTO_TEST_CASE(an_answer_is_records_byte_by_byte) {
    const Response response{404, {{"Content-Type", "text/plain"}, {"X-Other", "1"}}, "None."};
    const std::string text =
        "Status: 404 Not Found\r\nContent-Type: text/plain\r\nX-Other: 1\r\nContent-Length: 5\r\n\r\nNone.";
    const std::string expected = "\x01\x06\x12\x34\x00"s + static_cast<char>(text.size()) + "\x00\x00"s + text +
                                 "\x01\x06\x12\x34\x00\x00\x00\x00"s + "\x01\x03\x12\x34\x00\x08\x00\x00"s +
                                 std::string(8, '\0');
    BOOST_TEST((to_records(response, 0x1234) == expected));
}

BOOST_AUTO_TEST_CASE(an_answer_without_a_body_has_its_length_unless_it_is_304) {
    BOOST_TEST(to_records({200, {}, {}}, 1).find("\r\nContent-Length: 0\r\n\r\n") != std::string::npos);
    const auto not_modified = to_records({304, {{"ETag", "\"a\""}}, {}}, 1);
    BOOST_TEST(not_modified.find("Status: 304 Not Modified\r\nETag: \"a\"\r\n\r\n") != std::string::npos);
    BOOST_TEST(not_modified.find("Content-Length") == std::string::npos);
}

/// The contents of the records of one type, and how many there are with any.
std::pair<std::string, int> contents_of(std::string_view records, unsigned char type) {
    std::string text;
    int count = 0;
    while (!records.empty()) {
        const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(records[i]); };
        const std::size_t content = (std::size_t{byte(4)} << 8U) | byte(5);
        BOOST_REQUIRE(records.size() >= FCGI_HEADER_LEN + content);
        BOOST_TEST(byte(6) == 0);
        if (byte(1) == type && content > 0) {
            text += records.substr(FCGI_HEADER_LEN, content);
            ++count;
        }
        records.remove_prefix(FCGI_HEADER_LEN + content);
    }
    return {text, count};
}

BOOST_AUTO_TEST_CASE(a_long_body_takes_as_many_records_as_it_needs) {
    constexpr std::size_t kRecordMax = 0xFFF8;
    // What is before a body whose length has so many digits.
    const std::size_t five = std::string_view{"Status: 200 OK\r\nContent-Length: 12345\r\n\r\n"}.size();
    const std::size_t six = five + 1;
    struct Case {
        std::size_t body;
        int records;
    };
    for (const auto& each : {Case{kRecordMax - five, 1}, Case{kRecordMax - five + 1, 2}, Case{2 * kRecordMax - six, 2},
                             Case{2 * kRecordMax - six + 1, 3}, Case{1'000'000, 16}}) {
        BOOST_TEST_CONTEXT("body of " << each.body) {
            std::string body(each.body, 'x');
            for (std::size_t i = 0; i < body.size(); ++i) body[i] = static_cast<char>('a' + i % 26);
            const auto [text, records] = contents_of(to_records({200, {}, body}, 1), FCGI_STDOUT);
            const std::string length = "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n";
            BOOST_TEST(text.starts_with("Status: 200 OK" + length));
            BOOST_TEST(text.ends_with(body));
            BOOST_TEST(records == each.records);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::web::fastcgi_test
