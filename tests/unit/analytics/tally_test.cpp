#include "analytics/tally.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "analytics/bucket.hpp"
#include "unit/likes/build.hpp"

namespace likes::analytics::tally_test {

using namespace likes::test;
using std::chrono::seconds;
using std::chrono::sys_seconds;

const Uuid kChat = uuid(7);
const Uuid kMessage = uuid(255);
const std::string kAll{kAllReactions};

/// 2026-01-02 03:04:05: a quarter of an hour, a day.
constexpr std::int64_t kSecond = 1'767'323'045;
constexpr std::uint32_t kQuarter = 1'963'692;
constexpr std::uint32_t kDay = 20'455;

/// Bob wrote the message.
const Senders kByBob{{kMessage, user("bob")}};

Change gave(std::string_view name, std::int64_t second = kSecond) {
    return {user(name), Action::kPut, sys_seconds{seconds{second}}};
}

Change took_back(std::string_view name, std::int64_t second = kSecond) {
    return {user(name), Action::kTakeBack, sys_seconds{seconds{second}}};
}

FeedEntry entry(Cause cause, std::vector<Change> changes, const std::string& reaction = "like",
                const Uuid& message = kMessage, const Uuid& chat = kChat) {
    return {uuid(1), cause, {chat, {message, Reaction::parse(reaction).value()}, std::move(changes)}};
}

Tally tally_of(std::vector<FeedEntry> entries, const Senders& senders = kByBob) {
    return tally(entries, senders);
}

/// The four rows of a quarter to which one reaction in one chat adds the same.
std::map<QuarterKey, QuarterDelta> in_all_four(std::uint32_t quarter, const QuarterDelta& delta) {
    return {{{kDeployment, kAll, quarter}, delta},
            {{kDeployment, "like", quarter}, delta},
            {{kChat, kAll, quarter}, delta},
            {{kChat, "like", quarter}, delta}};
}

/// The rows of a user on a day: of all chats, and of the chat.
void add_days(std::map<DayKey, DayDelta>& days, std::string_view name, std::uint32_t day, const DayDelta& delta) {
    days[{kDeployment, user(name), day}] = delta;
    days[{kChat, user(name), day}] = delta;
}

BOOST_AUTO_TEST_SUITE(tally_of_the_feed)

BOOST_AUTO_TEST_CASE(each_cause_adds_what_it_is_about) {
    struct Case {
        std::string what;
        Cause cause;
        std::vector<Change> changes;
        QuarterDelta quarter;
        /// Of Alice, who gives, and of Bob, who is given.
        std::int64_t standing;
    };
    const std::vector<Case> cases{
        {"given", Cause::kUsers, {gave("alice")}, {1, 0}, 1},
        {"taken back", Cause::kUsers, {took_back("alice")}, {0, 1}, -1},
        {"given and taken back", Cause::kUsers, {gave("alice"), took_back("alice")}, {1, 1}, 0},
        {"taken back before it was given", Cause::kUsers, {took_back("alice"), gave("alice")}, {1, 1}, 0},
        {"given, taken back and given", Cause::kUsers, {gave("alice"), took_back("alice"), gave("alice")}, {2, 1}, 1},
        {"imported", Cause::kImport, {gave("alice")}, {1, 0}, 1},
        {"erased", Cause::kErasure, {took_back("alice")}, {-1, 0}, -1},
        {"corrected", Cause::kCorrection, {gave("alice")}, {0, 0}, 0},
        {"corrected, without a change", Cause::kCorrection, {}, {0, 0}, 0},
        {"without a change", Cause::kUsers, {}, {0, 0}, 0},
    };
    for (const auto& [what, cause, changes, quarter, standing] : cases) {
        BOOST_TEST_INFO_SCOPE(what);
        Tally expected;
        if (quarter != QuarterDelta{}) expected.quarters = in_all_four(kQuarter, quarter);
        if (standing != 0) {
            add_days(expected.days, "alice", kDay, {.given = standing});
            add_days(expected.days, "bob", kDay, {.received = standing});
        }
        BOOST_TEST((tally_of({entry(cause, changes)}) == expected));
    }
}

BOOST_AUTO_TEST_CASE(what_is_given_and_erased_in_one_part_leaves_no_trace) {
    const auto sum = tally_of({entry(Cause::kErasure, {took_back("alice")}), entry(Cause::kUsers, {gave("alice")})});
    BOOST_TEST((sum == Tally{}));
}

BOOST_AUTO_TEST_CASE(everything_counts_when_its_reaction_was_given) {
    struct Case {
        std::int64_t second;
        std::uint32_t quarter;
        std::uint32_t day;
    };
    const std::vector<Case> cases{
        {0, 0, 0},
        {899, 0, 0},
        {900, 1, 0},
        {86'399, 95, 0},
        {86'400, 96, 1},
        {kSecond, kQuarter, kDay},
        // Nobody's, but read from a text: it counts with the oldest, or the newest.
        {-1, 0, 0},
        {INT64_MIN, 0, 0},
        {INT64_MAX, 281'558'016, 2'932'896},
    };
    for (const auto& [second, quarter, day] : cases) {
        BOOST_TEST_INFO_SCOPE("second " << second);
        const auto sum = tally_of({entry(Cause::kUsers, {took_back("alice", second)})});
        BOOST_TEST((sum.quarters == in_all_four(quarter, {.taken_back = 1})));
        for (const auto& [key, delta] : sum.days) BOOST_TEST(key.day == day);
    }
}

BOOST_AUTO_TEST_CASE(a_reaction_on_ones_own_message_is_activity_but_nobodys) {
    for (const auto cause : {Cause::kUsers, Cause::kImport}) {
        const auto sum = tally_of({entry(cause, {gave("bob"), gave("alice"), took_back("bob")})});
        BOOST_TEST((sum.quarters == in_all_four(kQuarter, {2, 1})));
        std::map<DayKey, DayDelta> days;
        add_days(days, "alice", kDay, {.given = 1});
        add_days(days, "bob", kDay, {.received = 1});
        BOOST_TEST((sum.days == days));
    }
}

BOOST_AUTO_TEST_CASE(the_sender_of_a_message_that_is_gone_receives_nothing) {
    const auto sum = tally_of({entry(Cause::kUsers, {gave("alice")})}, {});
    BOOST_TEST((sum.quarters == in_all_four(kQuarter, {1, 0})));
    std::map<DayKey, DayDelta> days;
    add_days(days, "alice", kDay, {.given = 1});
    BOOST_TEST((sum.days == days));
}

BOOST_AUTO_TEST_CASE(one_who_gives_and_is_given_has_one_row) {
    const Senders senders{{kMessage, user("bob")}, {uuid(254), user("alice")}};
    const auto sum = tally_of(
        {entry(Cause::kUsers, {gave("alice")}), entry(Cause::kUsers, {gave("bob")}, "like", uuid(254))}, senders);
    std::map<DayKey, DayDelta> days;
    add_days(days, "alice", kDay, {1, 1});
    add_days(days, "bob", kDay, {1, 1});
    BOOST_TEST((sum.days == days));
}

BOOST_AUTO_TEST_CASE(reactions_and_chats_are_told_apart_and_counted_together) {
    const Uuid other_chat = uuid(8);
    const auto sum =
        tally_of({entry(Cause::kUsers, {gave("alice"), gave("carol")}), entry(Cause::kUsers, {gave("alice")}, "joy"),
                  entry(Cause::kUsers, {took_back("alice")}, "like", uuid(254), other_chat)});
    const std::map<QuarterKey, QuarterDelta> quarters{
        {{kDeployment, kAll, kQuarter}, {3, 1}},   {{kDeployment, "joy", kQuarter}, {1, 0}},
        {{kDeployment, "like", kQuarter}, {2, 1}}, {{kChat, kAll, kQuarter}, {3, 0}},
        {{kChat, "joy", kQuarter}, {1, 0}},        {{kChat, "like", kQuarter}, {2, 0}},
        {{other_chat, kAll, kQuarter}, {0, 1}},    {{other_chat, "like", kQuarter}, {0, 1}},
    };
    BOOST_TEST((sum.quarters == quarters));
    const std::map<DayKey, DayDelta> days{
        {{kDeployment, user("alice"), kDay}, {1, 0}}, {{kDeployment, user("bob"), kDay}, {0, 3}},
        {{kDeployment, user("carol"), kDay}, {1, 0}}, {{kChat, user("alice"), kDay}, {2, 0}},
        {{kChat, user("bob"), kDay}, {0, 3}},         {{kChat, user("carol"), kDay}, {1, 0}},
        {{other_chat, user("alice"), kDay}, {-1, 0}},
    };
    BOOST_TEST((sum.days == days));
}

BOOST_AUTO_TEST_CASE(neither_order_nor_parts_matter) {
    std::vector<FeedEntry> entries;
    for (int i = 0; i < 40; ++i) {
        const auto name = "user" + std::to_string(i % 5);
        const auto second = kSecond + std::int64_t{450} * (i % 7);
        entries.push_back(entry(i % 9 == 8 ? Cause::kErasure : Cause::kUsers,
                                {i % 3 == 2 ? took_back(name, second) : gave(name, second)},
                                i % 2 == 0 ? "like" : "joy"));
    }
    const auto whole = tally_of(entries);
    Tally sum;
    const auto add_up = [&](const Tally& part) {
        for (const auto& [key, delta] : part.quarters) {
            sum.quarters[key].given += delta.given;
            sum.quarters[key].taken_back += delta.taken_back;
        }
        for (const auto& [key, delta] : part.days) {
            sum.days[key].given += delta.given;
            sum.days[key].received += delta.received;
        }
    };
    std::reverse(entries.begin(), entries.end());
    const std::span all{entries};
    for (std::size_t i = 0; i < all.size(); i += 8) add_up(tally(all.subspan(i, 8), kByBob));
    std::erase_if(sum.quarters, [](const auto& row) { return row.second == QuarterDelta{}; });
    std::erase_if(sum.days, [](const auto& row) { return row.second == DayDelta{}; });
    BOOST_TEST((sum == whole));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::analytics::tally_test
