#include <chrono>
#include <cstddef>
#include <future>
#include <string>
#include <tuple>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "counted_scene.hpp"
#include "database/errors.hpp"
#include "direct_store.hpp"
#include "runtime/log.hpp"
#include "store/analytics/feed_counter.hpp"
#include "support/patience.hpp"
#include "support/row_lock.hpp"
#include "support/service.hpp"
#include "support/sql.hpp"

namespace likes::test {
namespace {

using namespace std::chrono_literals;
using store::FeedCounter;
using Names = std::vector<std::string>;

struct OncePerProcess {
    OncePerProcess() { log::init("analytics_counting_test", "error"); }
    /// It would count what the cases are about to.
    StoppedService program{"analytics"};
};
BOOST_TEST_GLOBAL_FIXTURE(OncePerProcess);

/// Who waits for another one tries again.
FeedCounter make_counter() {
    return FeedCounter{session_of("analytics", 20s)};
}

/// Counts until nothing is left. Returns what could not be read.
std::vector<store::UnreadableEntry> count_all() {
    auto counter = make_counter();
    std::vector<store::UnreadableEntry> unreadable;
    for (;;) {
        const auto part = counter.count_some();
        if (part.rows == 0) return unreadable;
        unreadable.insert(unreadable.end(), part.unreadable.begin(), part.unreadable.end());
    }
}

void count(const CountedScene& scene, Cause cause, const Names& changes) {
    feed({lines_of({scene.entry(cause, changes)})});
    count_all();
}

std::string lock_of_quarter(const CountedScene& scene) {
    return "SELECT given FROM like_quarters WHERE chat_id = " + sql_id(scene.chat.id()) +
           " AND reaction = " + sql_text(scene.reaction) + " FOR UPDATE";
}

BOOST_AUTO_TEST_SUITE(analytics_counting)

BOOST_AUTO_TEST_CASE(what_is_given_and_taken_back_is_counted_in_its_chat_and_in_all_chats) {
    const CountedScene scene;
    const auto& [ann, bob] = std::tie(scene.chat.members()[0], scene.chat.members()[1]);
    feed({lines_of({scene.entry(Cause::kUsers, {'+' + ann, '+' + bob}), scene.entry(Cause::kUsers, {'-' + ann})}),
          lines_of({scene.entry(Cause::kUsers, {'+' + ann})})});
    BOOST_TEST(count_all().empty());
    BOOST_TEST(feed_is_empty());
    for (const bool all_reactions : {false, true}) {
        BOOST_TEST(quarter_in_chat(scene, all_reactions) == "3/1");
        BOOST_TEST(quarter_in_all_chats(scene, all_reactions) == "3/1");
    }
    BOOST_TEST(day_of_user(scene, ann) == "1/0 1/0");
    BOOST_TEST(day_of_user(scene, bob) == "1/0 1/0");
    BOOST_TEST(day_of_user(scene, scene.sender) == "0/2 0/2");
}

BOOST_AUTO_TEST_CASE(a_day_of_which_nothing_stands_is_not_kept) {
    const CountedScene scene;
    const auto& ann = scene.chat.members()[0];
    count(scene, Cause::kUsers, {'+' + ann});
    BOOST_TEST(day_of_user(scene, ann) == "1/0 1/0");
    count(scene, Cause::kUsers, {'-' + ann});
    BOOST_TEST(quarter_in_chat(scene) == "1/1");
    BOOST_TEST(day_of_user(scene, ann).empty());
    BOOST_TEST(day_of_user(scene, scene.sender).empty());
}

BOOST_AUTO_TEST_CASE(an_import_counts_a_correction_does_not_and_what_is_erased_was_never_given) {
    const CountedScene scene;
    const auto& ann = scene.chat.members()[0];
    count(scene, Cause::kImport, {'+' + ann});
    count(scene, Cause::kCorrection, {'+' + ann});
    BOOST_TEST(quarter_in_chat(scene) == "1/0");
    BOOST_TEST(day_of_user(scene, ann) == "1/0 1/0");
    count(scene, Cause::kErasure, {'-' + ann});
    BOOST_TEST(quarter_in_chat(scene) == "0/0");
    BOOST_TEST(day_of_user(scene, ann).empty());
}

BOOST_AUTO_TEST_CASE(a_reaction_on_ones_own_message_counts_for_nobody) {
    const CountedScene scene;
    count(scene, Cause::kUsers, {'+' + scene.sender});
    BOOST_TEST(quarter_in_chat(scene) == "1/0");
    BOOST_TEST(day_of_user(scene, scene.sender).empty());
}

BOOST_AUTO_TEST_CASE(the_sender_of_a_message_that_is_gone_or_has_no_name_receives_nothing) {
    const CountedScene scene;
    const auto& [ann, bob] = std::tie(scene.chat.members()[0], scene.chat.members()[1]);
    const auto of_message = " WHERE message_id = " + sql_id(scene.chat.message());
    sql("UPDATE messages SET sender_id = 'no name'" + of_message);
    count(scene, Cause::kUsers, {'+' + ann});
    sql("DELETE FROM messages" + of_message);
    count(scene, Cause::kUsers, {'+' + bob});
    BOOST_TEST(quarter_in_chat(scene) == "2/0");
    BOOST_TEST(day_of_user(scene, ann) == "1/0 1/0");
    BOOST_TEST(day_of_user(scene, bob) == "1/0 1/0");
    BOOST_TEST(day_of_user(scene, scene.sender).empty());
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_is_named_and_dropped_and_stops_nobody) {
    const CountedScene scene;
    const auto& [ann, bob] = std::tie(scene.chat.members()[0], scene.chat.members()[1]);
    const auto of_ann = lines_of({scene.entry(Cause::kUsers, {'+' + ann})});
    const auto of_bob = lines_of({scene.entry(Cause::kUsers, {'+' + bob})});
    const auto ids = feed({"", "nonsense", of_ann + "\n" + of_ann + " +broken\n\n" + of_bob, of_ann.substr(1)});
    std::vector<Uuid> named;
    for (const auto& [id, why] : count_all()) {
        BOOST_TEST(!why.empty());
        named.push_back(id);
    }
    BOOST_TEST((named == std::vector{ids[0], ids[1], ids[2], ids[2], ids[3]}));
    BOOST_TEST(feed_is_empty());
    BOOST_TEST(quarter_in_chat(scene) == "2/0");
}

BOOST_AUTO_TEST_CASE(parts_are_bounded_and_the_oldest_rows_come_first) {
    const CountedScene scene;
    count_all();
    auto counter = make_counter();
    const auto line = lines_of({scene.entry(Cause::kUsers, {'+' + scene.chat.members()[0]})});
    feed(std::vector(store::FeedCounter::kPart.rows + 10, line));
    BOOST_TEST(counter.count_some().rows == store::FeedCounter::kPart.rows);
    BOOST_TEST(counter.count_some().rows == 10U);

    const std::vector two_thirds(store::FeedCounter::kPart.bytes * 2 / 3 / (line.size() + 1), line);
    std::string long_row;
    for (const auto& each : two_thirds) long_row += (long_row.empty() ? "" : "\n") + each;
    const auto ids = feed({long_row, long_row + '\n' + long_row, long_row});
    for (const std::size_t left : std::vector<std::size_t>{2, 1, 0}) {
        const auto part = counter.count_some();
        BOOST_TEST(part.rows == 1U);
        BOOST_TEST(part.changes == two_thirds.size() * (left == 1 ? 2 : 1));
        BOOST_TEST(part.given == part.changes);
        BOOST_TEST(sql_number("SELECT COUNT(*) FROM feed") == left);
    }
    BOOST_TEST(quarter_in_chat(scene) ==
               std::to_string(store::FeedCounter::kPart.rows + 10 + 4 * two_thirds.size()) + "/0");
}

BOOST_AUTO_TEST_CASE(two_who_count_at_once_count_everything_once) {
    const CountedScene scene{10};
    Names changes;
    for (const auto& member : scene.chat.members()) changes.push_back('+' + member);
    feed(std::vector(400, lines_of({scene.entry(Cause::kUsers, changes)})));
    auto other = std::async(std::launch::async, count_all);
    count_all();
    other.get();
    BOOST_TEST(feed_is_empty());
    BOOST_TEST(quarter_in_chat(scene) == "4000/0");
    BOOST_TEST(quarter_in_all_chats(scene, true) == "4000/0");
    BOOST_TEST(day_of_user(scene, changes.back().substr(1)) == "400/0 400/0");
    BOOST_TEST(day_of_user(scene, scene.sender) == "0/4000 0/4000");
}

BOOST_AUTO_TEST_CASE(of_two_who_have_found_the_same_rows_the_second_finds_them_gone) {
    const CountedScene scene;
    count_all();
    feed({lines_of({scene.entry(Cause::kUsers, {'+' + scene.chat.members()[0]})})});
    store::CountedPart first;
    store::CountedPart second;
    run_both_from_a_lock(
        "SELECT feed_id FROM feed FOR UPDATE", [&] { first = make_counter().count_some(); },
        [&] { second = make_counter().count_some(); });
    BOOST_TEST(first.rows + second.rows == 1U);
    BOOST_TEST(quarter_in_chat(scene) == "1/0");
}

BOOST_AUTO_TEST_CASE(a_count_that_is_cut_off_has_counted_nothing_and_lost_nothing) {
    const CountedScene scene;
    const auto& ann = scene.chat.members()[0];
    count(scene, Cause::kUsers, {'+' + ann});
    feed({lines_of({scene.entry(Cause::kUsers, {'-' + ann})})});
    while_locked(lock_of_quarter(scene), [&] {
        auto cut_off = std::async(std::launch::async, [] { return FeedCounter{session_of("analytics")}.count_some(); });
        BOOST_TEST_REQUIRE(eventually([] { return waiting_transactions() == 1; }));
        administer_sql("KILL USER likes_analytics");
        BOOST_CHECK_THROW(cut_off.get(), database::Unavailable);
    });
    BOOST_TEST(quarter_in_chat(scene) == "1/0");
    BOOST_TEST(!feed_is_empty());
    count_all();
    BOOST_TEST(quarter_in_chat(scene) == "1/1");
    BOOST_TEST(quarter_in_all_chats(scene, true) == "1/1");
    BOOST_TEST(day_of_user(scene, ann).empty());
}

BOOST_AUTO_TEST_CASE(since_when_is_counted_is_noted_once) {
    auto counter = make_counter();
    counter.begin();
    const auto since = sql("SELECT at FROM cursors WHERE name = 'counting'");
    BOOST_TEST_REQUIRE(since.size() == 1U);
    counter.begin();
    BOOST_TEST((sql("SELECT at FROM cursors WHERE name = 'counting'") == since));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
