// A summary that cannot be used, because it cannot be read or contradicts itself or its rows, harms its own message and
// reaction alone, and those only until the audit has repaired it.
#include <array>
#include <chrono>
#include <cstddef>
#include <deque>
#include <filesystem>
#include <fstream>
#include <future>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "base/uuid_v7.hpp"
#include "direct_store.hpp"
#include "problem.hpp"
#include "publishing/outbox.hpp"
#include "runtime/log.hpp"
#include "service/periodic.hpp"
#include "store/reaction_writer.hpp"
#include "store/upkeep/auditor.hpp"
#include "support/api.hpp"
#include "support/chat.hpp"
#include "support/command.hpp"
#include "support/counters.hpp"
#include "support/service.hpp"
#include "support/sql.hpp"
#include "support/stack.hpp"
#include "unit/likes/build.hpp"

namespace likes::test {
namespace {

using namespace std::chrono_literals;
using Texts = std::vector<std::string>;
constexpr auto kEach = boost::test_tools::per_element();

struct OncePerProcess {
    OncePerProcess() { log::init("torn_summary_test", "error"); }
    HeldLease lease;
    HeldLease audit{"audit"};
};
BOOST_TEST_GLOBAL_FIXTURE(OncePerProcess);

/// What may have happened to a summary that counts two likers.
constexpr std::array<std::string_view, 5> kDamages{
    "recent = 'who?'", "unpublished = '#'", "version = 0", "total = 0", "total = 0, recent = ''",
};

/// Two messages that both members like, the first with a damaged summary.
struct Scene {
    explicit Scene(std::string_view damage) {
        writer.apply(std::vector{put(bad, ann), put(bad, bob), put(good, ann), put(good, bob)});
        chat.empty_outbox();
        sql("UPDATE reaction_summaries SET " + std::string{damage} +
            " WHERE message_id = " + sql_id(chat.messages()[0]));
        before = state();
    }
    Scene(const Scene&) = delete;
    Scene& operator=(const Scene&) = delete;

    /// Everything that is stored about the damaged target.
    std::vector<SqlRow> state() const {
        const auto of_message = " WHERE message_id = " + sql_id(chat.messages()[0]);
        return sql("SELECT user_id, version FROM reactions" + of_message +
                   " ORDER BY version; SELECT total, version, next_event_at, recent, unpublished FROM "
                   "reaction_summaries" +
                   of_message + "; SELECT entries FROM outbox WHERE INSTR(entries, " + sql_text(bad.message.to_hex()) +
                   ") > 0");
    }

    void repair() const {
        store::Auditor auditor{session_of("relay"), kTenLikers, system_now, seeded_random_bits()};
        const std::vector suspects{bad};
        BOOST_TEST(auditor.repair(suspects).size() == 1U);
    }

    Chat chat{3, 2};
    /// Nobody could publish what is left of a damaged target, and others would stumble over it.
    ForgottenAfterwards after{chat.id()};
    const std::string& ann = chat.members()[0];
    const std::string& bob = chat.members()[1];
    const std::string& eve = chat.members()[2];
    MessageReaction bad = target(chat.messages()[0]);
    MessageReaction good = target(chat.messages()[1]);
    Time now = std::chrono::floor<std::chrono::milliseconds>(system_now()) - 24h;
    store::ReactionWriter writer = writer_at(now);
    std::vector<SqlRow> before;
};

std::string import_of(const std::string& text) {
    const auto path = stack().var_dir / "torn-summary.jsonl";
    std::ofstream{path} << text;
    auto output = script("import", {path.string()});
    std::filesystem::remove(path);
    return output;
}

BOOST_AUTO_TEST_SUITE(torn_summary)

BOOST_AUTO_TEST_CASE(the_other_changes_of_its_batch_are_committed_and_nothing_is_written_about_it) {
    for (const auto damage : kDamages) {
        BOOST_TEST_CONTEXT(damage) {
            Scene scene{damage};
            scene.now += 1s;
            const auto written = scene.writer.apply(std::vector{
                take_back(scene.bad, scene.ann), put(scene.good, scene.eve), take_back(scene.bad, scene.bob)});
            BOOST_TEST((written.outcomes[0].result == ChangeResult::kUnavailable));
            BOOST_TEST((written.outcomes[1].result == ChangeResult::kLiked));
            BOOST_TEST((written.outcomes[2].result == ChangeResult::kUnavailable));
            BOOST_TEST(written.to_publish.events.size() == 1U);
            BOOST_TEST((scene.state() == scene.before));
            BOOST_TEST(summary_row(scene.chat.messages()[1]).total == 3U);

            scene.repair();
            BOOST_TEST(contradictions(scene.chat) == Texts{}, kEach);
            const auto again = scene.writer.apply(std::vector{take_back(scene.bad, scene.ann)});
            BOOST_TEST((again.outcomes[0].result == ChangeResult::kUnliked));
            BOOST_TEST(again.outcomes[0].state.snapshot.total == 1U);
        }
    }
}

// The summary names nobody, so the row is met only when it is written.
BOOST_AUTO_TEST_CASE(a_like_that_is_there_and_is_not_counted_keeps_no_other_from_being_committed) {
    Scene scene{"total = 0, recent = ''"};
    scene.now += 1s;
    const auto written = scene.writer.apply(std::vector{put(scene.bad, scene.ann), put(scene.good, scene.eve)});
    BOOST_TEST((written.outcomes[1].result == ChangeResult::kLiked));
    BOOST_TEST(summary_row(scene.chat.messages()[1]).total == 3U);
    scene.repair();
    BOOST_TEST(contradictions(scene.chat) == Texts{}, kEach);
    BOOST_TEST(summary_row(scene.chat.messages()[0]).total == 2U);
}

BOOST_AUTO_TEST_CASE(where_reactions_exclude_one_another_the_whole_message_waits_and_no_other) {
    Scene scene{kDamages[0]};
    const auto joy = Reaction::parse("joy").value();
    auto writer = writer_at(scene.now, {Reaction::like(), joy});
    scene.now += 1s;
    const MessageReaction joy_of_bad{scene.bad.message, joy};
    const auto written =
        writer.apply(std::vector{put(joy_of_bad, scene.ann), put({scene.good.message, joy}, scene.ann)});
    BOOST_TEST((written.outcomes[0].result == ChangeResult::kUnavailable));
    BOOST_TEST((written.outcomes[1].result == ChangeResult::kLiked));
    BOOST_TEST(rows_of_reactions(scene.chat.messages()[0], "joy") == Texts{}, kEach);
    BOOST_TEST(rows_of_reactions(scene.chat.messages()[1], "joy") == Texts{scene.ann}, kEach);
    BOOST_TEST(rows_of_reactions(scene.chat.messages()[1]) == Texts{scene.bob}, kEach);
}

BOOST_AUTO_TEST_CASE(its_caller_is_told_to_come_again_and_its_readers_read_the_rows) {
    for (const auto damage : kDamages) {
        BOOST_TEST_CONTEXT(damage) {
            const Scene scene{damage};
            Caller ann{scene.ann};
            const auto answer = ann.del(scene.chat.messages()[0]);
            check_problem(answer, 503);
            check_retry_after(answer);
        }
    }
    for (const auto damage : {"recent = 'who?'", "version = 0"}) {
        BOOST_TEST_CONTEXT(damage) {
            const Scene scene{damage};
            Caller ann{scene.ann};
            const auto list = ann.likes(scene.chat.messages()[0]);
            BOOST_TEST(list.likes.size() == 2U);
            BOOST_TEST(list.state.is_liked_by_user);
            BOOST_TEST(list.state.liked_by == (Texts{scene.ann, scene.bob}), kEach);
        }
    }
    const Scene scene{"recent = 'who?'"};
    Caller ann{scene.ann};
    const auto screen = ann.screen(scene.chat.id(), scene.chat.messages());
    BOOST_REQUIRE(screen.messages.size() == 2U);
    BOOST_TEST(screen.messages[0].like.liked_by == (Texts{scene.ann, scene.bob}), kEach);
    BOOST_TEST(screen.messages[0].like.is_liked_by_user);
    BOOST_TEST(ann.reactions(scene.chat.messages()[0]).size() >= 1U);
}

BOOST_AUTO_TEST_CASE(the_delayed_events_of_others_are_taken_when_they_are_due) {
    for (const auto damage : {kDamages[0], kDamages[1]}) {
        BOOST_TEST_CONTEXT(damage) {
            Scene scene{damage};
            const auto chat = uuid(scene.chat.id());
            scene.now += 1s;
            const auto first = scene.writer.apply(std::vector{put(scene.good, scene.eve)});
            BOOST_TEST(first.to_publish.events.size() == 1U);
            const auto delayed = scene.writer.apply(std::vector{take_back(scene.good, scene.eve)});
            BOOST_TEST(delayed.to_publish.delayed.size() == 1U);
            scene.now += kEventInterval;
            const auto due = scene.writer.take_due(
                std::vector{PendingEvent{chat, scene.bad, scene.now}, PendingEvent{chat, scene.good, scene.now}});
            BOOST_REQUIRE(due.events.size() == 1U);
            BOOST_TEST((due.events[0].target == scene.good));
            BOOST_TEST(due.delayed.empty());
            BOOST_TEST((scene.state() == scene.before));
        }
    }
}

BOOST_AUTO_TEST_CASE(everything_of_a_user_is_erased_in_spite_of_it) {
    // As the relay would, whose lease is held here.
    publishing::Outbox outbox{session_of("relay"),
                              kTenLikers,
                              kEventInterval,
                              {.consumers = {"analytics"}, .clock = system_now, .random = seeded_random_bits()}};
    const service::Periodic recording{"record", std::chrono::milliseconds{50},
                                      [&] { outbox.record(system_now() + std::chrono::seconds{2}, 1000); }};
    // All at once, because each of them looks again after a pause.
    std::deque<Scene> scenes;
    std::vector<std::future<std::string>> receipts;
    for (const auto damage : kDamages) {
        const auto& scene = scenes.emplace_back(damage);
        receipts.push_back(std::async(std::launch::async, [&scene] { return script("erase-user", {scene.ann}); }));
    }
    for (std::size_t i = 0; i < scenes.size(); ++i) {
        BOOST_TEST_CONTEXT(kDamages.at(i)) {
            receipts[i].get();
            for (const auto& message : scenes[i].chat.messages()) {
                BOOST_TEST(rows_of_reactions(message) == Texts{scenes[i].bob}, kEach);
            }
            BOOST_TEST(contradictions(scenes[i].chat) == Texts{}, kEach);
        }
    }
}

BOOST_AUTO_TEST_CASE(likes_are_imported_in_spite_of_it) {
    for (const auto damage : {kDamages[0], kDamages[1], kDamages[2]}) {
        BOOST_TEST_CONTEXT(damage) {
            const Scene scene{damage};
            std::string text;
            for (const auto& message : scene.chat.messages()) {
                text +=
                    R"({"message_id":")" + message + R"(","user_id":"first","liked_at":"2019-12-31T10:00:00Z"})" + '\n';
            }
            const auto output = import_of(text);
            BOOST_TEST(output.find("2 likes added") != std::string::npos, output);
            for (const auto& message : scene.chat.messages()) {
                BOOST_TEST(rows_of_reactions(message) == (Texts{"first", scene.ann, scene.bob}), kEach);
            }
            BOOST_TEST(contradictions(scene.chat) == Texts{}, kEach);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
