#include "analytics/recent_activity.hpp"

#include <chrono>
#include <cstdint>
#include <optional>

#include <boost/test/unit_test.hpp>

#include "unit/likes/build.hpp"

namespace likes::analytics::recent_activity_test {

using namespace std::chrono_literals;
using likes::test::user;
using likes::test::uuid;

constexpr SteadyTime kNow{1h};

/// So many days of UTC, up to the same one, as Ann asks for them.
ActivityQuery days_of(std::optional<Uuid> chat, int count = 7) {
    const std::chrono::sys_seconds end{20'000h};
    const auto begin = end - count * 24h;
    return {{chat, user("ann"), false},
            "like",
            BucketSize::kDay,
            Zone::find("UTC").value(),
            {{begin, end}, {begin - (end - begin), begin}},
            {{begin, end, false}}};
}

/// Somebody's numbers.
ActivityView numbers(std::uint64_t given) {
    return {Visibility::kVisible, {}, {{given, 0}}, {}};
}

std::uint64_t given(const ActivityView* view) {
    return view == nullptr ? 0 : view->buckets.at(0).given;
}

BOOST_AUTO_TEST_SUITE(recent_activity)

BOOST_AUTO_TEST_CASE(the_same_question_of_another_reader_is_answered_from_what_was_read) {
    RecentActivity recent;
    auto query = days_of(uuid(1));
    BOOST_TEST(recent.find(query, kNow) == nullptr);
    recent.put(query, numbers(5), kNow);
    query.subject.reader = user("bob");
    query.subject.sees_all = true;
    BOOST_TEST(given(recent.find(query, kNow)) == 5U);
}

BOOST_AUTO_TEST_CASE(another_question_is_not) {
    RecentActivity recent;
    const auto asked = days_of(uuid(1));
    recent.put(asked, numbers(5), kNow);
    const auto is_known = [&](auto change) {
        auto query = asked;
        change(query);
        return recent.find(query, kNow) != nullptr;
    };
    BOOST_TEST(is_known([](ActivityQuery&) {}));
    BOOST_TEST(!is_known([](ActivityQuery& query) { query.subject.chat = uuid(2); }));
    BOOST_TEST(!is_known([](ActivityQuery& query) { query.subject.chat.reset(); }));
    BOOST_TEST(!is_known([](ActivityQuery& query) { query.reaction = "*"; }));
    BOOST_TEST(!is_known([](ActivityQuery& query) { query.size = BucketSize::kHour; }));
    BOOST_TEST(!is_known([](ActivityQuery& query) { query.zone = Zone::find("Asia/Kathmandu").value(); }));
    BOOST_TEST(!is_known([](ActivityQuery& query) { query.period.shown.begin -= 15min; }));
    BOOST_TEST(!is_known([](ActivityQuery& query) { query.period.shown.end += 15min; }));
    BOOST_TEST(!is_known([](ActivityQuery& query) { query.period.before.begin -= 15min; }));
    BOOST_TEST(!is_known([](ActivityQuery& query) { query.period.before.end -= 15min; }));
}

BOOST_AUTO_TEST_CASE(an_answer_is_given_again_for_a_second_after_its_reading_began) {
    RecentActivity recent;
    const auto query = days_of({});
    recent.put(query, numbers(5), kNow);
    BOOST_TEST(given(recent.find(query, kNow + RecentActivity::kKept - 1ns)) == 5U);
    BOOST_TEST(recent.find(query, kNow + RecentActivity::kKept) == nullptr);
    recent.put(query, numbers(6), kNow + RecentActivity::kKept);
    BOOST_TEST(given(recent.find(query, kNow + RecentActivity::kKept)) == 6U);
    BOOST_TEST(recent.size() == 1U);
}

BOOST_AUTO_TEST_CASE(when_there_is_no_room_the_oldest_answer_goes) {
    RecentActivity recent;
    constexpr auto kMost = static_cast<int>(RecentActivity::kEntriesMax);
    for (int count = 1; count <= kMost + 1; ++count) recent.put(days_of({}, count), numbers(5), kNow + count * 1us);
    const auto now = kNow + 1ms;
    BOOST_TEST(recent.size() == RecentActivity::kEntriesMax);
    BOOST_TEST(recent.find(days_of({}, 1), now) == nullptr);
    BOOST_TEST(recent.find(days_of({}, 2), now) != nullptr);
    BOOST_TEST(recent.find(days_of({}, kMost + 1), now) != nullptr);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::analytics::recent_activity_test
