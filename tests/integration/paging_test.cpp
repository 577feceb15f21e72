#include <algorithm>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "support/api.hpp"
#include "support/chat.hpp"
#include "support/crowd.hpp"
#include "support/patience.hpp"

namespace likes::test {
namespace {

using Users = std::vector<std::string>;

/// More than any list of these cases has.
constexpr std::size_t kPagesMax = 1000;

/// Reads on from `cursor` to the end, and appends whom it finds. Returns how many pages there were.
std::size_t read_on(Caller& reader, const std::string& message, std::size_t limit, std::optional<std::string> cursor,
                    Users& found) {
    std::size_t pages = 0;
    do {
        const auto page =
            reader.likes(message, "limit=" + std::to_string(limit) + (cursor ? "&cursor=" + *cursor : std::string{}));
        for (const auto& [user, since] : page.likes) found.push_back(user);
        cursor = page.next_cursor;
        if (++pages > kPagesMax) throw std::runtime_error{"the pages do not end"};
    } while (cursor);
    return pages;
}

Users reversed(const Users& users) {
    return {users.rbegin(), users.rend()};
}

Users without(Users users, const Users& gone) {
    std::erase_if(users, [&](const auto& user) { return std::find(gone.begin(), gone.end(), user) != gone.end(); });
    return users;
}

/// A message that 250 members like, in the order of the members; ten more do not like it yet.
struct PopularMessage {
    PopularMessage() : chat{260}, likers{chat.members().begin(), chat.members().begin() + 250} {
        for (const auto& user : likers) Caller{user}.like(chat.message());
    }

    const Chat chat;
    const Users likers;
};

BOOST_AUTO_TEST_SUITE(paging)

BOOST_FIXTURE_TEST_CASE(the_pages_hold_everybody_once_newest_first, PopularMessage) {
    Caller reader{chat.members()[0]};
    for (const std::size_t limit : {1U, 40U, 50U, 99U, 100U}) {
        BOOST_TEST_CONTEXT("limit " << limit) {
            Users found;
            const std::size_t pages = read_on(reader, chat.message(), limit, std::nullopt, found);
            BOOST_TEST(pages == (likers.size() + limit - 1) / limit);
            BOOST_TEST(found == reversed(likers), boost::test_tools::per_element());
        }
    }
}

BOOST_FIXTURE_TEST_CASE(pages_stay_right_while_others_like_and_unlike_in_between, PopularMessage) {
    Caller reader{chat.members()[0]};
    const auto first = reader.likes(chat.message(), "limit=40");
    const auto second = reader.likes(chat.message(), "limit=40&cursor=" + first.next_cursor.value());
    Users found;
    for (const auto& page : {first, second}) {
        for (const auto& [user, since] : page.likes) found.push_back(user);
    }

    // Of those already read: one leaves, one leaves and comes back as the newest. Of those to come: the next one, one
    // in the middle and the oldest leave, another is now the newest. And somebody new comes.
    const Users gone{likers[169], likers[100], likers[0]};
    const std::string moved = likers[50];
    Caller{likers[249]}.unlike(chat.message());
    Caller{likers[200]}.unlike(chat.message());
    Caller{likers[200]}.like(chat.message());
    for (const auto& user : gone) Caller{user}.unlike(chat.message());
    Caller{moved}.unlike(chat.message());
    Caller{moved}.like(chat.message());
    Caller{chat.members()[255]}.like(chat.message());

    read_on(reader, chat.message(), 40, second.next_cursor, found);
    BOOST_TEST(found == without(without(reversed(likers), gone), {moved}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(who_likes_all_the_time_is_found_once_however_many_come_and_go_meanwhile) {
    constexpr std::size_t kLikers = 1000;
    constexpr std::size_t kOthers = 100;
    constexpr std::size_t kThreads = 8;
    const Chat chat{kLikers + kOthers};
    const auto& users = chat.members();
    const auto& message = chat.message();
    all_at_once(kThreads, [&](std::size_t thread) {
        for (std::size_t i = thread; i < kLikers; i += kThreads) Caller{users[i]}.like(message);
    });
    // Every fourth liker takes the like back, again and again, and others come, all over the list.
    const auto is_restless = [](std::size_t i) { return i >= kLikers || i % 4 == 0; };
    Users steady;
    for (std::size_t i = 0; i < users.size(); ++i) {
        if (!is_restless(i)) steady.push_back(users[i]);
    }
    std::sort(steady.begin(), steady.end());

    std::vector<Users> rounds;
    meanwhile(
        kThreads,
        [&](std::size_t thread, const std::stop_token& stop) {
            std::vector<Caller> people;
            std::vector<bool> likes;
            for (std::size_t i = 0; i < users.size(); ++i) {
                if (!is_restless(i) || i / 4 % kThreads != thread) continue;
                people.emplace_back(users[i]);
                likes.push_back(i < kLikers);
            }
            for (std::size_t step = thread; !stop.stop_requested(); step += 5) {
                const std::size_t i = step % people.size();
                likes[i] ? people[i].unlike(message) : people[i].like(message);
                likes[i] = !likes[i];
            }
        },
        [&] {
            Caller reader{steady.front()};
            for (const std::size_t limit : {100U, 17U, 50U}) {
                read_on(reader, message, limit, std::nullopt, rounds.emplace_back());
            }
            // As often as it takes for enough of them to have come and gone.
            BOOST_TEST(eventually([&] {
                read_on(reader, message, 100, std::nullopt, rounds.emplace_back());
                return summary_row(message).version > kLikers + kOthers;
            }));
        });
    for (const auto& found : rounds) {
        const std::set<std::string> each_once{found.begin(), found.end()};
        BOOST_TEST(found.size() == each_once.size());
        BOOST_TEST(found.size() < users.size());
        BOOST_TEST(std::includes(each_once.begin(), each_once.end(), steady.begin(), steady.end()));
    }
    const auto rows = rows_of_reactions(message);
    Users found;
    Caller reader{steady.front()};
    read_on(reader, message, 100, std::nullopt, found);
    BOOST_TEST(found == reversed(rows), boost::test_tools::per_element());
    BOOST_TEST(reader.likes(message).state.likes_count == rows.size());
}

BOOST_AUTO_TEST_CASE(a_last_page_that_is_just_full_has_no_next_one) {
    const Chat chat{4};
    for (const auto& user : chat.members()) Caller{user}.like(chat.message());
    Caller reader{chat.members()[0]};
    BOOST_TEST(!reader.likes(chat.message(), "limit=4").next_cursor.has_value());
    BOOST_TEST(reader.likes(chat.message(), "limit=3").next_cursor.has_value());
    const auto first = reader.likes(chat.message(), "limit=2");
    BOOST_TEST(!reader.likes(chat.message(), "limit=2&cursor=" + first.next_cursor.value()).next_cursor.has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
