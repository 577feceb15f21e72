#include "store/upkeep/auditor.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <future>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "direct_store.hpp"
#include "runtime/log.hpp"
#include "support/chat.hpp"
#include "support/counters.hpp"
#include "support/crowd.hpp"
#include "support/patience.hpp"
#include "support/row_lock.hpp"
#include "support/service.hpp"
#include "support/sql.hpp"
#include "unit/likes/build.hpp"

namespace likes::test {
namespace {

using namespace std::chrono_literals;
using store::Auditor;
using store::MessageRange;

/// No relay publishes what the cases leave in the outbox.
struct OncePerProcess {
    OncePerProcess() { log::init("auditor_test", "error"); }
    HeldLease lease;
};
BOOST_TEST_GLOBAL_FIXTURE(OncePerProcess);

using Texts = std::vector<std::string>;
constexpr auto kEach = boost::test_tools::per_element();

Auditor auditor_with(std::chrono::milliseconds patience = {}) {
    return {session_of("relay", patience), kTenLikers, system_now, seeded_random_bits()};
}

/// That one message.
MessageRange range_of(const std::string& message) {
    const Uuid last = uuid(message);
    Uuid::Bytes before = last.bytes();
    for (auto byte = before.rbegin(); (*byte)-- == 0;) ++byte;
    return {Uuid{before}, last};
}

/// A message that three members like, in their order.
struct Scene {
    Scene() : chat{3} {
        const Time now = std::chrono::floor<std::chrono::seconds>(system_now());
        std::vector<ReactionChange> likes;
        for (const auto& member : chat.members()) likes.push_back(put(like, member));
        writer_at(now).apply(likes);
    }

    /// Breaks the summary, or its rows. `@` is the message.
    void plant(std::string statement) const {
        statement.replace(statement.find('@'), 1, sql_id(chat.message()));
        sql(statement);
    }

    Chat chat;
    MessageReaction like = target(chat.message());
};

std::string lock_of(const Scene& scene) {
    return "SELECT version FROM reaction_summaries WHERE message_id = " + sql_id(scene.chat.message()) + " FOR UPDATE";
}

struct Drift {
    std::string what;
    std::string statement;
    /// That of the repaired summary: one more than the greatest that is there, in the summary or in a row.
    std::uint64_t version;
    /// What the event names, `A` to `C` being the members; it is published by way of the outbox.
    std::string changes;
};

const std::string kOfMessage = " WHERE message_id = @ AND reaction = 'like'";

const std::vector<Drift> kDrifts{
    {"counts too many", "UPDATE reaction_summaries SET total = total + 7" + kOfMessage, 4, ""},
    {"counts nobody", "UPDATE reaction_summaries SET total = 0, recent = ''" + kOfMessage, 4, "+A +B +C"},
    {"names nobody", "UPDATE reaction_summaries SET recent = ''" + kOfMessage, 4, "+A +B +C"},
    {"names somebody who is not there",
     "UPDATE reaction_summaries SET recent = CONCAT('ghost,1,1759485600 ', SUBSTRING(recent, LOCATE(' ', recent) + "
     "1))" +
         kOfMessage,
     4, "-ghost +A"},
    {"names them in another order",
     "UPDATE reaction_summaries SET recent = CONCAT_WS(' ', SUBSTRING_INDEX(recent, ' ', -1), "
     "SUBSTRING_INDEX(recent, ' ', 2))" +
         kOfMessage,
     4, ""},
    {"has a version that is older than a like's", "UPDATE reaction_summaries SET version = 1" + kOfMessage, 4, ""},
    {"does not know when", "UPDATE reaction_summaries SET last_reacted_at = NULL" + kOfMessage, 4, ""},
    {"is not there", "DELETE FROM reaction_summaries" + kOfMessage, 4, "+A +B +C"},
    {"names them in a way that nobody can read", "UPDATE reaction_summaries SET recent = 'who?'" + kOfMessage, 4,
     "+A +B +C"},
    {"has an unpublished batch that nobody can read",
     "UPDATE reaction_summaries SET unpublished = 'what?'" + kOfMessage, 4, ""},
    {"misses a like",
     "INSERT INTO reactions VALUES (@, 'like', 'stowaway', 1000, UTC_TIMESTAMP(6) + INTERVAL 1 SECOND)", 1001,
     "+stowaway"},
    {"counts a like that is gone", "DELETE FROM reactions" + kOfMessage + " ORDER BY version LIMIT 1", 4, "-A"},
    {"counts likes that are all gone", "DELETE FROM reactions" + kOfMessage, 4, "-A -B -C"},
};

BOOST_AUTO_TEST_SUITE(auditor)

BOOST_AUTO_TEST_CASE(a_drift_is_found_confirmed_and_corrected_under_a_new_version_that_is_published) {
    for (const auto& drift : kDrifts) {
        BOOST_TEST_CONTEXT("a summary that " << drift.what) {
            const Scene scene;
            scene.plant(drift.statement);
            BOOST_TEST(!contradictions(scene.chat).empty());
            auto auditor = auditor_with();

            const auto scan = auditor.scan(range_of(scene.chat.message()));
            BOOST_TEST(scan.targets == 1U);
            const std::vector drifted{scene.like};
            BOOST_TEST((scan.suspects == drifted));
            BOOST_TEST((auditor.confirm(scan.suspects) == drifted));
            BOOST_TEST(!contradictions(scene.chat).empty());
            BOOST_TEST((auditor.repair(scan.suspects) == drifted));

            BOOST_TEST(contradictions(scene.chat) == Texts{}, kEach);
            BOOST_TEST(summary_row(scene.chat.message()).version == drift.version);
            auto changes = drift.changes;
            for (std::size_t i = 0; i < 3; ++i) {
                const auto at = changes.find(static_cast<char>('A' + i));
                if (at != std::string::npos) changes.replace(at, 1, scene.chat.members()[i]);
            }
            BOOST_TEST(outbox_of(scene.like).size() == 2U);
            BOOST_TEST(outbox_of(scene.like).back() == changes);
            BOOST_TEST(auditor.scan(range_of(scene.chat.message())).suspects.empty());
        }
    }
}

BOOST_AUTO_TEST_CASE(what_is_right_is_left_alone) {
    const Scene scene;
    auto auditor = auditor_with();
    const auto scan = auditor.scan(range_of(scene.chat.message()));
    BOOST_TEST(scan.targets == 1U);
    BOOST_TEST(scan.suspects.empty());
    // Even if somebody suspects it, or a like that never was.
    std::vector suspects{scene.like, target(scene.chat.message(), "joy")};
    std::sort(suspects.begin(), suspects.end());
    BOOST_TEST(auditor.confirm(suspects).empty());
    BOOST_TEST(auditor.repair(suspects).empty());
    BOOST_TEST(summary_row(scene.chat.message()).version == 3U);
    BOOST_TEST(scene.chat.outbox_rows() == 1U);
}

BOOST_AUTO_TEST_CASE(of_a_deleted_message_the_summary_is_corrected_and_nothing_published) {
    const Scene scene;
    scene.plant(kDrifts.front().statement);
    delete_message(scene.chat.message());
    BOOST_TEST((auditor_with().repair(std::vector{scene.like}) == std::vector{scene.like}));
    BOOST_TEST(contradictions(scene.chat) == Texts{}, kEach);
    BOOST_TEST(scene.chat.outbox_rows() == 1U);
}

BOOST_AUTO_TEST_CASE(a_message_of_many_likes_gets_its_newest_likers_back) {
    const Scene scene;
    scene.plant(
        "INSERT INTO reactions SELECT @, 'like', CONCAT('fan', seq), seq + 3, UTC_TIMESTAMP(6) + INTERVAL seq "
        "SECOND FROM seq_1_to_400");
    auto auditor = auditor_with();
    auditor.repair(auditor.scan(range_of(scene.chat.message())).suspects);
    BOOST_TEST(summary_row(scene.chat.message()).total == 403U);
    BOOST_TEST(contradictions(scene.chat) == Texts{}, kEach);
}

BOOST_AUTO_TEST_CASE(a_reaction_that_cannot_be_read_is_complained_of_and_not_corrected) {
    const Scene scene;
    scene.plant("INSERT INTO reactions VALUES (@, 'like', 'no user', 2000, UTC_TIMESTAMP(6) + INTERVAL 1 SECOND)");
    auto auditor = auditor_with();
    const auto suspects = auditor.scan(range_of(scene.chat.message())).suspects;
    BOOST_TEST((suspects == std::vector{scene.like}));
    BOOST_CHECK_THROW(auditor.repair(suspects), std::runtime_error);
    BOOST_TEST(summary_row(scene.chat.message()).total == 3U);
    scene.plant("DELETE FROM reactions WHERE message_id = @ AND user_id = 'no user'");
}

BOOST_AUTO_TEST_CASE(ranges_lead_through_all_messages) {
    const Scene scene;
    const Uuid message = scene.like.message;
    auto auditor = auditor_with();
    std::size_t met = 0;
    MessageRange range;
    do {
        range = auditor.range_after(range.last, 7);
        BOOST_REQUIRE((range.after < range.last));
        if (range.after < message && message <= range.last) ++met;
    } while (!range.is_last());
    BOOST_TEST(met == 1U);
}

BOOST_AUTO_TEST_CASE(what_changes_during_a_scan_is_no_drift_once_it_is_confirmed) {
    constexpr std::size_t kWriters = 4;
    const Chat chat{kWriters, 2};
    std::vector<MessageReaction> all{target(chat.messages()[0]), target(chat.messages()[1])};
    std::sort(all.begin(), all.end());
    std::atomic<std::size_t> batches{0};
    meanwhile(
        kWriters,
        [&](std::size_t i, const std::stop_token& stop) {
            const Time now = system_now();
            auto writer = writer_at(now, {}, session_of("handlers", 10s));
            while (!stop.stop_requested()) {
                for (const auto action : {Action::kPut, Action::kTakeBack}) {
                    std::vector<ReactionChange> changes;
                    for (const auto& like : all) changes.push_back({like, user(chat.members()[i]), action});
                    writer.apply(changes);
                    ++batches;
                }
            }
        },
        [&] {
            auto auditor = auditor_with(10s);
            for (int scans = 0; scans < 100 || batches < 100; ++scans) {
                const auto suspects = scans % 2 == 0 ? all : [&] {
                    std::vector<MessageReaction> found;
                    for (const auto& message : chat.messages()) {
                        const auto scan = auditor.scan(range_of(message));
                        found.insert(found.end(), scan.suspects.begin(), scan.suspects.end());
                    }
                    std::sort(found.begin(), found.end());
                    return found;
                }();
                BOOST_TEST(auditor.confirm(suspects).empty());
                BOOST_TEST(auditor.repair(suspects).empty());
            }
        });
    BOOST_TEST(contradictions(chat) == Texts{}, kEach);
}

// Counting the likes of a message that millions like takes seconds, and whoever likes it waits for the lock.
BOOST_AUTO_TEST_CASE(the_likes_are_counted_before_their_summary_is_locked) {
    const Scene scene;
    auto auditor = auditor_with();
    std::future<std::vector<MessageReaction>> drifted;
    while_locked(lock_of(scene), [&] {
        drifted = std::async(std::launch::async, [&] { return auditor.confirm(std::vector{scene.like}); });
        BOOST_TEST_REQUIRE(eventually([] { return waiting_transactions() == 1; }));
        // Only who counts now sees it.
        scene.plant("INSERT INTO reactions VALUES (@, 'like', 'stowaway', 0, '2025-10-03 10:00:00')");
    });
    BOOST_TEST(drifted.get().empty());
    BOOST_TEST((auditor.repair(std::vector{scene.like}) == std::vector{scene.like}));
    BOOST_TEST(summary_row(scene.chat.message()).total == 4U);
}

BOOST_AUTO_TEST_CASE(a_drift_that_somebody_else_corrects_meanwhile_is_corrected_once) {
    const Scene scene;
    scene.plant(kDrifts.front().statement);
    const std::vector drifted{scene.like};
    std::vector<MessageReaction> first;
    std::vector<MessageReaction> second;
    auto one = auditor_with();
    auto other = auditor_with();
    run_both_from_a_lock(
        lock_of(scene), [&] { first = one.repair(drifted); }, [&] { second = other.repair(drifted); });
    BOOST_TEST(first.size() + second.size() == 1U);
    BOOST_TEST(contradictions(scene.chat) == Texts{}, kEach);
    BOOST_TEST(summary_row(scene.chat.message()).version == 4U);
}

BOOST_AUTO_TEST_CASE(a_drift_is_corrected_while_others_go_on_liking) {
    constexpr std::size_t kWriters = 3;
    const Scene scene;
    meanwhile(
        kWriters,
        [&](std::size_t i, const std::stop_token& stop) {
            const Time now = system_now();
            auto writer = writer_at(now, {}, session_of("handlers", 10s));
            while (!stop.stop_requested()) {
                for (const auto action : {Action::kTakeBack, Action::kPut}) {
                    writer.apply(std::vector{ReactionChange{scene.like, user(scene.chat.members()[i]), action}});
                }
            }
        },
        [&] {
            auto auditor = auditor_with(10s);
            for (int rounds = 0; rounds < 20; ++rounds) {
                scene.plant(kDrifts.front().statement);
                BOOST_TEST((auditor.repair(std::vector{scene.like}) == std::vector{scene.like}));
                BOOST_TEST(contradictions(scene.chat) == Texts{}, kEach);
            }
        });
    BOOST_TEST(summary_row(scene.chat.message()).total == 3U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
