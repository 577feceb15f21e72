#include "realtime/revocation_message.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace likes::realtime {
namespace {

using namespace std::chrono_literals;

const std::string kOne =
    R"({"user_id":"alice","chat_id":"0f8fad5b-d9cb-469f-a165-70867728950e","before":1795419571123456})";

std::string message(const std::string& revocations, const std::string& complete = "false") {
    return R"({"revocations":[)" + revocations + R"(],"complete":)" + complete + '}';
}

std::string list(const std::string& first, const std::string& second) {
    return first + ',' + second;
}

std::string repeated(std::size_t count) {
    std::string all = kOne;
    for (std::size_t i = 1; i < count; ++i) all += ',' + kOne;
    return all;
}

bool is_valid(std::string_view payload) {
    return std::holds_alternative<RevocationMessage>(parse_revocation_message(payload));
}

BOOST_AUTO_TEST_SUITE(revocation_message)

BOOST_AUTO_TEST_CASE(a_message_tells_who_left_which_chat_and_when) {
    const auto parsed = parse_revocation_message(message(kOne, "true"));
    const auto* control = std::get_if<RevocationMessage>(&parsed);
    BOOST_REQUIRE(control != nullptr);
    BOOST_TEST(control->complete);
    BOOST_REQUIRE(control->revocations.size() == 1U);
    const auto& revocation = control->revocations.front();
    BOOST_TEST(revocation.user.str() == "alice");
    BOOST_TEST(revocation.chat.to_string() == "0f8fad5b-d9cb-469f-a165-70867728950e");
    BOOST_TEST(revocation.before.time_since_epoch().count() == 1795419571123456);
}

BOOST_AUTO_TEST_CASE(what_is_published_is_read_again) {
    for (const std::size_t count : {std::size_t{0}, std::size_t{1}, RevocationMessage::kMaxRevocations}) {
        for (const bool complete : {false, true}) {
            BOOST_TEST_CONTEXT(count << " revocations, complete: " << complete) {
                RevocationMessage sent{{}, complete};
                for (std::size_t i = 0; i < count; ++i) {
                    Uuid::Bytes bytes{};
                    bytes[0] = static_cast<std::uint8_t>(i);
                    sent.revocations.push_back({*UserId::parse("user" + std::to_string(i)), Uuid{bytes},
                                                Time{1'795'419'571s + std::chrono::microseconds{i}}});
                }
                const auto parsed = parse_revocation_message(to_json(sent));
                const auto* read = std::get_if<RevocationMessage>(&parsed);
                BOOST_REQUIRE(read != nullptr);
                BOOST_TEST(read->complete == complete);
                BOOST_REQUIRE(read->revocations.size() == count);
                for (std::size_t i = 0; i < count; ++i) {
                    BOOST_TEST(read->revocations[i].user.str() == sent.revocations[i].user.str());
                    BOOST_TEST((read->revocations[i].chat == sent.revocations[i].chat));
                    BOOST_TEST((read->revocations[i].before == sent.revocations[i].before));
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(the_largest_message_that_may_be_sent_is_one_that_is_read) {
    RevocationMessage sent{{}, true};
    for (std::size_t i = 0; i < RevocationMessage::kMaxRevocations; ++i) {
        sent.revocations.push_back({*UserId::parse(std::string(64, 'x')), Uuid{}, Time{1'795'419'571s}});
    }
    BOOST_TEST(to_json(sent).size() <= RevocationMessage::kMaxBytes);
    BOOST_TEST(is_valid(to_json(sent)));
}

BOOST_AUTO_TEST_CASE(what_is_published_has_the_documented_form) {
    const RevocationMessage sent{{{*UserId::parse("alice"), *Uuid::parse("0f8fad5b-d9cb-469f-a165-70867728950e"),
                                   Time{1'795'419'571s + 123'456us}}},
                                 true};
    BOOST_TEST(to_json(sent) == message(kOne, "true"));
}

BOOST_AUTO_TEST_CASE(none_and_1000_revocations_fit_in_a_message) {
    BOOST_TEST(is_valid(message("")));
    BOOST_TEST(is_valid(message(repeated(1000))));
    BOOST_TEST(!is_valid(message(repeated(1001))));
    BOOST_TEST(!is_valid(message(kOne) + std::string(RevocationMessage::kMaxBytes, ' ')));
}

BOOST_AUTO_TEST_CASE(one_thing_that_is_off_refuses_the_whole) {
    const std::string chat = R"("chat_id":"0f8fad5b-d9cb-469f-a165-70867728950e")";
    const std::string before = R"("before":1795419571123456)";
    const std::vector<std::string> revocations{
        std::string{"null"},
        std::string{"1"},
        std::string{"[]"},
        std::string{"{}"},
        std::string{"\"alice\""},
        R"({"user_id":"alice",)" + chat + "}",
        R"({"user_id":"alice",)" + before + "}",
        "{" + chat + "," + before + "}",
        R"({"user_id":"",)" + chat + "," + before + "}",
        R"({"user_id":"a b",)" + chat + "," + before + "}",
        R"({"user_id":null,)" + chat + "," + before + "}",
        R"({"user_id":1,)" + chat + "," + before + "}",
        R"({"user_id":")" + std::string(65, 'a') + "\"," + chat + "," + before + "}",
        R"({"user_id":"alice","chat_id":"x",)" + before + "}",
        R"({"user_id":"alice","chat_id":"+",)" + before + "}",
        R"({"user_id":"alice","chat_id":7,)" + before + "}",
        R"({"user_id":"alice",)" + chat + R"(,"before":"1795419571123456"})",
        R"({"user_id":"alice",)" + chat + R"(,"before":1795419571123456.5})",
        R"({"user_id":"alice",)" + chat + R"(,"before":1.795419571123456e15})",
        R"({"user_id":"alice",)" + chat + R"(,"before":null})",
        R"({"user_id":"alice",)" + chat + R"(,"before":0})",
        R"({"user_id":"alice",)" + chat + R"(,"before":-1795419571123456})",
        R"({"user_id":"alice",)" + chat + R"(,"before":1795419571})",            // Seconds.
        R"({"user_id":"alice",)" + chat + R"(,"before":1795419571123})",         // Milliseconds.
        R"({"user_id":"alice",)" + chat + R"(,"before":1795419571123456789})",   // Nanoseconds.
        R"({"user_id":"alice",)" + chat + R"(,"before":99999999999999999999})",  // More than 64 bits.
        R"({"user_id":"alice",)" + chat + "," + before + R"(,"more":1})",
        R"({"user_id":"alice","user_id":"bob",)" + chat + "," + before + "}",
    };
    for (const auto& revocation : revocations) {
        BOOST_TEST_CONTEXT("revocation: " << revocation) {
            BOOST_TEST(!is_valid(message(revocation)));
            BOOST_TEST(!is_valid(message(list(kOne, revocation))));
            BOOST_TEST(!is_valid(message(list(revocation, kOne))));
        }
    }
}

BOOST_AUTO_TEST_CASE(an_envelope_that_is_off_is_refused) {
    const auto good = message(kOne);
    BOOST_TEST(is_valid(good));
    const std::vector<std::string> payloads{std::string{},
                                            std::string{" "},
                                            std::string{"null"},
                                            std::string{"[]"},
                                            std::string{"{}"},
                                            '[' + good + ']',
                                            good + good,
                                            good + ',',
                                            good + '\0',
                                            '\0' + good,
                                            "\xEF\xBB\xBF" + good,
                                            std::string(100'000, '['),
                                            std::string{R"({"revocations":[]})"},
                                            std::string{R"({"complete":true})"},
                                            std::string{R"({"revocations":[],"complete":1})"},
                                            std::string{R"({"revocations":[],"complete":"true"})"},
                                            std::string{R"({"revocations":[],"complete":null})"},
                                            std::string{R"({"revocations":{},"complete":true})"},
                                            std::string{R"({"revocations":null,"complete":true})"},
                                            std::string{R"({"revocations":[],"complete":true,"complete":false})"},
                                            std::string{R"({"revocations":[],"complete":true,"more":1})"},
                                            std::string{"{\"revocations\":[],\"complete\":true,\"\xFF\":1}"}};
    for (const auto& payload : payloads) {
        BOOST_TEST_CONTEXT("payload: " << payload.substr(0, 100)) {
            BOOST_TEST(!is_valid(payload));
        }
    }
}

/// Cut anywhere, or with any one byte changed, a message is either refused or still one of the right form.
BOOST_AUTO_TEST_CASE(damaged_messages_do_no_harm) {
    const auto good = message(kOne, "true");
    for (std::size_t size = 0; size < good.size(); ++size) BOOST_TEST(!is_valid(good.substr(0, size)));
    for (std::size_t at = 0; at < good.size(); ++at) {
        for (int byte = 0; byte < 256; ++byte) {
            auto damaged = good;
            damaged[at] = static_cast<char>(byte);
            const auto parsed = parse_revocation_message(damaged);
            const auto* control = std::get_if<RevocationMessage>(&parsed);
            if (control != nullptr && control->revocations.size() != 1)
                BOOST_ERROR("a revocation was lost: " + damaged);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::realtime
