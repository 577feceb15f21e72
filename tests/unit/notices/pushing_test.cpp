#include "notices/pushing.hpp"

#include <chrono>
#include <ostream>
#include <string>
#include <vector>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace likes::notices::pushing_test {

using namespace std::chrono_literals;
using analytics::Zone;

/// A Friday, 08:00 UTC.
constexpr Time kNow{1'800'000'000s};

Zone zone(std::string_view name = "UTC") {
    return Zone::find(name).value();
}

Time moment(const char* text) {
    return parse_rfc3339(text).value();
}

/// How long after kNow; -1: never.
std::int64_t seconds_until(const std::optional<Time>& due) {
    return due ? std::chrono::floor<std::chrono::seconds>(*due - kNow).count() : -1;
}

struct Due {
    const char* what;
    Tell wish;
    PushNews news;
    std::chrono::seconds wait;
};

std::ostream& operator<<(std::ostream& out, const Due& due) {
    return out << due.what;
}

constexpr auto kNever = -1s;

const std::vector<Due> kDue{
    {"the first news of a message", Tell::kAll, {.is_first = true}, 15s},
    {"news that the recipient would be told again after looking", Tell::kAll, {}, 15s},
    {"a second push", Tell::kAll, {.step = 1}, 5min},
    {"a third", Tell::kAll, {.step = 2}, 1h},
    {"a fourth", Tell::kAll, {.step = 3}, 6h},
    {"a fifth", Tell::kAll, {.step = 4}, 24h},
    {"any further one", Tell::kAll, {.step = 1'000'000}, 24h},
    {"a milestone comes at the next step", Tell::kAll, {.is_milestone = true, .step = 2}, 1h},
    {"conversations do not grow", Tell::kAll, {.step = 3, .is_conversation = true}, 15s},
    {"daily: the first of a message", Tell::kDaily, {.is_first = true}, 15s},
    {"daily: what else there is waits for the morning", Tell::kDaily, {.step = 0}, 1h},
    {"daily: of a conversation as well", Tell::kDaily, {.is_conversation = true}, 1h},
    {"daily: a milestone as well", Tell::kDaily, {.is_milestone = true, .step = 4}, 1h},
    {"first: the first of a message", Tell::kFirst, {.is_first = true}, 15s},
    {"first: nothing else", Tell::kFirst, {}, kNever},
    {"first: no milestone", Tell::kFirst, {.is_milestone = true, .step = 1}, kNever},
    {"milestones: not the first", Tell::kMilestones, {.is_first = true}, kNever},
    {"milestones: a milestone", Tell::kMilestones, {.is_milestone = true}, 15s},
    {"milestones: the next one at the next step", Tell::kMilestones, {.is_milestone = true, .step = 1}, 5min},
    {"off", Tell::kOff, {.is_first = true, .is_milestone = true}, kNever},
};

BOOST_AUTO_TEST_SUITE(pushing)

BOOST_DATA_TEST_CASE(is_due, boost::unit_test::data::make(kDue), one) {
    BOOST_TEST(seconds_until(push_due(one.news, one.wish, zone(), kNow, {})) == one.wait.count());
}

BOOST_AUTO_TEST_CASE(is_due_after_the_configured_delay_which_no_step_undercuts) {
    const PushPolicy at_once{.delay = 0s};
    BOOST_TEST(seconds_until(push_due({.is_first = true}, Tell::kAll, zone(), kNow, at_once)) == 0);
    BOOST_TEST(seconds_until(push_due({.step = 1}, Tell::kAll, zone(), kNow, at_once)) == 300);
    const PushPolicy late{.delay = 3600s};
    BOOST_TEST(seconds_until(push_due({.step = 1}, Tell::kAll, zone(), kNow, late)) == 3600);
    BOOST_TEST(seconds_until(push_due({.step = 3}, Tell::kAll, zone(), kNow, late)) == 21'600);
}

BOOST_AUTO_TEST_CASE(all_that_is_told_daily_is_due_at_one_moment_of_each_local_day) {
    const auto due = [](const char* now, std::string_view where) {
        return to_rfc3339(*push_due({}, Tell::kDaily, zone(where), moment(now), {}));
    };
    BOOST_TEST(due("2027-01-15T00:00:00Z", "UTC") == "2027-01-15T09:00:00Z");
    BOOST_TEST(due("2027-01-15T08:59:59Z", "UTC") == "2027-01-15T09:00:00Z");
    BOOST_TEST(due("2027-01-15T09:00:00Z", "UTC") == "2027-01-16T09:00:00Z");
    BOOST_TEST(due("2027-01-15T08:00:00Z", "Europe/Berlin") == "2027-01-16T08:00:00Z");
    BOOST_TEST(due("2027-03-27T12:00:00Z", "Europe/Berlin") == "2027-03-28T07:00:00Z");
    BOOST_TEST(due("2027-10-30T12:00:00Z", "Europe/Berlin") == "2027-10-31T08:00:00Z");
    BOOST_TEST(due("2027-01-15T08:00:00Z", "Pacific/Kiritimati") == "2027-01-15T19:00:00Z");
}

Notice notice_raised_at(std::uint64_t sequence) {
    Notice notice;
    notice.sequence = notice.raised_sequence = sequence;
    return notice;
}

BOOST_AUTO_TEST_CASE(steps_begin_anew_when_the_recipient_has_looked) {
    const auto unread = notice_raised_at(7);
    auto read = unread;
    read.is_read = true;
    auto put_away = unread;
    put_away.state = State::kPutAway;
    auto withdrawn = unread;
    withdrawn.state = State::kWithdrawn;
    BOOST_TEST(push_step_of(unread, 3, 6) == 3U);
    BOOST_TEST(push_step_of(unread, 3, 7) == 0U);
    BOOST_TEST(push_step_of(read, 3, 0) == 0U);
    BOOST_TEST(push_step_of(put_away, 3, 0) == 0U);
    // Toggling until nobody reacts is no way to ring sooner.
    BOOST_TEST(push_step_of(withdrawn, 3, 0) == 3U);
    BOOST_TEST(push_step_of(std::nullopt, 0, 0) == 0U);
}

struct Worth {
    const char* what;
    void (*happens)(DuePush&);
    bool is_worth;
};

std::ostream& operator<<(std::ostream& out, const Worth& worth) {
    return out << worth.what;
}

const std::vector<Worth> kWorth{
    {"unread news", [](DuePush&) {}, true},
    {"news before which others were seen", [](DuePush& due) { due.seen_sequence = 6; }, true},
    {"seen since", [](DuePush& due) { due.seen_sequence = 7; }, false},
    {"read", [](DuePush& due) { due.notice->is_read = true; }, false},
    {"withdrawn", [](DuePush& due) { due.notice->state = State::kWithdrawn; }, false},
    {"dismissed, or the chat was left", [](DuePush& due) { due.notice->state = State::kPutAway; }, false},
    {"deleted with its message", [](DuePush& due) { due.notice.reset(); }, false},
    {"not readable any more", [](DuePush& due) { due.is_visible = false; }, false},
    {"muted", [](DuePush& due) { due.is_muted = true; }, false},
    {"of somebody who is deactivated", [](DuePush& due) { due.is_deactivated = true; }, false},
    {"expired", [](DuePush& due) { due.is_expired = true; }, false},
    {"pushes are switched off", [](DuePush& due) { due.wants_pushes = false; }, false},
    {"reactions are switched off", [](DuePush& due) { due.wish = Tell::kOff; }, false},
    {"told daily", [](DuePush& due) { due.wish = Tell::kDaily; }, true},
    {"told of milestones", [](DuePush& due) { due.wish = Tell::kMilestones; }, true},
};

BOOST_DATA_TEST_CASE(is_worth_it_or_not, boost::unit_test::data::make(kWorth), one) {
    DuePush due{.notice = notice_raised_at(7)};
    one.happens(due);
    BOOST_TEST(is_worth_a_push(due) == one.is_worth);
}

struct Quiet {
    const char* what;
    QuietHours hours;
    const char* where;
    const char* now;
    /// Empty: it is none of them.
    const char* until;
};

std::ostream& operator<<(std::ostream& out, const Quiet& quiet) {
    return out << quiet.what;
}

constexpr QuietHours kNight{22 * 60, 7 * 60};
constexpr QuietHours kNoon{12 * 60, 13 * 60 + 30};
/// In the hour that is left out, or there twice, in Berlin.
constexpr QuietHours kAtTheChange{2 * 60 + 15, 2 * 60 + 45};

const std::vector<Quiet> kQuiet{
    {"off", {0, 0}, "UTC", "2027-01-15T00:00:00Z", ""},
    {"off, whatever the time", {600, 600}, "UTC", "2027-01-15T10:00:00Z", ""},
    {"before noon", kNoon, "UTC", "2027-01-15T11:59:59Z", ""},
    {"at noon", kNoon, "UTC", "2027-01-15T12:00:00Z", "2027-01-15T13:30:00Z"},
    {"to the last second", kNoon, "UTC", "2027-01-15T13:29:59Z", "2027-01-15T13:30:00Z"},
    {"after noon", kNoon, "UTC", "2027-01-15T13:30:00Z", ""},
    {"in the evening", kNight, "UTC", "2027-01-15T22:00:00Z", "2027-01-16T07:00:00Z"},
    {"after midnight", kNight, "UTC", "2027-01-15T03:00:00Z", "2027-01-15T07:00:00Z"},
    {"in the morning", kNight, "UTC", "2027-01-15T07:00:00Z", ""},
    {"during the day", kNight, "UTC", "2027-01-15T15:00:00Z", ""},
    {"by the clocks of Berlin", kNight, "Europe/Berlin", "2027-01-15T21:30:00Z", "2027-01-16T06:00:00Z"},
    {"by the clocks of Kathmandu", kNight, "Asia/Kathmandu", "2027-01-15T16:15:00Z", "2027-01-16T01:15:00Z"},
    {"not yet in Kathmandu", kNight, "Asia/Kathmandu", "2027-01-15T16:14:59Z", ""},
    {"the short night of March", kNight, "Europe/Berlin", "2027-03-27T21:00:00Z", "2027-03-28T05:00:00Z"},
    {"the long night of October", kNight, "Europe/Berlin", "2027-10-30T20:00:00Z", "2027-10-31T06:00:00Z"},
    {"hours that the clocks leave out", kAtTheChange, "Europe/Berlin", "2027-03-28T01:00:00Z", ""},
    {"hours that are there twice, the first time", kAtTheChange, "Europe/Berlin", "2027-10-31T00:15:00Z",
     "2027-10-31T01:45:00Z"},
    {"between the two times", kAtTheChange, "Europe/Berlin", "2027-10-31T00:50:00Z", "2027-10-31T01:45:00Z"},
    {"the second time", kAtTheChange, "Europe/Berlin", "2027-10-31T01:44:59Z", "2027-10-31T01:45:00Z"},
    {"after the second time", kAtTheChange, "Europe/Berlin", "2027-10-31T01:45:00Z", ""},
    {"all day but a minute", {1, 0}, "UTC", "2027-01-15T00:01:00Z", "2027-01-16T00:00:00Z"},
    {"the minute", {1, 0}, "UTC", "2027-01-15T00:00:30Z", ""},
};

BOOST_DATA_TEST_CASE(quiet_hours_end, boost::unit_test::data::make(kQuiet), one) {
    const auto until = quiet_until(one.hours, zone(one.where), moment(one.now));
    BOOST_TEST((until ? to_rfc3339(*until) : "") == one.until);
}

BOOST_AUTO_TEST_CASE(quiet_hours_end_where_they_are_quiet_no_more_in_every_zone_and_minute_of_the_changes) {
    for (const auto* const where : {"Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Antarctica/Troll",
                                    "America/Havana", "Asia/Beirut", "Africa/Casablanca", "UTC"}) {
        const auto here = zone(where);
        for (const QuietHours hours : {kNight, kNoon, kAtTheChange, QuietHours{1380, 5}, QuietHours{0, 60}}) {
            for (auto now = moment("2027-03-13T00:00:00Z"); now < moment("2027-04-05T00:00:00Z"); now += 37min) {
                const auto until = quiet_until(hours, here, now);
                if (!until) continue;
                BOOST_TEST_INFO_SCOPE(where << ' ' << to_rfc3339(now));
                BOOST_REQUIRE(*until > now);
                BOOST_REQUIRE(!quiet_until(hours, here, *until).has_value());
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_recipient_may_get_six_pushes_and_one_more_every_ten_minutes) {
    const PushPolicy policy;
    auto bucket = full_bucket(kNow, policy);
    for (int i = 0; i < 6; ++i) BOOST_TEST((take_tokens(bucket, 1) == Pushing::kEach));
    BOOST_TEST((take_tokens(bucket, 1) == Pushing::kLater));
    BOOST_TEST((next_token_at(bucket, policy) == kNow + 10min));
    bucket = refilled(bucket, kNow + 10min - 1us, policy);
    BOOST_TEST((take_tokens(bucket, 1) == Pushing::kLater));
    bucket = refilled(bucket, kNow + 10min, policy);
    BOOST_TEST((take_tokens(bucket, 1) == Pushing::kEach));
    BOOST_TEST((take_tokens(bucket, 1) == Pushing::kLater));
    // What is not a whole interval yet is not lost.
    bucket = refilled(bucket, kNow + 29min, policy);
    BOOST_TEST(bucket.tokens == 1U);
    BOOST_TEST((next_token_at(bucket, policy) == kNow + 30min));
}

BOOST_AUTO_TEST_CASE(never_more_than_six_come_back) {
    const PushPolicy policy;
    const PushBucket empty{0, kNow};
    BOOST_TEST(refilled(empty, kNow + 59min, policy).tokens == 5U);
    BOOST_TEST((refilled(empty, kNow + 60min, policy) == full_bucket(kNow + 60min, policy)));
    BOOST_TEST((refilled(empty, kNow + 24h * 365 * 100, policy).tokens == 6U));
    BOOST_TEST((refilled({6, kNow}, kNow + 5min, policy).tokens == 6U));
    // One that was filled under a greater number.
    BOOST_TEST((refilled({60, kNow}, kNow, policy).tokens == 6U));
}

BOOST_AUTO_TEST_CASE(what_is_due_beyond_the_tokens_becomes_one_push) {
    PushBucket bucket{3, kNow};
    BOOST_TEST((take_tokens(bucket, 3) == Pushing::kEach));
    BOOST_TEST(bucket.tokens == 0U);
    BOOST_TEST((take_tokens(bucket, 12) == Pushing::kLater));
    bucket = refilled(bucket, kNow + 10min, {});
    BOOST_TEST((take_tokens(bucket, 12) == Pushing::kSummary));
    BOOST_TEST(bucket.tokens == 0U);
    bucket.tokens = 3;
    BOOST_TEST((take_tokens(bucket, 4) == Pushing::kSummary));
    BOOST_TEST(bucket.tokens == 2U);
}

BOOST_AUTO_TEST_CASE(of_none_an_hour_none_ever_comes_back) {
    const PushPolicy none{.per_hour = 0};
    auto bucket = refilled(full_bucket(kNow, none), kNow + 1000h, none);
    BOOST_TEST((take_tokens(bucket, 1) == Pushing::kLater));
    BOOST_TEST(!next_token_at(bucket, none).has_value());
    // Nor is any left of before.
    BOOST_TEST(refilled({6, kNow}, kNow, none).tokens == 0U);
}

BOOST_AUTO_TEST_CASE(a_clock_that_is_set_back_neither_gives_tokens_nor_keeps_them_away_for_long) {
    const PushPolicy policy;
    const auto bucket = refilled({0, kNow + 24h}, kNow, policy);
    BOOST_TEST(bucket.tokens == 0U);
    BOOST_TEST((next_token_at(bucket, policy) == kNow + 10min));
}

/// Of news that nobody has looked at yet.
DuePush fresh(Tell wish = Tell::kAll) {
    DuePush due{.notice = Notice{}, .wish = wish};
    due.notice->raised_sequence = 1;
    return due;
}

BOOST_AUTO_TEST_CASE(what_is_not_worth_it_is_dropped_what_is_quiet_waits_and_the_rest_is_pushed) {
    std::vector<DuePush> due(4, fresh());
    due[1].is_muted = true;
    due[2].quiet_until = kNow + 8h;
    PushBucket bucket{6, kNow};
    const auto plan = plan_pushes(due, bucket, kNow, {});
    BOOST_TEST((plan == PushPlan{.dropped = {1}, .pushed = {0, 3}, .later = {{2, kNow + 8h}}}));
    BOOST_TEST(bucket.tokens == 4U);
}

BOOST_AUTO_TEST_CASE(without_a_token_all_that_is_due_waits_for_one_and_becomes_one_push_then) {
    const std::vector<DuePush> due(12, fresh());
    PushBucket bucket{0, kNow};
    auto plan = plan_pushes(due, bucket, kNow, {});
    BOOST_TEST(plan.pushed.empty());
    BOOST_TEST(plan.later.size() == 12U);
    BOOST_TEST((plan.later.front().second == kNow + 10min));
    plan = plan_pushes(due, bucket, kNow + 10min, {});
    BOOST_TEST(plan.is_summary);
    BOOST_TEST(plan.pushed.size() == 12U);
    BOOST_TEST(bucket.tokens == 0U);
    // Where no token ever comes back nothing waits.
    plan = plan_pushes(due, bucket, kNow, {.per_hour = 0});
    BOOST_TEST(plan.dropped.size() == 12U);
    BOOST_TEST(plan.later.empty());
}

BOOST_AUTO_TEST_CASE(who_wants_to_be_told_daily_gets_one_push_of_all) {
    PushBucket bucket{6, kNow};
    const std::vector<DuePush> one{fresh(Tell::kDaily)};
    BOOST_TEST(!plan_pushes(one, bucket, kNow, {}).is_summary);
    const std::vector<DuePush> three(3, fresh(Tell::kDaily));
    const auto plan = plan_pushes(three, bucket, kNow, {});
    BOOST_TEST(plan.is_summary);
    BOOST_TEST(plan.pushed.size() == 3U);
    BOOST_TEST(bucket.tokens == 4U);
}

BOOST_AUTO_TEST_CASE(the_first_hour_of_a_message_that_everybody_likes_has_three_pushes) {
    // Somebody new every second, and the recipient does not look.
    const PushPolicy policy;
    std::optional<Time> due;
    std::uint32_t step = 0;
    int pushes = 0;
    for (auto now = kNow; now < kNow + 1h; now += 1s) {
        if (due && *due <= now) {
            due.reset();
            ++step;
            ++pushes;
        }
        if (!due) due = push_due({.is_first = now == kNow, .step = step}, Tell::kAll, zone(), now, policy);
    }
    BOOST_TEST(pushes <= 3);
    BOOST_TEST(pushes >= 2);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::notices::pushing_test
