#include "analytics/ranking.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "analytics/bucket.hpp"
#include "analytics/top_list.hpp"
#include "unit/likes/build.hpp"

namespace likes::analytics::ranking_test {

using likes::test::user;
using likes::test::uuid;
using std::chrono::seconds;

CountedMessage message(unsigned char id, int written, std::uint64_t count) {
    return {uuid(id), Time{seconds{written}}, count};
}

/// Their ids, in the order of a list of `size` to which they are offered in this order.
std::vector<Uuid> list_of(std::size_t size, const std::vector<CountedMessage>& messages) {
    TopList<CountedMessage> top{size};
    for (const auto& each : messages) top.offer(each);
    std::vector<Uuid> ids;
    for (const auto& each : top.take()) ids.push_back(each.message);
    return ids;
}

BOOST_AUTO_TEST_SUITE(ranking)

BOOST_AUTO_TEST_CASE(a_kind_is_written_as_a_code_that_is_read_again) {
    for (const auto code : {"messages", "given", "received", "chats", "summary"}) {
        BOOST_TEST(code_of(parse_kind(code).value()) == code);
    }
    for (const auto code : {"", "message", "Messages", "messages "}) BOOST_TEST(!parse_kind(code).has_value());
}

BOOST_AUTO_TEST_CASE(a_list_of_all_reactions_has_the_code_of_all) {
    BOOST_TEST(code_of(std::optional{Reaction::parse("joy").value()}) == "joy");
    BOOST_TEST(code_of(std::optional<Reaction>{}) == kAllReactions);
}

BOOST_AUTO_TEST_CASE(messages_are_in_the_order_of_count_then_of_the_newest_then_of_the_id) {
    const std::vector<CountedMessage> ordered{message(9, 1, 5), message(3, 8, 4), message(1, 7, 4), message(2, 7, 4),
                                              message(4, 9, 1)};
    std::vector<Uuid> ids;
    for (const auto& each : ordered) ids.push_back(each.message);
    auto shuffled = ordered;
    std::minstd_rand random{1};
    for (int i = 0; i < 100; ++i) {
        std::shuffle(shuffled.begin(), shuffled.end(), random);
        BOOST_TEST((list_of(5, shuffled) == ids));
        BOOST_TEST((list_of(3, shuffled) == std::vector(ids.begin(), ids.begin() + 3)));
    }
}

BOOST_AUTO_TEST_CASE(users_and_chats_are_in_the_order_of_count_then_of_the_id) {
    BOOST_TEST(precedes(CountedUser{user("z"), 2}, CountedUser{user("a"), 1}));
    BOOST_TEST(!precedes(CountedUser{user("a"), 1}, CountedUser{user("z"), 2}));
    BOOST_TEST(precedes(CountedUser{user("A"), 1}, CountedUser{user("a"), 1}));
    BOOST_TEST(!precedes(CountedUser{user("a"), 1}, CountedUser{user("a"), 1}));
    BOOST_TEST(precedes(CountedChat{uuid(9), 2}, CountedChat{uuid(1), 1}));
    BOOST_TEST(precedes(CountedChat{uuid(1), 1}, CountedChat{uuid(2), 1}));
}

BOOST_AUTO_TEST_CASE(a_list_keeps_what_a_sort_of_everything_would_put_first) {
    std::minstd_rand random{7};
    std::vector<CountedChat> all;
    for (unsigned char id = 0; id < 250; ++id) all.push_back({uuid(id), random() % 20});
    std::shuffle(all.begin(), all.end(), random);
    TopList<CountedChat> top{40};
    for (const auto& each : all) top.offer(each);
    std::sort(all.begin(), all.end(), [](const auto& one, const auto& other) { return precedes(one, other); });
    all.resize(40);
    BOOST_TEST((top.take() == all));
    BOOST_TEST(top.take().empty());
}

BOOST_AUTO_TEST_CASE(what_has_no_count_is_in_no_list) {
    BOOST_TEST(list_of(3, {message(1, 1, 0)}).empty());
}

BOOST_AUTO_TEST_CASE(the_floor_is_one_until_the_list_is_full_and_then_the_count_of_its_last) {
    TopList<CountedMessage> top{2};
    BOOST_TEST(top.floor() == 1U);
    top.offer(message(1, 1, 9));
    BOOST_TEST(top.floor() == 1U);
    top.offer(message(2, 1, 4));
    BOOST_TEST(top.floor() == 4U);
    top.offer(message(3, 1, 3));
    BOOST_TEST(top.floor() == 4U);
    top.offer(message(4, 1, 7));
    BOOST_TEST(top.floor() == 7U);
}

BOOST_AUTO_TEST_CASE(equal_counts_share_a_rank_and_the_next_one_counts_them_all) {
    Ranks ranks;
    std::vector<std::size_t> given;
    for (const std::uint64_t count : {9U, 9U, 5U, 5U, 5U, 1U}) given.push_back(ranks.next(count));
    BOOST_TEST(given == (std::vector<std::size_t>{1, 1, 3, 3, 3, 6}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::analytics::ranking_test
