#include <chrono>
#include <ctime>
#include <iomanip>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "support/api.hpp"
#include "support/chat.hpp"
#include "support/sql.hpp"
#include "support/token.hpp"

namespace likes::test {
namespace {

using Names = std::set<std::string>;

const Names kStateNames{"message_id", "likes_count",      "liked_by",           "liked_at",
                        "is_liked",   "is_liked_by_user", "liked_by_truncated", "version"};
const Names kListNames = [] {
    Names names = kStateNames;
    names.insert({"likes", "next_cursor"});
    return names;
}();

/// RFC 3339 in UTC and whole seconds, as the contract writes times; throws for anything else.
std::time_t parse_time(const std::string& text) {
    std::tm fields{};
    std::istringstream stream{text};
    stream >> std::get_time(&fields, "%Y-%m-%dT%H:%M:%SZ");
    if (text.size() != 20 || !stream || stream.peek() != std::istringstream::traits_type::eof()) {
        throw std::runtime_error{"no RFC 3339 time: " + text};
    }
    return timegm(&fields);
}

std::vector<Caller> callers(const std::vector<std::string>& users) {
    std::vector<Caller> people;
    people.reserve(users.size());
    for (const auto& user : users) people.emplace_back(user);
    return people;
}

/// As if the newest like had been long ago: what moves the time is then seen.
void set_time_of_last_like(const std::string& message, const std::string& time) {
    sql("UPDATE reaction_summaries SET last_reacted_at = " + sql_text(time) + " WHERE message_id = " + sql_id(message));
}

std::string upper(std::string text) {
    for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return text;
}

BOOST_AUTO_TEST_SUITE(likes_api)

BOOST_AUTO_TEST_CASE(a_like_is_answered_with_the_fields_of_the_seed_and_of_the_contract) {
    const Chat chat{5};
    auto people = callers(chat.members());
    for (std::size_t i = 0; i + 1 < people.size(); ++i) people[i].like(chat.message());
    const auto before = std::time(nullptr);
    const auto response = people.back().post(chat.message());
    const auto after = std::time(nullptr);

    BOOST_TEST(response.status == 200);
    BOOST_TEST(response.header("content-type").value_or("") == "application/json");
    BOOST_TEST((names_of(parse_json(response.body)) == kStateNames));
    const auto state = like_state(response);
    BOOST_TEST(state.message_id == chat.message());
    BOOST_TEST(state.likes_count == 5U);
    BOOST_TEST(state.liked_by == chat.members(), boost::test_tools::per_element());
    BOOST_TEST(state.is_liked);
    BOOST_TEST(state.is_liked_by_user);
    BOOST_TEST(!state.truncated);
    BOOST_TEST(state.version == 5U);
    const auto liked_at = parse_time(state.liked_at.value());
    BOOST_TEST(liked_at >= before);
    BOOST_TEST(liked_at <= after);
}

BOOST_AUTO_TEST_CASE(an_unlike_is_answered_with_the_same_fields_and_does_not_move_liked_at) {
    const Chat chat{5};
    auto people = callers(chat.members());
    for (auto& person : people) person.like(chat.message());
    set_time_of_last_like(chat.message(), "2025-10-03 10:00:00.123456");
    const auto response = people.back().del(chat.message());

    BOOST_TEST(response.status == 200);
    BOOST_TEST(response.header("content-type").value_or("") == "application/json");
    BOOST_TEST((names_of(parse_json(response.body)) == kStateNames));
    const auto state = like_state(response);
    auto four = chat.members();
    four.pop_back();
    BOOST_TEST(state.message_id == chat.message());
    BOOST_TEST(state.likes_count == 4U);
    BOOST_TEST(state.liked_by == four, boost::test_tools::per_element());
    BOOST_TEST(state.liked_at.value() == "2025-10-03T10:00:00Z");
    BOOST_TEST(!state.is_liked);
    BOOST_TEST(!state.is_liked_by_user);
    BOOST_TEST(!state.truncated);
    BOOST_TEST(state.version == 6U);
}

BOOST_AUTO_TEST_CASE(the_list_is_answered_with_the_fields_of_the_seed_and_of_the_contract) {
    const Chat chat{3};
    auto people = callers(chat.members());
    for (auto& person : people) person.like(chat.message());
    const auto response = people[1].get(chat.message());

    BOOST_TEST(response.status == 200);
    BOOST_TEST(response.header("content-type").value_or("") == "application/json");
    BOOST_TEST((names_of(parse_json(response.body)) == kListNames));
    const auto list = like_list(response);
    BOOST_TEST(list.state.message_id == chat.message());
    BOOST_TEST(list.state.likes_count == 3U);
    BOOST_TEST(list.state.liked_by == chat.members(), boost::test_tools::per_element());
    BOOST_TEST(list.state.is_liked);
    BOOST_TEST(list.state.is_liked_by_user);
    BOOST_TEST(!list.state.truncated);
    BOOST_TEST(list.state.version == 3U);
    BOOST_TEST(!list.next_cursor.has_value());
    BOOST_REQUIRE(list.likes.size() == 3U);
    for (std::size_t i = 0; i < 3; ++i) {
        BOOST_TEST(list.likes[i].first == chat.members()[2 - i]);
        parse_time(list.likes[i].second);
    }
    BOOST_TEST(list.likes.front().second == list.state.liked_at.value());
}

BOOST_AUTO_TEST_CASE(a_message_that_nobody_ever_liked_has_no_time_and_version_zero) {
    const Chat chat{1};
    const auto list = Caller{chat.members()[0]}.likes(chat.message());
    BOOST_TEST(list.state.likes_count == 0U);
    BOOST_TEST(list.state.liked_by.empty());
    BOOST_TEST(!list.state.liked_at.has_value());
    BOOST_TEST(!list.state.is_liked_by_user);
    BOOST_TEST(list.state.version == 0U);
    BOOST_TEST(list.likes.empty());
    BOOST_TEST(!list.next_cursor.has_value());
}

BOOST_AUTO_TEST_CASE(the_own_flag_is_the_callers) {
    const Chat chat{2};
    Caller liker{chat.members()[0]};
    Caller other{chat.members()[1]};
    liker.like(chat.message());
    BOOST_TEST(liker.likes(chat.message()).state.is_liked_by_user);
    BOOST_TEST(!other.likes(chat.message()).state.is_liked_by_user);
    BOOST_TEST(!other.unlike(chat.message()).is_liked);
    BOOST_TEST(liker.likes(chat.message()).state.is_liked_by_user);
}

BOOST_AUTO_TEST_CASE(an_id_in_upper_case_names_the_same_message_and_is_answered_in_lower_case) {
    const Chat chat{1};
    Caller caller{chat.members()[0]};
    BOOST_TEST(caller.like(upper(chat.message())).message_id == chat.message());
    BOOST_TEST(caller.likes(upper(chat.message())).state.message_id == chat.message());
    BOOST_TEST(caller.likes(chat.message()).state.likes_count == 1U);
    BOOST_TEST(caller.unlike(upper(chat.message())).message_id == chat.message());
    BOOST_TEST(caller.likes(chat.message()).state.likes_count == 0U);
}

BOOST_AUTO_TEST_CASE(a_second_like_changes_nothing) {
    const Chat chat{2};
    Caller caller{chat.members()[0]};
    caller.like(chat.message());
    set_time_of_last_like(chat.message(), "2025-10-03 10:00:00");
    const auto second = caller.like(chat.message());
    BOOST_TEST(second.likes_count == 1U);
    BOOST_TEST(second.version == 1U);
    BOOST_TEST(second.is_liked);
    BOOST_TEST(second.liked_at.value() == "2025-10-03T10:00:00Z");
    BOOST_TEST(rows_of_reactions(chat.message()).size() == 1U);
    BOOST_TEST(summary_row(chat.message()).version == 1U);
}

BOOST_AUTO_TEST_CASE(a_second_unlike_changes_nothing) {
    const Chat chat{2};
    Caller caller{chat.members()[0]};
    Caller{chat.members()[1]}.like(chat.message());
    caller.like(chat.message());
    caller.unlike(chat.message());
    const auto second = caller.unlike(chat.message());
    BOOST_TEST(second.likes_count == 1U);
    BOOST_TEST(second.version == 3U);
    BOOST_TEST(!second.is_liked);
    BOOST_TEST(summary_row(chat.message()).version == 3U);
}

BOOST_AUTO_TEST_CASE(taking_back_what_was_never_given_is_no_error) {
    const Chat chat{1};
    const auto state = Caller{chat.members()[0]}.unlike(chat.message());
    BOOST_TEST(state.likes_count == 0U);
    BOOST_TEST(state.liked_by.empty());
    BOOST_TEST(!state.liked_at.has_value());
    BOOST_TEST(!state.is_liked);
    BOOST_TEST(state.version == 0U);
}

BOOST_AUTO_TEST_CASE(who_likes_again_is_the_newest) {
    const Chat chat{3};
    auto people = callers(chat.members());
    for (auto& person : people) person.like(chat.message());
    people[0].unlike(chat.message());
    const std::vector<std::string> order{chat.members()[1], chat.members()[2], chat.members()[0]};
    BOOST_TEST(people[0].like(chat.message()).liked_by == order, boost::test_tools::per_element());
    BOOST_TEST(people[1].likes(chat.message()).likes.front().first == chat.members()[0]);
}

BOOST_AUTO_TEST_CASE(a_change_is_seen_by_whoever_asks_after_its_answer) {
    const Chat chat{2};
    Caller caller{chat.members()[0]};
    Caller reader{chat.members()[1]};
    for (std::uint64_t version = 1; version <= 40; ++version) {
        const bool like = version % 2 == 1;
        const auto state = like ? caller.like(chat.message()) : caller.unlike(chat.message());
        const auto seen = reader.likes(chat.message()).state;
        BOOST_TEST_CONTEXT("version " << version) {
            BOOST_TEST(state.version == version);
            BOOST_TEST(seen.version == version);
            BOOST_TEST(seen.likes_count == (like ? 1U : 0U));
            BOOST_TEST(seen.liked_by == state.liked_by, boost::test_tools::per_element());
        }
    }
}

BOOST_AUTO_TEST_CASE(a_body_and_its_type_do_not_matter) {
    const Chat chat{1};
    HttpClient client;
    const std::string authorization = "Authorization: " + bearer(chat.members()[0]);
    for (const std::string body : {"", "{}", "no json at all", "a=b"}) {
        BOOST_TEST_CONTEXT("body: " << body) {
            BOOST_TEST(client.send({"POST", like_path(chat.message()), {authorization}, body}).status == 200);
        }
    }
}

BOOST_AUTO_TEST_CASE(every_user_id_of_the_contract_can_like) {
    const Chat chat{0};
    std::uint64_t count = 0;
    for (const std::string& user : {std::string{"a"}, std::string{"Z9._~@:-"}, std::string(64, 'u')}) {
        BOOST_TEST_CONTEXT("user: " << user) {
            sql("INSERT INTO chat_members (chat_id, user_id, joined_at) VALUES (" + sql_id(chat.id()) + ',' +
                sql_text(user) + ", UTC_TIMESTAMP(6))");
            const auto state = Caller{user}.like(chat.message());
            BOOST_TEST(state.likes_count == ++count);
            BOOST_TEST(state.liked_by.back() == user);
        }
    }
}

BOOST_AUTO_TEST_CASE(user_ids_that_differ_in_letter_case_are_different_users) {
    const Chat chat{0};
    sql("INSERT INTO chat_members (chat_id, user_id, joined_at) VALUES (" + sql_id(chat.id()) +
        ", 'Ann', UTC_TIMESTAMP(6)), (" + sql_id(chat.id()) + ", 'ann', UTC_TIMESTAMP(6))");
    Caller{"Ann"}.like(chat.message());
    BOOST_TEST(!Caller{"ann"}.likes(chat.message()).state.is_liked_by_user);
    BOOST_TEST(Caller{"ann"}.like(chat.message()).likes_count == 2U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
