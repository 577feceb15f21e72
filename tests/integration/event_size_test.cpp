// No event is longer than the broker takes, however many users change something before it can be published.
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "base/uuid_v7.hpp"
#include "direct_store.hpp"
#include "publishing/event_json.hpp"
#include "publishing/outbox.hpp"
#include "runtime/log.hpp"
#include "store/reaction_writer.hpp"
#include "support/chat.hpp"
#include "support/counters.hpp"
#include "support/patience.hpp"
#include "support/service.hpp"
#include "support/sql.hpp"
#include "support/subscriber.hpp"
#include "support/unique.hpp"
#include "unit/likes/build.hpp"

namespace likes::test {
namespace {

using namespace std::chrono_literals;
using Texts = std::vector<std::string>;
constexpr auto kEach = boost::test_tools::per_element();

struct OncePerProcess {
    OncePerProcess() { log::init("event_size_test", "error"); }
};
BOOST_TEST_GLOBAL_FIXTURE(OncePerProcess);

/// max_packet_size of the broker.
constexpr std::size_t kPacketMax = 262'144;
/// More than an event of the broker's limit can name: their ids are as long as ids may be.
constexpr std::size_t kCrowd = 2'000;
constexpr std::size_t kLargestBatch = 256;

/// A chat with a message and a crowd.
struct Crowd {
    Crowd() {
        const std::string end = unique_user();
        std::string values;
        for (std::size_t i = 0; i < kCrowd; ++i) {
            auto number = std::to_string(10'000 + i);
            users.push_back(std::string(UserId::kMaxLength - number.size() - end.size(), 'u') + number + end);
            values += (values.empty() ? "(" : ",(") + sql_id(chat.id()) + ',' + sql_text(users.back()) +
                      ", UTC_TIMESTAMP(6))";
        }
        sql("INSERT INTO chat_members (chat_id, user_id, joined_at) VALUES " + values);
    }

    /// Everybody puts a like on the message, in the largest batches, before the interval of an event has passed.
    store::DueEvents::Taken like(std::chrono::microseconds interval) {
        // The clock stands still.
        store::ReactionWriter writer{session_of("handlers"),
                                     {RecentLikersLimit{500}, interval, {}},
                                     [now = system_now()] { return now; },
                                     seeded_random_bits()};
        store::DueEvents::Taken all;
        for (std::size_t i = 0; i < users.size();) {
            std::vector<ReactionChange> changes;
            for (; i < users.size() && changes.size() < kLargestBatch; ++i) changes.push_back(put(message, users[i]));
            auto taken = writer.apply(changes).to_publish;
            std::move(taken.events.begin(), taken.events.end(), std::back_inserter(all.events));
            all.delayed = std::move(taken.delayed);
        }
        return all;
    }

    Chat chat{1};
    ForgottenAfterwards after{chat.id()};
    MessageReaction message = target(chat.message());
    Texts users;
};

/// Checks that the events are short enough, under versions that grow, and each with rows of its own; adds whom they
/// name, and their rows.
void check(const std::vector<Event>& events, std::set<std::string>& named, std::set<Uuid>& rows) {
    std::uint64_t version = 0;
    for (const auto& event : events) {
        BOOST_TEST(publishing::to_json(event).size() < kPacketMax - 2048);
        BOOST_TEST(event.snapshot.version > version);
        version = event.snapshot.version;
        for (const auto& change : event.changes) {
            BOOST_TEST((change.action == Action::kPut));
            named.insert(change.user.str());
        }
        for (const auto& id : event.outbox_ids) BOOST_TEST(rows.insert(id).second);
    }
}

BOOST_AUTO_TEST_SUITE(event_size)

BOOST_AUTO_TEST_CASE(the_turn_of_a_very_hot_message_is_taken_early_so_that_its_events_stay_short) {
    const HeldLease no_relay;
    Crowd crowd;
    const auto [events, delayed] = crowd.like(1s);
    std::set<std::string> named;
    std::set<Uuid> rows;
    check(events, named, rows);
    // The rest waits, and is short as well.
    store::ReactionWriter later{session_of("handlers"),
                                {RecentLikersLimit{500}, 1s, {}},
                                [now = system_now() + 1h] { return now; },
                                seeded_random_bits()};
    check(later.take_due(delayed).events, named, rows);
    BOOST_TEST(named.size() == kCrowd);
    BOOST_TEST(rows.size() == crowd.chat.outbox_rows());
    BOOST_TEST(contradictions(crowd.chat) == Texts{}, kEach);
}

BOOST_AUTO_TEST_CASE(what_is_left_of_a_message_is_cut_into_events_of_a_version_and_rows_of_their_own) {
    const HeldLease no_relay;
    Crowd crowd;
    crowd.like(100ms);
    const auto before = summary_row(crowd.chat.message()).version;
    publishing::Outbox outbox{session_of("relay"), RecentLikersLimit{500}, kEventInterval, {}};
    const auto now = system_now() + 1s;
    auto leftovers = outbox.leftovers({}, now, 10'000, now);
    std::erase_if(leftovers.events, [&](const Event& event) { return event.target != crowd.message; });
    BOOST_TEST(leftovers.events.size() > 1U);
    std::set<std::string> named;
    std::set<Uuid> rows;
    check(leftovers.events, named, rows);
    BOOST_TEST(named.size() == kCrowd);
    BOOST_TEST(rows.size() == crowd.chat.outbox_rows());
    BOOST_TEST(summary_row(crowd.chat.message()).version == before + leftovers.events.size());
    BOOST_TEST(leftovers.events.back().snapshot.version == before + leftovers.events.size());
    BOOST_TEST(contradictions(crowd.chat) == Texts{}, kEach);

    // Each settles its own.
    for (const auto& event : leftovers.events) {
        const auto there = crowd.chat.outbox_rows();
        outbox.settle(std::vector{PublishedEvent{event.chat, event.target, event.outbox_ids}});
        BOOST_TEST(crowd.chat.outbox_rows() == there - event.outbox_ids.size());
    }
    BOOST_TEST(crowd.chat.outbox_rows() == 0U);
}

// A program of an earlier version may have left such a row.
BOOST_AUTO_TEST_CASE(a_single_row_that_is_too_long_for_an_event_is_cut_and_settled_with_its_last_part) {
    const HeldLease no_relay;
    Crowd crowd;
    crowd.like(100ms);
    std::string entry = uuid(crowd.chat.id()).to_hex() + ' ' + crowd.message.message.to_hex() + " like";
    for (const auto& user : crowd.users) entry += " +" + user + ",0";
    const auto row = unique_uuid();
    crowd.chat.empty_outbox();
    sql("UPDATE reaction_summaries SET unpublished = '' WHERE message_id = " + sql_id(crowd.chat.message()) +
        "; INSERT INTO outbox (outbox_id, entries) SELECT UNHEX(CONCAT('0100', SUBSTR(HEX(" + sql_id(row) +
        "), 5))), " + sql_text(entry));
    publishing::Outbox outbox{session_of("relay"), RecentLikersLimit{500}, kEventInterval, {}};
    const auto now = system_now() + 1s;
    auto leftovers = outbox.leftovers({}, now, 10'000, now);
    std::erase_if(leftovers.events, [&](const Event& event) { return event.target != crowd.message; });
    std::set<std::string> named;
    std::set<Uuid> rows;
    check(leftovers.events, named, rows);
    BOOST_TEST(named.size() == kCrowd);
    BOOST_TEST(rows.size() == 1U);
    BOOST_TEST(leftovers.events.back().outbox_ids.size() == 1U);
}

BOOST_AUTO_TEST_CASE(everybody_hears_of_a_crowd_that_liked_a_message_while_the_broker_was_away) {
    Crowd crowd;
    Subscriber device{crowd.chat};
    {
        const HeldLease no_relay;
        crowd.like(100ms);
    }
    BOOST_TEST(device.wait_until([&](const std::vector<LikeEvent>& events) {
        return view_of(events, crowd.chat.message()).flags.size() == kCrowd;
    }));
    BOOST_TEST(eventually([&] { return crowd.chat.outbox_rows() == 0; }));
    const auto view = view_of(device.events(), crowd.chat.message());
    BOOST_TEST(view.likes_count == kCrowd);
    BOOST_TEST(view.version == summary_row(crowd.chat.message()).version);
    BOOST_TEST(std::all_of(view.flags.begin(), view.flags.end(), [](const auto& flag) { return flag.second; }));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
