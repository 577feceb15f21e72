#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <future>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "direct_store.hpp"
#include "runtime/log.hpp"
#include "store/reaction_writer.hpp"
#include "support/chat.hpp"
#include "support/counters.hpp"
#include "support/patience.hpp"
#include "support/row_lock.hpp"
#include "support/service.hpp"
#include "support/sql.hpp"
#include "support/unique.hpp"
#include "unit/likes/build.hpp"

namespace likes::test {
namespace {

using namespace std::chrono_literals;
using store::ReactionWriter;

/// No relay publishes what the cases leave in the outbox.
struct OncePerProcess {
    OncePerProcess() { log::init("writer_test", "error"); }
    HeldLease lease;
};
BOOST_TEST_GLOBAL_FIXTURE(OncePerProcess);

constexpr Time kNoon = std::chrono::sys_days{std::chrono::year{2025} / 10 / 3} + 12h;
constexpr Time kLater = kNoon + 1s;

std::vector<ChangeResult> results_of(const ReactionWriter::Written& written) {
    std::vector<ChangeResult> results;
    for (const auto& outcome : written.outcomes) results.push_back(outcome.result);
    return results;
}

std::vector<std::uint64_t> versions_of(const ReactionWriter::Written& written) {
    std::vector<std::uint64_t> versions;
    for (const auto& outcome : written.outcomes) versions.push_back(outcome.state.snapshot.version);
    return versions;
}

using Texts = std::vector<std::string>;
constexpr auto kEach = boost::test_tools::per_element();

BOOST_AUTO_TEST_SUITE(reaction_writer)

BOOST_AUTO_TEST_CASE(a_batch_is_answered_in_its_order_and_an_impossible_change_harms_none_of_its_neighbours) {
    const Chat chat{3, 2};
    const auto& [ann, bob, eve] = std::tie(chat.members()[0], chat.members()[1], chat.members()[2]);
    const auto first = target(chat.messages()[0]);
    const auto joy = target(chat.messages()[0], "joy");
    const auto second = target(chat.messages()[1]);
    const std::vector<ReactionChange> changes{
        put(first, ann),
        put(second, bob),
        put(first, bob),
        put(joy, ann),
        take_back(first, ann),
        put(first, unique_user("stranger")),
        put(target(unique_uuid()), ann),
        put(first, bob),
        take_back(second, eve),
        put(first, ann),
    };
    const auto written = writer_at(kNoon).apply(changes);

    using enum ChangeResult;
    BOOST_TEST((results_of(written) == std::vector{kLiked, kLiked, kLiked, kLiked, kUnliked, kNotAMember,
                                                   kNoSuchMessage, kAlreadyLiked, kWasNotLiked, kLiked}));
    BOOST_TEST(versions_of(written) == (std::vector<std::uint64_t>{1, 1, 2, 1, 3, 0, 0, 3, 1, 4}), kEach);
    BOOST_TEST(!written.outcomes[4].state.is_liked);
    BOOST_TEST(written.outcomes[9].state.is_liked);
    BOOST_TEST((written.outcomes[9].state.snapshot.liked_by == users({bob, ann})));

    const auto tables = chat.tables();
    BOOST_TEST(tables.size() == 3U);
    const auto& likes = tables.at({chat.messages()[0], "like"});
    BOOST_TEST(likes.users == (Texts{bob, ann}), kEach);
    BOOST_TEST(likes.total == 2U);
    BOOST_TEST(likes.version == 4U);
    BOOST_TEST(tables.at({chat.messages()[0], "joy"}).users == Texts{ann}, kEach);
    BOOST_TEST(tables.at({chat.messages()[1], "like"}).users == Texts{bob}, kEach);
    BOOST_TEST(contradictions(chat) == Texts{}, kEach);

    BOOST_TEST(chat.outbox_rows() == 1U);
    BOOST_TEST(outbox_of(first) == Texts{"+" + ann + " +" + bob + " -" + ann + " +" + ann}, kEach);
    BOOST_TEST(outbox_of(joy) == Texts{"+" + ann}, kEach);
    BOOST_TEST(outbox_of(second) == Texts{"+" + bob}, kEach);
    BOOST_TEST(written.to_publish.events.size() == 3U);
    BOOST_TEST(written.to_publish.delayed.empty());
}

BOOST_AUTO_TEST_CASE(what_is_due_about_a_message_that_was_moved_is_told_where_it_is_now) {
    const Chat chat{2};
    const Chat other{1};
    const auto message = target(chat.message());
    Time now = kNoon;
    auto writer = writer_at(now);
    writer.apply(std::vector{put(message, chat.members()[0])});
    const auto pending = writer.apply(std::vector{put(message, chat.members()[1])}).to_publish.delayed;
    BOOST_REQUIRE(pending.size() == 1U);
    BOOST_TEST((pending[0].chat == uuid(chat.id())));
    move_message(chat.message(), other);
    BOOST_TEST(writer.apply(std::vector{put(message, other.members()[0])}).to_publish.events.empty());
    now = kNoon + kEventInterval;
    const auto due = writer.take_due(pending);
    BOOST_REQUIRE(due.events.size() == 1U);
    BOOST_TEST((due.events[0].chat == uuid(other.id())));
}

BOOST_AUTO_TEST_CASE(what_changes_nothing_makes_no_version_and_no_event) {
    const Chat chat{2};
    const auto& ann = chat.members()[0];
    const auto message = target(chat.message());
    auto writer = writer_at(kNoon);
    writer.apply(std::vector{put(message, ann)});
    const auto again = writer.apply(std::vector{put(message, ann), take_back(message, chat.members()[1])});
    BOOST_TEST((results_of(again) == std::vector{ChangeResult::kAlreadyLiked, ChangeResult::kWasNotLiked}));
    BOOST_TEST(versions_of(again) == (std::vector<std::uint64_t>{1, 1}), kEach);
    BOOST_TEST(again.to_publish.events.empty());
    BOOST_TEST(summary_row(chat.message()).version == 1U);
    BOOST_TEST(chat.outbox_rows() == 1U);
}

BOOST_AUTO_TEST_CASE(a_second_event_within_the_interval_is_delayed_and_taken_once_when_it_is_due) {
    const Chat chat{3};
    const auto message = target(chat.message());
    Time now = kNoon;
    auto writer = writer_at(now);
    BOOST_TEST(writer.apply(std::vector{put(message, chat.members()[0])}).to_publish.events.size() == 1U);
    now += kEventInterval / 2;
    auto late = put(message, chat.members()[1]);
    late.trace.request_id = "of-the-second";
    const auto [outcomes, delayed] = writer.apply(std::vector{late});
    BOOST_TEST(delayed.events.empty());
    BOOST_REQUIRE(delayed.delayed.size() == 1U);
    BOOST_TEST((delayed.delayed[0].due == kNoon + kEventInterval));
    BOOST_TEST((delayed.delayed[0].chat == uuid(chat.id())));
    BOOST_TEST((delayed.delayed[0].target == message));

    now = kNoon + kEventInterval - 1us;
    const auto early = writer.take_due(delayed.delayed);
    BOOST_TEST(early.events.empty());
    BOOST_REQUIRE(early.delayed.size() == 1U);
    BOOST_TEST((early.delayed[0].due == kNoon + kEventInterval));

    now = kNoon + kEventInterval;
    const auto due = writer.take_due(early.delayed);
    BOOST_TEST(due.delayed.empty());
    BOOST_REQUIRE(due.events.size() == 1U);
    BOOST_TEST(due.events[0].snapshot.version == 2U);
    BOOST_TEST((due.events[0].changes == std::vector{liked(chat.members()[1])}));
    BOOST_TEST(due.events[0].outbox_ids.size() == 1U);
    BOOST_TEST(due.events[0].trace.request_id == "of-the-second");
    const auto twice = writer.take_due(early.delayed);
    BOOST_TEST((twice.events.empty() && twice.delayed.empty()));

    // The interval has begun anew.
    now += kEventInterval / 2;
    const auto next = writer.apply(std::vector{put(message, chat.members()[2])}).to_publish;
    BOOST_REQUIRE(next.delayed.size() == 1U);
    BOOST_TEST((next.delayed[0].due == kNoon + 2 * kEventInterval));
    BOOST_TEST(contradictions(chat) == Texts{}, kEach);
}

// The one locks nothing, and the other must not be without a lock for that.
BOOST_AUTO_TEST_CASE(a_stranger_who_asks_first_keeps_no_member_from_the_same_message) {
    const Chat chat{2};
    const auto message = target(chat.message());
    auto writer = writer_at(kNoon);
    // Without a summary, and then with one.
    for (const auto& member : chat.members()) {
        const auto written = writer.apply(std::vector{put(message, unique_user("stranger")), put(message, member)});
        BOOST_TEST((results_of(written) == std::vector{ChangeResult::kNotAMember, ChangeResult::kLiked}));
    }
    BOOST_TEST(summary_row(chat.message()).version == 2U);
    BOOST_TEST(contradictions(chat) == Texts{}, kEach);
}

// Both found no summary that they could have locked.
BOOST_AUTO_TEST_CASE(of_two_who_like_first_at_one_time_the_slower_one_comes_second) {
    const Chat chat{2};
    const auto& [ann, bob] = std::pair{chat.members()[0], chat.members()[1]};
    const auto message = target(chat.message());
    std::future<ReactionWriter::Written> slower;
    auto faster = session_of("handlers");
    faster.transaction([&](database::Session& session) {
        const auto insert = [&](const std::string& rows) { session.prepare(rows).executeUpdate(); };
        const std::string summary = "INSERT INTO reaction_summaries VALUES (" + sql_id(chat.message()) +
                                    ", 'like', 1, 1, '2025-10-03 12:00:00', '1970-01-01', '" + ann +
                                    ",1,1759492800', '')";
        const std::string row = "INSERT INTO reactions VALUES (" + sql_id(chat.message()) + ", 'like', '" + ann +
                                "', 1, '2025-10-03 12:00:00')";
        insert(summary);
        insert(row);
        slower = std::async(std::launch::async, [&] {
            return writer_at(kLater, {}, session_of("handlers", 10s)).apply(std::vector{put(message, bob)});
        });
        BOOST_TEST(eventually([] { return waiting_transactions() == 1; }));
    });
    BOOST_TEST(versions_of(slower.get()) == std::vector<std::uint64_t>{2}, kEach);
    BOOST_TEST(rows_of_reactions(chat.message()) == (Texts{ann, bob}), kEach);
    BOOST_TEST(contradictions(chat) == Texts{}, kEach);
}

BOOST_AUTO_TEST_CASE(a_like_waits_for_nobody_who_writes_its_message_or_its_membership) {
    const Chat chat{2, 2};
    const auto& ann = chat.members()[0];
    std::vector<ReactionWriter::Written> written;
    while_locked(
        "SELECT 1 FROM messages JOIN chat_members USING (chat_id) WHERE chat_id = " + sql_id(chat.id()) + " FOR UPDATE",
        [&] {
            auto writer = writer_at(kNoon);
            written.push_back(writer.apply(std::vector{put(target(chat.messages()[0]), ann)}));
            written.push_back(writer.apply(
                std::vector{take_back(target(chat.messages()[0]), ann), put(target(chat.messages()[1]), ann)}));
        });
    BOOST_TEST((results_of(written[0]) == std::vector{ChangeResult::kLiked}));
    BOOST_TEST((results_of(written[1]) == std::vector{ChangeResult::kUnliked, ChangeResult::kLiked}));
}

BOOST_AUTO_TEST_CASE(the_outbox_says_when_a_reaction_that_is_taken_back_was_given) {
    const Chat chat{20};
    const auto message = target(chat.message());
    for (const auto& member : chat.members()) writer_at(kNoon).apply(std::vector{put(message, member)});
    // The oldest is not in the summary any more, the newest is.
    const auto& oldest = chat.members().front();
    const auto& newest = chat.members().back();
    writer_at(kLater).apply(std::vector{take_back(message, oldest), take_back(message, newest)});
    const std::string noon = ',' + std::to_string(kNoon.time_since_epoch() / 1s);
    const auto entry = sql("SELECT entries, cause FROM outbox WHERE INSTR(entries, " +
                           sql_text(message.message.to_hex()) + ") ORDER BY outbox_id DESC LIMIT 1")
                           .at(0);
    BOOST_TEST(entry.at(0).ends_with(" like -" + oldest + noon + " -" + newest + noon), entry.at(0));
    BOOST_TEST(entry.at(1) == "0");
}

BOOST_AUTO_TEST_CASE(of_reactions_that_exclude_one_another_a_user_keeps_the_last) {
    const Chat chat{2};
    const auto& ann = chat.members()[0];
    const auto like = target(chat.message());
    const auto joy = target(chat.message(), "joy");
    Time now = kNoon;
    auto writer = writer_at(now, {like.reaction, joy.reaction});
    writer.apply(std::vector{put(like, ann), put(like, chat.members()[1])});
    now += 1ms;
    const auto other = writer.apply(std::vector{put(joy, ann)});
    BOOST_TEST((results_of(other) == std::vector{ChangeResult::kLiked}));
    BOOST_TEST(rows_of_reactions(chat.message()) == Texts{chat.members()[1]}, kEach);
    BOOST_TEST(rows_of_reactions(chat.message(), "joy") == Texts{ann}, kEach);
    BOOST_TEST(outbox_of(like).back() == "-" + ann);
    BOOST_TEST(outbox_of(joy) == Texts{"+" + ann}, kEach);

    const auto batch = writer.apply(std::vector{put(like, ann), put(joy, ann), put(like, ann)});
    BOOST_TEST(batch.outcomes.size() == 3U);
    BOOST_TEST(rows_of_reactions(chat.message()) == (Texts{chat.members()[1], ann}), kEach);
    BOOST_TEST(rows_of_reactions(chat.message(), "joy") == Texts{}, kEach);
    BOOST_TEST(contradictions(chat) == Texts{}, kEach);
}

BOOST_AUTO_TEST_CASE(to_put_a_reaction_takes_all_that_it_excludes_from_this_message_and_nothing_else_does) {
    const Chat chat{1, 2};
    const auto& ann = chat.members()[0];
    const auto like = target(chat.message());
    const auto joy = target(chat.message(), "joy");
    const auto up = target(chat.message(), "thumbs_up");
    // From before there was that rule.
    writer_at(kNoon).apply(std::vector{put(like, ann), put(joy, ann), put(up, ann)});
    auto writer = writer_at(kLater, {like.reaction, joy.reaction, up.reaction});
    const auto again = writer.apply(std::vector{put(joy, ann)});
    BOOST_TEST((results_of(again) == std::vector{ChangeResult::kAlreadyLiked}));
    BOOST_TEST(versions_of(again) == std::vector<std::uint64_t>{1}, kEach);
    const auto rows = chat.outbox_rows();
    writer.apply(std::vector{put(joy, ann), take_back(up, ann)});
    BOOST_TEST(chat.outbox_rows() == rows);
    writer.apply(std::vector{put(target(chat.messages()[1], "thumbs_up"), ann)});
    BOOST_TEST(rows_of_reactions(chat.message(), "joy") == Texts{ann}, kEach);
    for (const std::string code : {"like", "thumbs_up"}) {
        BOOST_TEST(rows_of_reactions(chat.message(), code) == Texts{}, kEach);
        BOOST_TEST(summary_row(chat.message(), code).version == 2U);
    }
    BOOST_TEST(contradictions(chat) == Texts{}, kEach);
}

BOOST_AUTO_TEST_CASE(who_is_no_longer_in_the_summary_can_unlike_and_the_summary_is_filled_up_from_the_rows) {
    const Chat chat{20};
    const auto message = target(chat.message());
    auto writer = writer_at(kNoon);
    std::vector<ReactionChange> all;
    for (const auto& member : chat.members()) all.push_back(put(message, member));
    writer.apply(all);
    const auto oldest = writer.apply(std::vector{take_back(message, chat.members()[0])});
    BOOST_TEST((oldest.outcomes[0].result == ChangeResult::kUnliked));

    std::vector<ReactionChange> newest;
    for (std::size_t i = 14; i < 20; ++i) newest.push_back(take_back(message, chat.members()[i]));
    const auto state = writer.apply(newest).outcomes.back().state.snapshot;
    BOOST_TEST(state.total == 13U);
    BOOST_TEST(state.truncated);
    BOOST_TEST(state.liked_by.size() == 10U);
    BOOST_TEST(state.liked_by.front().str() == chat.members()[4]);
    BOOST_TEST(contradictions(chat) == Texts{}, kEach);
}

BOOST_AUTO_TEST_CASE(an_erasure_takes_the_users_reactions_back_and_counts_them) {
    const Chat chat{2, 2};
    const auto& [gone, stays] = std::tie(chat.members()[0], chat.members()[1]);
    const auto first = target(chat.messages()[0]);
    const auto joy = target(chat.messages()[0], "joy");
    const auto deleted = target(chat.messages()[1]);
    writer_at(kNoon).apply(std::vector{put(first, gone), put(first, stays), put(joy, gone), put(deleted, gone)});
    chat.leave(gone);
    delete_message(chat.messages()[1]);
    sql("INSERT INTO erasures (user_id, begun_at, erased, published) VALUES (" + sql_text(gone) +
        ", UTC_TIMESTAMP(6), 0, 0)");

    std::vector<MessageReaction> targets{first, joy, deleted};
    std::sort(targets.begin(), targets.end());
    auto writer = writer_at(kLater, {}, session_of("operator"));
    const auto erased = writer.erase(targets, user(gone), {});
    BOOST_TEST(erased.reactions == 3U);
    BOOST_TEST(erased.published == 2U);
    const auto again = writer.erase(targets, user(gone), {});
    BOOST_TEST(again.reactions == 0U);

    BOOST_TEST(rows_of_reactions(chat.messages()[0]) == Texts{stays}, kEach);
    BOOST_TEST(summary_row(chat.messages()[0]).total == 1U);
    BOOST_TEST(summary_row(chat.messages()[0]).version == 3U);
    BOOST_TEST(summary_row(chat.messages()[1]).total == 0U);
    BOOST_TEST(outbox_of(first).back() == "-" + gone);
    BOOST_TEST(outbox_of(joy).back() == "-" + gone);
    BOOST_TEST(outbox_of(deleted) == Texts{"+" + gone}, kEach);
    BOOST_TEST(contradictions(chat) == Texts{}, kEach);
    const auto counts = sql("SELECT erased, published FROM erasures WHERE user_id = " + sql_text(gone));
    BOOST_TEST(counts.at(0) == (Texts{"3", "2"}), kEach);
    sql("DELETE FROM erasures WHERE user_id = " + sql_text(gone));
}

// Each would hold what the other one waits for, if they locked in the order of their changes.
BOOST_AUTO_TEST_CASE(two_writers_who_name_the_same_messages_in_opposite_order_do_not_deadlock) {
    const Chat chat{3, 3};
    auto messages = chat.messages();
    std::sort(messages.begin(), messages.end());
    const auto likes_of_all = [&](const std::string& user) {
        std::vector<ReactionChange> changes;
        for (const auto& message : messages) changes.push_back(put(target(message), user));
        return changes;
    };
    const auto upwards = likes_of_all(chat.members()[0]);
    auto downwards = likes_of_all(chat.members()[1]);
    std::reverse(downwards.begin(), downwards.end());
    auto first = writer_at(kNoon);
    auto second = writer_at(kNoon);
    first.apply(likes_of_all(chat.members()[2]));
    run_both_from_a_lock(
        "SELECT version FROM reaction_summaries WHERE message_id = " + sql_id(messages[1]) + " FOR UPDATE",
        [&] { first.apply(upwards); }, [&] { second.apply(downwards); });
    for (const auto& message : messages) BOOST_TEST(summary_row(message).total == 3U);
    BOOST_TEST(contradictions(chat) == Texts{}, kEach);
}

/// A batch that waits for the lock of the first message while its members may leave: Ann likes both messages, Bob the
/// first one.
struct Waiting {
    /// `age_max` as in ReactionWriter::Settings.
    explicit Waiting(std::chrono::milliseconds age_max) : age_max_{age_max} {
        for (const auto& message : chat.messages()) {
            writer_at(kNoon).apply(std::vector{put(target(message), chat.members()[2])});
        }
    }

    ReactionWriter::Written apply_while(const std::function<void()>& something_happens) {
        ReactionWriter writer{session_of("handlers"),
                              {kTenLikers, kEventInterval, {}, age_max_},
                              [] { return kLater; },
                              seeded_random_bits()};
        const auto likes = {put(target(chat.messages()[0]), ann), put(target(chat.messages()[0]), bob),
                            put(target(chat.messages()[1]), ann)};
        std::future<ReactionWriter::Written> written;
        while_locked(
            "SELECT version FROM reaction_summaries WHERE message_id = " + sql_id(chat.messages()[0]) + " FOR UPDATE",
            [&] {
                written = std::async(std::launch::async, [&] { return writer.apply(std::vector(likes)); });
                BOOST_TEST_REQUIRE(eventually([] { return waiting_transactions() == 1; }));
                something_happens();
            });
        auto result = written.get();
        BOOST_TEST(contradictions(chat) == Texts{}, kEach);
        return result;
    }

    const Chat chat{3, 2};
    const std::string& ann = chat.members()[0];
    const std::string& bob = chat.members()[1];

  private:
    std::chrono::milliseconds age_max_;
};

BOOST_AUTO_TEST_CASE(who_left_while_a_lock_was_waited_for_changes_nothing_and_the_others_do) {
    Waiting waiting{0ms};
    const auto written = waiting.apply_while([&] { waiting.chat.leave(waiting.ann); });
    using enum ChangeResult;
    BOOST_TEST((results_of(written) == std::vector{kNotAMember, kLiked, kNotAMember}));
    BOOST_TEST(rows_of_reactions(waiting.chat.messages()[0]) == (Texts{waiting.chat.members()[2], waiting.bob}), kEach);
    BOOST_TEST(rows_of_reactions(waiting.chat.messages()[1]) == Texts{waiting.chat.members()[2]}, kEach);
    BOOST_TEST(written.to_publish.events.size() == 1U);
}

BOOST_AUTO_TEST_CASE(when_everybody_left_while_a_lock_was_waited_for_nothing_happens) {
    Waiting waiting{0ms};
    const auto written = waiting.apply_while([&] {
        delete_message(waiting.chat.messages()[1]);
        for (const auto& member : waiting.chat.members()) waiting.chat.leave(member);
    });
    using enum ChangeResult;
    BOOST_TEST((results_of(written) == std::vector{kNotAMember, kNotAMember, kNoSuchMessage}));
    BOOST_TEST(written.to_publish.events.empty());
    BOOST_TEST(summary_row(waiting.chat.messages()[0]).version == 1U);
}

BOOST_AUTO_TEST_CASE(who_joined_while_a_lock_was_waited_for_is_refused_still) {
    Waiting waiting{0ms};
    waiting.chat.leave(waiting.bob);
    const auto written = waiting.apply_while([&] { waiting.chat.rejoin(waiting.bob); });
    using enum ChangeResult;
    BOOST_TEST((results_of(written) == std::vector{kLiked, kNotAMember, kLiked}));
}

BOOST_AUTO_TEST_CASE(members_are_read_once_if_the_locks_came_soon_enough) {
    Waiting waiting{1h};
    const auto written = waiting.apply_while([&] { waiting.chat.leave(waiting.ann); });
    using enum ChangeResult;
    BOOST_TEST((results_of(written) == std::vector{kLiked, kLiked, kLiked}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
