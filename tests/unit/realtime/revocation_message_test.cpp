#include "realtime/revocation_message.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace likes::realtime::revocation_message_test {

using namespace std::chrono_literals;

const std::string kOne =
    R"({"user_id":"alice","chat_id":"0f8fad5b-d9cb-469f-a165-70867728950e","before":1795419571123456})";

std::string message(const std::string& revocations, const std::string& complete = "false") {
    return R"({"revocations":[)" + revocations + R"(],"complete":)" + complete + '}';
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
    const auto control = std::get<RevocationMessage>(parse_revocation_message(message(kOne, "true")));
    BOOST_TEST(control.complete);
    BOOST_REQUIRE(control.revocations.size() == 1U);
    const auto& revocation = control.revocations.front();
    BOOST_TEST(revocation.user.str() == "alice");
    BOOST_TEST(revocation.chat.to_string() == "0f8fad5b-d9cb-469f-a165-70867728950e");
    BOOST_TEST(revocation.before.time_since_epoch().count() == 1795419571123456);
    BOOST_TEST(to_json(control) == message(kOne, "true"));
}

BOOST_AUTO_TEST_CASE(what_is_published_is_read_again_up_to_the_largest_message) {
    for (const std::size_t count : {std::size_t{0}, std::size_t{1}, RevocationMessage::kMaxRevocations}) {
        for (const bool complete : {false, true}) {
            BOOST_TEST_INFO_SCOPE(count << " revocations, complete: " << complete);
            RevocationMessage sent{{}, complete};
            for (std::size_t i = 0; i < count; ++i) {
                Uuid::Bytes bytes{};
                bytes[0] = static_cast<std::uint8_t>(i);
                auto name = std::to_string(i);
                name.resize(UserId::kMaxLength, 'x');
                sent.revocations.push_back(
                    {*UserId::parse(name), Uuid{bytes}, Time{1'795'419'571s + std::chrono::microseconds{i}}});
            }
            BOOST_TEST(to_json(sent).size() <= RevocationMessage::kMaxBytes);
            const auto read = std::get<RevocationMessage>(parse_revocation_message(to_json(sent)));
            BOOST_TEST(to_json(read) == to_json(sent));
        }
    }
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
    const std::string alice = R"({"user_id":"alice",)";
    const std::string rest = chat + "," + before + "}";
    std::vector<std::string> revocations{"null", "1", "[]", "{}", R"("alice")"};
    for (const std::string user : {"\"\"", "\"a b\"", "null", "1"})
        revocations.push_back("{\"user_id\":" + user + ',' + rest);
    revocations.push_back("{\"user_id\":\"" + std::string(UserId::kMaxLength + 1, 'a') + "\"," + rest);
    for (const std::string no_chat : {"\"x\"", "\"+\"", "7"}) {
        revocations.push_back(alice + "\"chat_id\":" + no_chat + ',' + before + '}');
    }
    // Among them seconds, milliseconds, nanoseconds, and more than 64 bits.
    for (const std::string no_time :
         {"\"1795419571123456\"", "1795419571123456.5", "1.795419571123456e15", "null", "0", "-1795419571123456",
          "1795419571", "1795419571123", "1795419571123456789", "99999999999999999999"}) {
        revocations.push_back(alice + chat + ",\"before\":" + no_time + '}');
    }
    for (const auto& members : {alice + chat + '}', alice + before + '}', '{' + rest,
                                alice + chat + ',' + before + R"(,"more":1})", alice + R"("user_id":"bob",)" + rest}) {
        revocations.push_back(members);
    }
    for (const auto& revocation : revocations) {
        BOOST_TEST_INFO_SCOPE("revocation: " << revocation);
        BOOST_TEST(!is_valid(message(revocation)));
        BOOST_TEST(!is_valid(message(kOne + ',' + revocation)));
        BOOST_TEST(!is_valid(message(revocation + ',' + kOne)));
    }
}

BOOST_AUTO_TEST_CASE(an_envelope_that_is_off_is_refused) {
    const auto good = message(kOne);
    BOOST_TEST(is_valid(good));
    const std::vector<std::string> no_objects{"",
                                              " ",
                                              "null",
                                              "[]",
                                              "{}",
                                              '[' + good + ']',
                                              good + good,
                                              good + ',',
                                              good + '\0',
                                              '\0' + good,
                                              "\xEF\xBB\xBF" + good,
                                              std::string(100'000, '[')};
    const std::vector<std::string> other_members{R"({"revocations":[]})",
                                                 R"({"complete":true})",
                                                 R"({"revocations":[],"complete":1})",
                                                 R"({"revocations":[],"complete":"true"})",
                                                 R"({"revocations":[],"complete":null})",
                                                 R"({"revocations":{},"complete":true})",
                                                 R"({"revocations":null,"complete":true})",
                                                 R"({"revocations":[],"complete":true,"complete":false})",
                                                 R"({"revocations":[],"complete":true,"more":1})",
                                                 "{\"revocations\":[],\"complete\":true,\"\xFF\":1}"};
    for (const auto& payloads : {no_objects, other_members}) {
        for (const auto& payload : payloads) BOOST_TEST(!is_valid(payload), "payload: " << payload.substr(0, 100));
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

}  // namespace likes::realtime::revocation_message_test
