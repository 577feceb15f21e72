#include "analytics/ranking_items.hpp"

#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "unit/likes/build.hpp"

namespace likes::analytics::ranking_items_test {

using likes::test::user;
using likes::test::uuid;

constexpr auto kMost = std::numeric_limits<std::uint64_t>::max();
const std::string kFirst = "00000000-0000-0000-0000-000000000001";
const std::string kSecond = "00000000-0000-0000-0000-000000000002";

ReactionCount of(std::string_view code, std::uint64_t count) {
    return {Reaction::parse(code).value(), count};
}

/// A list of that many entries.
std::string users_of_length(std::size_t length) {
    return to_items(std::vector(length, CountedUser{user("u"), 1}));
}

BOOST_AUTO_TEST_SUITE(ranking_items)

BOOST_AUTO_TEST_CASE(messages_are_written_with_their_reactions_and_read_again) {
    const std::vector<ListedMessage> messages{{uuid(1), kMost, {of("joy", 2), of("like", kMost)}}, {uuid(2), 1, {}}};
    const auto items = to_items(messages);
    BOOST_TEST(items == "[{\"id\":\"" + kFirst +
                            "\",\"count\":18446744073709551615,\"reactions\":{\"joy\":2,\"like\":18446744073709551615}}"
                            ",{\"id\":\"" +
                            kSecond + "\",\"count\":1,\"reactions\":{}}]");
    BOOST_TEST((parse_messages(items) == messages));
}

BOOST_AUTO_TEST_CASE(users_and_chats_are_written_and_read_again) {
    const std::vector<CountedUser> users{{user("auth0|5f/=+@"), 3}, {user(std::string(UserId::kMaxLength, 'x')), 3}};
    BOOST_TEST((parse_users(to_items(users)) == users));
    BOOST_TEST(to_items(std::vector{users[0]}) == R"([{"id":"auth0|5f/=+@","count":3}])");
    const std::vector<CountedChat> chats{{uuid(7), 9}, {uuid(8), 2}};
    BOOST_TEST((parse_chats(to_items(chats)) == chats));
}

BOOST_AUTO_TEST_CASE(a_list_may_be_empty_and_of_the_greatest_length) {
    BOOST_TEST(to_items(std::vector<CountedUser>{}) == "[]");
    BOOST_TEST(parse_messages("[]").empty());
    BOOST_TEST(parse_users("[]").empty());
    BOOST_TEST(parse_chats("[]").empty());
    BOOST_TEST(parse_users(users_of_length(kListed)).size() == kListed);
    BOOST_CHECK_THROW(parse_users(users_of_length(kListed + 1)), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(users_that_we_did_not_write_are_refused) {
    for (const std::string items : {"",
                                    "null",
                                    "{}",
                                    "[",
                                    "[]]",
                                    "[[]]",
                                    "[1]",
                                    "[null]",
                                    "[{}]",
                                    R"([{"id":"a"}])",
                                    R"([{"count":1}])",
                                    R"([{"id":"a","count":1,"more":1}])",
                                    R"([{"id":"a","number":1}])",
                                    R"([{"id":"a","count":0}])",
                                    R"([{"id":"a","count":-1}])",
                                    R"([{"id":"a","count":1.5}])",
                                    R"([{"id":"a","count":"1"}])",
                                    R"([{"id":"a","count":18446744073709551616}])",
                                    R"([{"id":"","count":1}])",
                                    R"([{"id":"a b","count":1}])",
                                    R"([{"id":1,"count":1}])",
                                    R"([{"id":"a","count":1},{"id":"b","count":2}])",
                                    R"([{"id":"a","id":"b","count":1}])"}) {
        BOOST_TEST_CONTEXT("items: " << items) {
            BOOST_CHECK_THROW(parse_users(items), std::runtime_error);
        }
    }
}

BOOST_AUTO_TEST_CASE(messages_and_chats_that_we_did_not_write_are_refused) {
    const auto message_with = [](const std::string& reactions) {
        return "[{\"id\":\"" + kFirst + "\",\"count\":1,\"reactions\":" + reactions + "}]";
    };
    BOOST_TEST(parse_messages(message_with(R"({"joy":1})")).size() == 1U);
    for (const std::string reactions : {"[]", "null", "1", R"({"Joy":1})", R"({"":1})", R"({"joy":0})", R"({"joy":-1})",
                                        R"({"joy":"1"})", R"({"joy":1,"joy":1})"}) {
        BOOST_TEST_CONTEXT("reactions: " << reactions) {
            BOOST_CHECK_THROW(parse_messages(message_with(reactions)), std::runtime_error);
        }
    }
    BOOST_CHECK_THROW(parse_messages("[{\"id\":\"" + kFirst + "\",\"count\":1}]"), std::runtime_error);
    BOOST_CHECK_THROW(parse_messages(R"([{"id":"1","count":1,"reactions":{}}])"), std::runtime_error);
    BOOST_CHECK_THROW(parse_chats(R"([{"id":"1","count":1}])"), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(a_message_has_a_bounded_number_of_reactions) {
    std::vector<ListedMessage> messages{{uuid(1), 1, {}}};
    auto& reactions = messages[0].reactions;
    while (reactions.size() < ListedMessage::kReactionsMax)
        reactions.push_back(of("r" + std::to_string(reactions.size()), 1));
    BOOST_TEST((parse_messages(to_items(messages)) == messages));
    reactions.push_back(of("more", 1));
    BOOST_CHECK_THROW(parse_messages(to_items(messages)), std::runtime_error);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::analytics::ranking_items_test
