#include "publishing/outbox.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "base/uuid_v7.hpp"
#include "direct_store.hpp"
#include "runtime/log.hpp"
#include "store/chat_changes.hpp"
#include "support/chat.hpp"
#include "support/counters.hpp"
#include "support/service.hpp"
#include "support/sql.hpp"
#include "unit/likes/build.hpp"

namespace likes::test {
namespace {

using namespace std::chrono_literals;
using publishing::Outbox;

/// No relay takes what the cases leave in the outbox.
struct OncePerProcess {
    OncePerProcess() { log::init("outbox_test", "error"); }
    HeldLease lease;
};
BOOST_TEST_GLOBAL_FIXTURE(OncePerProcess);

using Texts = std::vector<std::string>;
constexpr auto kEach = boost::test_tools::per_element();

Outbox outbox_of_account(const std::string& account) {
    return {session_of(account), kTenLikers, kEventInterval, {}};
}

/// A chat, and a time of yesterday at which nothing happened but what the case does, a millisecond apart.
struct Scene {
    explicit Scene(std::size_t messages = 1) : chat{2, messages} {}

    // The writer's clock is in here.
    Scene(const Scene&) = delete;
    Scene& operator=(const Scene&) = delete;

    /// A millisecond after what was applied before.
    std::vector<Event> apply(const std::vector<ReactionChange>& changes) {
        now += 1ms;
        return writer.apply(changes).to_publish.events;
    }

    Outbox::Leftovers leftovers(std::size_t limit = 100) { return leftovers(uuid_v7_floor(begin), limit); }
    Outbox::Leftovers leftovers(const Uuid& after, std::size_t limit) {
        return outbox.leftovers(after, now + 1ms, limit, now);
    }

    MessageReaction message(std::size_t number = 0) const { return target(chat.messages()[number]); }
    const std::string& ann() const { return chat.members()[0]; }
    const std::string& bob() const { return chat.members()[1]; }

    Chat chat;
    Time begin = std::chrono::floor<std::chrono::milliseconds>(system_now()) - 24h;
    Time now = begin;
    store::ReactionWriter writer = writer_at(now);
    Outbox outbox = outbox_of_account("relay");
};

std::vector<PublishedEvent> published(const std::vector<Event>& events) {
    std::vector<PublishedEvent> published;
    for (const auto& event : events) published.push_back({event.chat, event.target, event.outbox_ids});
    return published;
}

std::string shard_of(const Chat& chat) {
    return " WHERE shard = " + std::to_string(store::sequence_shard(uuid(chat.id())));
}

std::uint64_t newest_sequence(const Chat& chat) {
    return sql_number("SELECT sequence FROM chat_sequences" + shard_of(chat));
}

/// The recorded changes of a chat, in the order of their numbers: `<`, or `=` for those of the newest number.
std::string sequences_of(const Chat& chat) {
    return sql("SELECT GROUP_CONCAT(IF(c.sequence < s.newest, '<', '=') ORDER BY c.sequence SEPARATOR '') "
               "FROM chat_changes c JOIN (SELECT MAX(sequence) AS newest FROM chat_changes WHERE chat_id = " +
               sql_id(chat.id()) + ") s WHERE c.chat_id = " + sql_id(chat.id()))
        .at(0)
        .at(0);
}

BOOST_AUTO_TEST_SUITE(outbox)

BOOST_AUTO_TEST_CASE(leftovers_are_one_event_per_target_with_a_new_version_and_who_likes_now) {
    Scene scene{2};
    const auto joy = target(scene.chat.message(), "joy");
    scene.apply({put(scene.message(0), scene.ann()), put(scene.message(0), scene.bob()), put(joy, scene.ann()),
                 put(scene.message(1), scene.bob())});
    scene.apply({take_back(scene.message(0), scene.ann())});

    scene.now += kEventInterval;
    const auto leftovers = scene.leftovers();
    BOOST_REQUIRE(leftovers.events.size() == 3U);
    const auto event = std::find_if(leftovers.events.begin(), leftovers.events.end(),
                                    [&](const Event& each) { return each.target == scene.message(0); });
    BOOST_REQUIRE((event != leftovers.events.end()));
    BOOST_TEST((event->chat == uuid(scene.chat.id())));
    BOOST_TEST((event->changes == std::vector{liked(scene.bob()), unliked(scene.ann())}));
    BOOST_TEST((event->snapshot.liked_by == users({scene.bob()})));
    BOOST_TEST(event->snapshot.total == 1U);
    BOOST_TEST(event->snapshot.version == 4U);
    BOOST_TEST(event->outbox_ids.size() == 2U);
    BOOST_TEST((leftovers.last == event->outbox_ids.back()));

    // The version is the table's as well, nothing is unpublished, and the interval before the next event has begun.
    BOOST_TEST(summary_row(scene.chat.message()).version == 4U);
    BOOST_TEST(sql_number("SELECT COUNT(*) FROM reaction_summaries WHERE unpublished <> '' AND message_id = " +
                          sql_id(scene.chat.message())) == 0U);
    BOOST_TEST(scene.apply({put(scene.message(0), scene.ann())}).empty());
    // What is not settled is left over again.
    BOOST_TEST(scene.leftovers().events.size() == 3U);
    BOOST_TEST(contradictions(scene.chat) == Texts{}, kEach);
}

BOOST_AUTO_TEST_CASE(leftovers_of_a_message_that_was_moved_are_told_where_it_is_now_and_nowhere_else) {
    Scene scene;
    const Chat other{1};
    const auto& eve = other.members()[0];
    scene.apply({put(scene.message(), scene.ann())});
    move_message(scene.chat.message(), other);
    BOOST_TEST((scene.leftovers().events.at(0).chat == uuid(other.id())));

    scene.apply({put(scene.message(), eve)});
    const auto moved = scene.leftovers();
    BOOST_REQUIRE(moved.events.size() == 1U);
    BOOST_TEST((moved.events[0].chat == uuid(other.id())));
    BOOST_TEST((moved.events[0].changes == std::vector{liked(scene.ann()), liked(eve)}));
    // Then it is deleted, and was last seen there.
    delete_message(scene.chat.message());
    const auto deleted = scene.leftovers();
    BOOST_REQUIRE(deleted.events.size() == 1U);
    BOOST_TEST((deleted.events[0].chat == uuid(other.id())));

    scene.outbox.settle(published(deleted.events));
    BOOST_TEST(outbox_of(scene.message()).empty());
    BOOST_TEST(sequences_of(other) == "=");
}

BOOST_AUTO_TEST_CASE(leftovers_come_in_parts_the_oldest_first_and_young_rows_not_at_all) {
    Scene scene{3};
    for (std::size_t i = 0; i < 3; ++i) scene.apply({put(scene.message(i), scene.ann())});
    const auto first = scene.leftovers(2);
    BOOST_TEST(first.events.size() == 2U);
    const auto second = scene.leftovers(first.last.value(), 2);
    BOOST_REQUIRE(second.events.size() == 1U);
    BOOST_TEST((second.events[0].target == scene.message(2)));
    const auto third = scene.leftovers(second.last.value(), 2);
    BOOST_TEST(third.events.empty());
    BOOST_TEST(!third.last);

    const auto old = scene.outbox.leftovers(uuid_v7_floor(scene.begin), scene.begin + 2ms, 100, scene.now);
    BOOST_REQUIRE(old.events.size() == 1U);
    BOOST_TEST((old.events[0].target == scene.message(0)));
}

BOOST_AUTO_TEST_CASE(an_event_takes_the_unpublished_changes_along_whose_rows_are_not_in_its_part) {
    Scene scene;
    scene.apply({put(scene.message(), scene.ann())});
    BOOST_TEST(scene.apply({put(scene.message(), scene.bob())}).empty());
    const auto leftovers = scene.leftovers(1);
    BOOST_REQUIRE(leftovers.events.size() == 1U);
    BOOST_TEST((leftovers.events[0].changes == std::vector{liked(scene.ann()), liked(scene.bob())}));
    BOOST_TEST(leftovers.events[0].outbox_ids.size() == 2U);
    scene.outbox.settle(published(leftovers.events));
    BOOST_TEST(scene.chat.outbox_rows() == 0U);
}

BOOST_AUTO_TEST_CASE(rows_that_cannot_be_read_are_skipped_and_stay) {
    Scene scene{2};
    scene.apply({put(scene.message(0), scene.ann())});
    const std::string ids = uuid(scene.chat.id()).to_hex() + ' ' + scene.message(1).message.to_hex();
    const auto insert = [&](const std::string& entries) {
        scene.now += 1ms;
        sql("INSERT INTO outbox (outbox_id, entries) VALUES (" + sql_id(uuid_v7_floor(scene.now).to_string()) + ", " +
            sql_text(entries) + ")");
    };
    insert(ids + " like what?");
    insert(ids + " like +ann,1 ");
    insert(ids + " No +ann,1");
    const auto leftovers = scene.leftovers();
    BOOST_REQUIRE(leftovers.events.size() == 1U);
    BOOST_TEST((leftovers.events[0].target == scene.message(0)));
    // The next part begins after them.
    BOOST_TEST((leftovers.last == uuid_v7_floor(scene.now)));
    scene.outbox.settle(published(leftovers.events));
    BOOST_TEST(scene.chat.outbox_rows() == 3U);
    scene.chat.empty_outbox();
}

BOOST_AUTO_TEST_CASE(a_summary_that_cannot_be_read_keeps_no_other_message_from_being_published) {
    Scene scene{2};
    scene.apply({put(scene.message(0), scene.ann()), put(scene.message(1), scene.ann())});
    sql("UPDATE reaction_summaries SET recent = 'who?' WHERE message_id = " + sql_id(scene.chat.messages()[0]));
    const auto others = scene.leftovers();
    BOOST_REQUIRE(others.events.size() == 1U);
    BOOST_TEST((others.events[0].target == scene.message(1)));
    scene.outbox.settle(published(others.events));
    // Its own row waits until somebody corrects it.
    BOOST_TEST(scene.leftovers().events.empty());
    BOOST_TEST(scene.chat.outbox_rows() == 1U);
    sql("UPDATE reaction_summaries SET recent = '' WHERE message_id = " + sql_id(scene.chat.messages()[0]));
    BOOST_TEST(scene.leftovers().events.size() == 1U);
    scene.chat.empty_outbox();
}

BOOST_AUTO_TEST_CASE(what_is_settled_is_gone_from_the_outbox_and_recorded_in_its_chat_and_twice_does_no_harm) {
    Scene scene{3};
    const auto first = published(scene.apply({put(scene.message(0), scene.ann()), put(scene.message(1), scene.ann())}));
    const auto second = published(scene.apply({put(scene.message(2), scene.ann())}));
    auto handler = outbox_of_account("handlers");
    handler.settle({});
    handler.settle(first);
    BOOST_TEST(scene.chat.outbox_rows() == 1U);
    BOOST_TEST(sequences_of(scene.chat) == "==");
    handler.settle(second);
    BOOST_TEST(scene.chat.outbox_rows() == 0U);
    BOOST_TEST(sequences_of(scene.chat) == "<<=");
    const auto newest = newest_sequence(scene.chat);
    // As the relay does, when a handler was faster.
    scene.outbox.settle(second);
    BOOST_TEST(scene.chat.outbox_rows() == 0U);
    BOOST_TEST(sequences_of(scene.chat) == "<<=");
    BOOST_TEST(newest_sequence(scene.chat) > newest);
}

// Each would hold what the other one waits for, if they locked in the order of their events.
BOOST_AUTO_TEST_CASE(two_who_settle_the_same_in_opposite_order_do_not_deadlock) {
    std::array<Scene, 3> scenes;
    std::vector<PublishedEvent> upwards;
    for (auto& scene : scenes) {
        upwards.push_back(published(scene.apply({put(scene.message(), scene.ann())})).at(0));
        // Then there is a row to lock.
        scene.outbox.settle(published(scene.apply({put(target(scene.chat.message(), "joy"), scene.ann())})));
    }
    const auto by_chat = [](const auto& one, const auto& other) { return one.chat < other.chat; };
    std::sort(upwards.begin(), upwards.end(), by_chat);
    const std::vector downwards(upwards.rbegin(), upwards.rend());
    auto handler = outbox_of_account("handlers");
    auto relay = outbox_of_account("relay");
    run_both_from_a_lock(
        "SELECT sequence FROM chat_sequences WHERE shard = " + std::to_string(store::sequence_shard(upwards[1].chat)) +
            " FOR UPDATE",
        [&] { handler.settle(upwards); }, [&] { relay.settle(downwards); });
    for (const auto& scene : scenes) {
        BOOST_TEST(scene.chat.outbox_rows() == 0U);
        BOOST_TEST(sequences_of(scene.chat) == "=");
    }
}

// A reader who has been told that number would never hear of what comes under it.
BOOST_AUTO_TEST_CASE(a_sequence_number_that_a_crash_undid_does_not_come_again) {
    Scene scene{2};
    scene.outbox.settle(published(scene.apply({put(scene.message(0), scene.ann())})));
    const auto before = newest_sequence(scene.chat);
    scene.outbox.settle(published(scene.apply({take_back(scene.message(0), scene.ann())})));
    const auto seen = newest_sequence(scene.chat);
    sql("UPDATE chat_sequences SET sequence = " + std::to_string(before) + shard_of(scene.chat));
    scene.outbox.settle(published(scene.apply({put(scene.message(1), scene.ann())})));
    BOOST_TEST(newest_sequence(scene.chat) > seen);
}

BOOST_AUTO_TEST_CASE(sequence_numbers_grow_even_if_the_clock_goes_back) {
    Scene scene{2};
    scene.outbox.settle(published(scene.apply({put(scene.message(0), scene.ann())})));
    sql("UPDATE chat_sequences SET sequence = sequence + 3600000000" + shard_of(scene.chat));
    const auto before = newest_sequence(scene.chat);
    scene.outbox.settle(published(scene.apply({put(scene.message(1), scene.ann())})));
    BOOST_TEST(newest_sequence(scene.chat) == before + 1);
    sql("UPDATE chat_sequences SET sequence = sequence - 3600000000" + shard_of(scene.chat));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
