// Every change is handed to each consumer once, whoever takes it out of the outbox or records it.
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "base/uuid_v7.hpp"
#include "direct_store.hpp"
#include "likes/event.hpp"
#include "publishing/outbox.hpp"
#include "relay/relay.hpp"
#include "runtime/config.hpp"
#include "runtime/log.hpp"
#include "store/changes_reader.hpp"
#include "store/feed_rows.hpp"
#include "store/upkeep/auditor.hpp"
#include "store/upkeep/importer.hpp"
#include "support/chat.hpp"
#include "support/service.hpp"
#include "support/sql.hpp"
#include "support/stack.hpp"
#include "support/statement_log.hpp"
#include "unit/likes/build.hpp"

namespace likes::test {
namespace {

using namespace std::chrono_literals;
using publishing::Outbox;

/// No relay takes what the cases leave in the outbox.
struct OncePerProcess {
    OncePerProcess() { log::init("feed_test", "error"); }
    HeldLease lease;
};
BOOST_TEST_GLOBAL_FIXTURE(OncePerProcess);

using Texts = std::vector<std::string>;
constexpr auto kEach = boost::test_tools::per_element();

/// A chat, a time of yesterday at which nothing happened but what the case does, and who is handed what it does.
struct Scene {
    explicit Scene(std::size_t messages = 1) : chat{2, messages} {}

    // The writer's clock is in here.
    Scene(const Scene&) = delete;
    Scene& operator=(const Scene&) = delete;

    void apply(const std::vector<ReactionChange>& changes) {
        now += 1ms;
        writer.apply(changes);
    }

    Outbox outbox(const std::string& account) const {
        return {session_of(account), kTenLikers, kEventInterval, consumer.feed()};
    }

    /// As when the broker has acknowledged what all rows of the outbox say of the target.
    std::vector<PublishedEvent> published(const MessageReaction& target) const {
        PublishedEvent event{uuid(chat.id()), target, {}};
        for (const auto& row : rows()) event.outbox_ids.push_back(row);
        return {event};
    }

    std::vector<Uuid> rows() const {
        std::vector<Uuid> ids;
        for (const auto& row : sql("SELECT HEX(outbox_id) FROM outbox WHERE INSTR(entries, " +
                                   sql_text(uuid(chat.id()).to_hex()) + ") > 0 ORDER BY outbox_id")) {
            ids.push_back(Uuid::parse_hex(row.front()).value());
        }
        return ids;
    }

    /// A client of this chat asks what it has missed.
    void catch_up() const {
        store::ChangesReader reader{session_of("handlers"), kTenLikers, consumer.feed()};
        const ChangesQuery query{uuid(chat.id()), user(ann()), ChangesCursor{0, {}}, 100};
        reader.execute({&query, 1});
    }

    MessageReaction message(std::size_t number = 0) const { return target(chat.messages()[number]); }
    const std::string& ann() const { return chat.members()[0]; }
    const std::string& bob() const { return chat.members()[1]; }

    Chat chat;
    Consumer consumer;
    Time now = std::chrono::floor<std::chrono::milliseconds>(system_now()) - 24h;
    store::ReactionWriter writer = writer_at(now);
};

/// A row of the outbox of two targets, of which a case publishes one.
struct TwoTargets : Scene {
    TwoTargets() {
        apply({put(message(), ann()), put(joy, bob())});
        both = {"joy +" + bob(), "like +" + ann()};
    }

    Texts sorted_words() const {
        auto words = consumer.words();
        std::sort(words.begin(), words.end());
        return words;
    }

    MessageReaction joy = target(chat.message(), "joy");
    Texts both;
};

BOOST_AUTO_TEST_SUITE(feed)

BOOST_AUTO_TEST_CASE(what_is_published_is_fed_once_with_its_row_its_chat_and_its_cause_whoever_settles_it) {
    for (const std::string account : {"handlers", "relay"}) {
        BOOST_TEST_CONTEXT("settled by " << account) {
            Scene scene;
            scene.apply({put(scene.message(), scene.ann()), put(scene.message(), scene.bob())});
            const auto row = scene.rows().at(0);
            const auto published = scene.published(scene.message());
            BOOST_TEST(scene.consumer.entries().empty());

            scene.outbox(account).settle(published);
            const auto fed = scene.consumer.entries();
            BOOST_REQUIRE(fed.size() == 1U);
            BOOST_TEST((fed[0] ==
                        FeedEntry{row,
                                  Cause::kUsers,
                                  {uuid(scene.chat.id()), scene.message(), {liked(scene.ann()), liked(scene.bob())}}}));
            // As when the relay settles what a handler was faster with.
            scene.outbox("relay").settle(published);
            BOOST_TEST(scene.consumer.entries().size() == 1U);
        }
    }
}

BOOST_AUTO_TEST_CASE(what_the_relay_publishes_for_a_handler_that_died_is_fed_once) {
    Scene scene{2};
    scene.apply({put(scene.message(0), scene.ann()), put(scene.message(1), scene.ann())});
    scene.apply({take_back(scene.message(0), scene.ann())});
    auto relay = scene.outbox("relay");
    const auto leftovers = relay.leftovers(uuid_v7_floor(scene.now - 5ms), scene.now + 1ms, 100, scene.now);
    std::vector<PublishedEvent> published;
    for (const auto& event : leftovers.events) published.push_back({event.chat, event.target, event.outbox_ids});
    relay.settle(published);
    BOOST_TEST(scene.rows().empty());
    std::map<Uuid, Texts> words;
    for (const auto& [id, cause, entry] : scene.consumer.entries()) {
        for (const auto& change : entry.changes) words[entry.target.message].push_back(format_change(change));
    }
    BOOST_TEST(words[scene.message(0).message] == (Texts{"+" + scene.ann(), "-" + scene.ann()}), kEach);
    BOOST_TEST(words[scene.message(1).message] == (Texts{"+" + scene.ann()}), kEach);
}

BOOST_AUTO_TEST_CASE(a_reaction_that_is_taken_back_is_fed_with_the_moment_at_which_it_was_given) {
    Scene scene;
    scene.now = std::chrono::floor<std::chrono::seconds>(scene.now);
    scene.apply({put(scene.message(), scene.ann())});
    const auto given = std::chrono::floor<std::chrono::seconds>(scene.now);
    scene.now += 1h;
    scene.apply({take_back(scene.message(), scene.ann()), put(scene.message(), scene.bob())});
    scene.outbox("handlers").settle(scene.published(scene.message()));
    const auto fed = scene.consumer.entries();
    BOOST_REQUIRE(fed.size() == 2U);
    BOOST_TEST((fed[0].entry.changes.at(0).given_at == given));
    BOOST_TEST((fed[1].entry.changes == std::vector{unliked(scene.ann()), liked(scene.bob())}));
    BOOST_TEST((fed[1].entry.changes[0].given_at == given));
    BOOST_TEST((fed[1].entry.changes[1].given_at == given + 1h));
}

BOOST_AUTO_TEST_CASE(what_a_catch_up_records_is_fed_then_and_not_again_when_it_is_published) {
    Scene scene;
    scene.apply({put(scene.message(), scene.ann())});
    scene.catch_up();
    BOOST_TEST(scene.consumer.words() == Texts{"like +" + scene.ann()}, kEach);
    BOOST_TEST(scene.rows().size() == 1U);
    scene.catch_up();
    scene.outbox("handlers").settle(scene.published(scene.message()));
    BOOST_TEST(scene.rows().empty());
    BOOST_TEST(scene.consumer.words() == Texts{"like +" + scene.ann()}, kEach);
}

BOOST_AUTO_TEST_CASE(while_the_broker_is_away_the_relay_feeds_what_is_old_enough_and_later_only_publishes_it) {
    Scene scene;
    // Nobody listens on port 1.
    auto config = runtime::parse("relay", "",
                                 {"--config", (stack().var_dir / "etc" / "likes.conf").string(), "--db-user",
                                  "likes_relay", "--db-password-file", stack().secret("db-relay.password").string(),
                                  "--mqtt-port", "1", "--relay-min-age-ms", "0"});
    const auto now = [&] { return scene.now + 1ms; };
    // What others have left is not the matter here.
    relay::Relay{config, now}.sweep();
    config.feed = {scene.consumer.name()};
    scene.apply({put(scene.message(), scene.ann())});
    relay::Relay relay{config, now};
    relay.sweep();
    relay.sweep();
    BOOST_TEST(scene.consumer.words() == Texts{"like +" + scene.ann()}, kEach);
    BOOST_TEST(scene.rows().size() == 1U);
    scene.outbox("relay").settle(scene.published(scene.message()));
    BOOST_TEST(scene.consumer.words() == Texts{"like +" + scene.ann()}, kEach);
}

BOOST_FIXTURE_TEST_CASE(of_a_row_that_is_published_in_parts_each_part_is_fed_once, TwoTargets) {
    auto handler = outbox("handlers");
    handler.settle(published(joy));
    BOOST_TEST(consumer.words() == Texts{both[0]}, kEach);
    handler.settle(published(message()));
    BOOST_TEST(consumer.words() == both, kEach);
    BOOST_TEST(rows().empty());
}

BOOST_FIXTURE_TEST_CASE(of_a_row_that_is_recorded_between_its_parts_each_part_is_fed_once, TwoTargets) {
    auto handler = outbox("handlers");
    const auto of_joy = published(joy);
    const auto of_like = published(message());
    handler.settle(of_joy);
    catch_up();
    BOOST_TEST(consumer.words() == both, kEach);
    handler.settle(of_like);
    BOOST_TEST(consumer.words() == both, kEach);
    BOOST_TEST(rows().empty());
}

BOOST_FIXTURE_TEST_CASE(two_who_meet_at_the_same_row_feed_each_of_its_entries_once, TwoTargets) {
    const auto row = rows().at(0);
    const auto of_joy = published(joy);
    const auto of_like = published(message());
    auto all = of_joy;
    all.push_back(of_like[0]);
    auto handler = outbox("handlers");
    auto relay = outbox("relay");
    const auto settle_by_handler = [&] { handler.settle(of_joy); };
    const auto settle_by_relay = [&] { relay.settle(all); };
    run_both_from_a_lock("SELECT cause FROM outbox WHERE outbox_id = " + sql_id(row.to_string()) + " FOR UPDATE",
                         settle_by_handler, settle_by_relay);
    BOOST_TEST(rows().empty());
    BOOST_TEST(sorted_words() == both, kEach);
}

BOOST_FIXTURE_TEST_CASE(who_publishes_and_who_records_at_the_same_time_feed_each_entry_once, TwoTargets) {
    const auto row = rows().at(0);
    const auto of_joy = published(joy);
    auto handler = outbox("handlers");
    run_both_from_a_lock(
        "SELECT cause FROM outbox WHERE outbox_id = " + sql_id(row.to_string()) + " FOR UPDATE",
        [&] { handler.settle(of_joy); }, [&] { catch_up(); });
    BOOST_TEST(sorted_words() == both, kEach);
    handler.settle(published(message()));
    BOOST_TEST(sorted_words() == both, kEach);
}

BOOST_FIXTURE_TEST_CASE(two_who_record_the_same_row_feed_it_once, TwoTargets) {
    const auto row = rows().at(0);
    auto relay = outbox("relay");
    run_both_from_a_lock(
        "SELECT cause FROM outbox WHERE outbox_id = " + sql_id(row.to_string()) + " FOR UPDATE",
        [&] { relay.record(now + 1ms, 100); }, [&] { catch_up(); });
    BOOST_TEST(sorted_words() == both, kEach);
    chat.empty_outbox();
}

BOOST_AUTO_TEST_CASE(every_consumer_is_handed_everything) {
    Scene scene;
    const Consumer other;
    scene.apply({put(scene.message(), scene.ann())});
    Outbox outbox{session_of("handlers"),
                  kTenLikers,
                  kEventInterval,
                  {{scene.consumer.name(), other.name()}, system_now, seeded_random_bits()}};
    outbox.settle(scene.published(scene.message()));
    BOOST_TEST(scene.consumer.words() == Texts{"like +" + scene.ann()}, kEach);
    BOOST_TEST(other.words() == Texts{"like +" + scene.ann()}, kEach);
}

BOOST_AUTO_TEST_CASE(an_entry_that_cannot_be_read_is_handed_to_nobody_and_keeps_no_other_from_it) {
    Scene scene;
    scene.apply({put(scene.message(), scene.ann())});
    const auto bad = uuid(scene.chat.id()).to_hex() + ' ' + scene.message().message.to_hex() + " like what?";
    sql("UPDATE outbox SET entries = CONCAT(" + sql_text(bad) +
        ", CHAR(10), entries) WHERE outbox_id = " + sql_id(scene.rows().at(0).to_string()));
    scene.catch_up();
    BOOST_TEST(scene.consumer.words() == Texts{"like +" + scene.ann()}, kEach);
    scene.outbox("handlers").settle(scene.published(scene.message()));
    BOOST_TEST(scene.consumer.words() == Texts{"like +" + scene.ann()}, kEach);
    BOOST_TEST(scene.rows().size() == 1U);
    scene.chat.empty_outbox();
}

// Nor does a like ever write to the feed.
BOOST_AUTO_TEST_CASE(a_settlement_of_any_size_feeds_by_one_statement_that_goes_along_with_others) {
    Scene scene{20};
    std::vector<ReactionChange> likes;
    for (std::size_t i = 0; i < 20; ++i) likes.push_back(put(scene.message(i), scene.ann()));
    const auto settled = [&](const store::Feed& feed) {
        Outbox outbox{session_of("handlers"), kTenLikers, kEventInterval, feed};
        // Then it is connected.
        outbox.settle(std::vector{PublishedEvent{uuid(scene.chat.id()), scene.message(), {}}});
        StatementLog::clear();
        scene.apply(likes);
        BOOST_TEST(StatementLog::count_naming({"INTO feed"}) == 0U);
        std::vector<PublishedEvent> published;
        for (std::size_t i = 0; i < 20; ++i) published.push_back(scene.published(scene.message(i)).front());
        StatementLog::clear();
        outbox.settle(published);
        for (auto& like : likes) like.action = like.action == Action::kPut ? Action::kTakeBack : Action::kPut;
        // What is sent to the database together is written down as one.
        return std::pair{StatementLog::count_naming({"."}), StatementLog::count_naming({"INTO feed"})};
    };
    const StatementLog log{"like_message"};
    settled({});
    const auto [without, none] = settled({});
    BOOST_TEST(none == 0U);
    BOOST_TEST(scene.consumer.entries().empty());
    const auto [with, one] = settled(scene.consumer.feed());
    BOOST_TEST(one == 1U);
    BOOST_TEST(with == without);
    BOOST_TEST(scene.consumer.entries().size() == 20U);
}

BOOST_AUTO_TEST_CASE(a_correction_is_fed_as_a_correction) {
    Scene scene;
    scene.apply({put(scene.message(), scene.ann())});
    scene.chat.empty_outbox();
    sql("UPDATE reaction_summaries SET total = 0, recent = '', unpublished = '' WHERE message_id = " +
        sql_id(scene.chat.message()));
    store::Auditor auditor{session_of("relay"), kTenLikers, system_now, seeded_random_bits()};
    BOOST_TEST(auditor.repair(std::vector{scene.message()}).size() == 1U);
    scene.outbox("relay").settle(scene.published(scene.message()));
    const auto fed = scene.consumer.entries();
    BOOST_REQUIRE(fed.size() == 1U);
    BOOST_TEST((fed[0].cause == Cause::kCorrection));
}

BOOST_AUTO_TEST_CASE(what_an_erasure_takes_back_is_fed_once_as_such_also_of_deleted_messages) {
    Scene scene{3};
    const auto& gone = scene.ann();
    scene.now = std::chrono::floor<std::chrono::seconds>(scene.now);
    std::vector<MessageReaction> targets;
    for (std::size_t i = 0; i < 3; ++i) targets.push_back(scene.message(i));
    for (const auto& each : targets) scene.apply({put(each, gone)});
    scene.chat.empty_outbox();
    delete_message(scene.chat.messages()[1]);
    // This one is gone for good.
    sql("DELETE FROM messages WHERE message_id = " + sql_id(scene.chat.messages()[2]));

    auto writer = writer_at(scene.now, {}, session_of("operator"));
    auto sorted = targets;
    std::sort(sorted.begin(), sorted.end());
    BOOST_TEST(writer.erase(sorted, user(gone), scene.consumer.feed()).reactions == 3U);
    auto fed = scene.consumer.entries();
    BOOST_REQUIRE(fed.size() == 1U);
    BOOST_TEST((fed[0].entry == OutboxEntry{uuid(scene.chat.id()), targets[1], {unliked(gone)}}));
    BOOST_TEST((fed[0].entry.changes[0].given_at == std::chrono::floor<std::chrono::seconds>(scene.now)));
    writer.erase(sorted, user(gone), scene.consumer.feed());
    scene.outbox("relay").settle(scene.published(targets[0]));
    fed = scene.consumer.entries();
    BOOST_REQUIRE(fed.size() == 2U);
    BOOST_TEST((fed[1].entry == OutboxEntry{uuid(scene.chat.id()), targets[0], {unliked(gone)}}));
    for (const auto& each : fed) BOOST_TEST((each.cause == Cause::kErasure));
    sql("DELETE FROM erasures WHERE user_id = " + sql_text(gone));
}

BOOST_AUTO_TEST_CASE(the_rest_of_a_row_that_is_published_in_parts_keeps_its_cause) {
    Scene scene{2};
    std::vector<MessageReaction> targets{scene.message(0), scene.message(1)};
    for (const auto& each : targets) scene.apply({put(each, scene.ann())});
    scene.chat.empty_outbox();
    std::sort(targets.begin(), targets.end());
    writer_at(scene.now, {}, session_of("operator")).erase(targets, user(scene.ann()), {});
    for (const auto& each : targets) scene.outbox("handlers").settle(scene.published(each));
    const auto fed = scene.consumer.entries();
    BOOST_REQUIRE(fed.size() == 2U);
    for (const auto& each : fed) BOOST_TEST((each.cause == Cause::kErasure));
    sql("DELETE FROM erasures WHERE user_id = " + sql_text(scene.ann()));
}

BOOST_AUTO_TEST_CASE(an_import_feeds_the_likes_that_are_new_at_their_own_times_and_the_same_again_nothing) {
    // More than an entry has.
    constexpr int kLikes = 600;
    Scene scene;
    scene.apply({put(scene.message(), scene.ann())});
    scene.chat.empty_outbox();
    const Time long_ago = std::chrono::sys_days{std::chrono::year{2020} / 2 / 2} + 500ms;
    std::vector<ImportRecord> likes;
    for (int i = 0; i < kLikes; ++i) {
        likes.push_back({scene.message(), {user("past" + std::to_string(i)), long_ago + std::chrono::seconds{i}}});
    }
    likes.push_back({scene.message(), {user(scene.ann()), long_ago + 1h}});
    store::Importer importer{session_of("operator"), kTenLikers, {}, scene.consumer.feed()};
    const auto imported = importer.add(likes);
    BOOST_TEST(imported.added == static_cast<std::size_t>(kLikes));
    BOOST_TEST(imported.known == 1U);
    std::map<std::string, std::chrono::sys_seconds> given;
    for (const auto& [id, cause, entry] : scene.consumer.entries()) {
        BOOST_TEST((cause == Cause::kImport));
        BOOST_TEST((entry.chat == uuid(scene.chat.id())));
        BOOST_TEST((entry.target == scene.message()));
        BOOST_TEST(entry.changes.size() <= kBatchChangesMax);
        for (const auto& change : entry.changes) {
            BOOST_TEST((change.action == Action::kPut));
            BOOST_TEST(given.emplace(change.user.str(), change.given_at).second);
        }
    }
    BOOST_TEST(given.size() == imported.added);
    for (const auto& [name, moment] : given) {
        const std::chrono::seconds number{std::stoi(name.substr(4))};
        BOOST_TEST((moment == std::chrono::floor<std::chrono::seconds>(long_ago) + number));
    }
    scene.consumer.take_all();
    BOOST_TEST(importer.add(likes).added == 0U);
    BOOST_TEST(scene.consumer.entries().empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
