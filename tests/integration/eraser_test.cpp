#include "store/upkeep/eraser.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <future>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "direct_store.hpp"
#include "publishing/outbox.hpp"
#include "runtime/log.hpp"
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

using store::Eraser;

/// No relay publishes what the cases leave in the outbox.
struct OncePerProcess {
    OncePerProcess() { log::init("eraser_test", "error"); }
    HeldLease lease;
};
BOOST_TEST_GLOBAL_FIXTURE(OncePerProcess);

Eraser make_eraser(
    Eraser::Pause pause = [] {}, store::Feed feed = {}, Eraser::Patience patience = [] { return false; }) {
    static const Time kNow = system_now();
    return {session_of("operator"),
            writer_at(kNow, {}, session_of("operator")),
            {session_of("operator"), kTenLikers, system_now, seeded_random_bits()},
            std::move(feed),
            std::move(pause),
            std::move(patience)};
}

constexpr auto kQuietly = [](std::size_t) {};

void like_all(const Chat& chat, const std::string& user) {
    const Time now = system_now();
    std::vector<ReactionChange> likes;
    for (const auto& message : chat.messages()) likes.push_back(put(target(message), user));
    writer_at(now).apply(likes);
}

/// What other cases have left is older, and comes first.
void record_all(publishing::Outbox& relay) {
    constexpr std::size_t kAtOnce = 1000;
    while (relay.record(system_now() + std::chrono::seconds{2}, kAtOnce) == kAtOnce) {
    }
}

std::uint64_t records_of(const std::string& user) {
    return sql_number("SELECT COUNT(*) FROM erasures WHERE user_id = " + sql_text(user));
}

/// A row of the feed with one change, `+user` or `-user`, that this consumer has not dealt with.
void feed_change(const Consumer& consumer, const std::string& change) {
    const auto entry = uuid(7).to_hex() + " 0 " + uuid(7).to_hex() + ' ' + uuid(7).to_hex() + " like ";
    sql("INSERT INTO feed VALUES (" + sql_text(consumer.name()) + ", " + sql_id(unique_uuid()) + ", " +
        sql_text(entry + change + ",1759485600") + ")");
}

/// The user has given and was given something in that many chats.
void count_user(const std::string& user, std::size_t chats) {
    sql("INSERT INTO user_days SELECT UNHEX(MD5(CONCAT(" + sql_text(user) + ", seq))), " + sql_text(user) +
        ", 20000, 1, 1 FROM seq_1_to_" + std::to_string(chats));
}

std::uint64_t days_of(const std::string& user) {
    return sql_number("SELECT COUNT(*) FROM user_days WHERE user_id = " + sql_text(user));
}

/// A list that somebody asked for.
void rank(const std::string& chat, const std::string& kind, const std::string& items) {
    sql("INSERT INTO rankings VALUES (" + sql_id(chat) + ", " + sql_text(kind) +
        ", '7d', 'like', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), 1, " + sql_text(items) + ")");
}

BOOST_AUTO_TEST_SUITE(eraser)

BOOST_AUTO_TEST_CASE(two_erasures_of_one_user_at_once_both_have_a_receipt_and_none_of_what_they_removed_is_lost) {
    const Chat chat{1, 5};
    const auto& gone = chat.members()[0];
    like_all(chat, gone);
    auto first = make_eraser();
    auto second = make_eraser();
    Eraser::Receipt of_second;
    // The second one begins, ends and is forgotten while the first is at work.
    const auto of_first = first.erase(user(gone), [&](std::size_t) {
        of_second = second.erase(user(gone), kQuietly);
        second.forget(user(gone), of_second);
    });
    first.forget(user(gone), of_first);
    BOOST_TEST(of_second.erased == 5U);
    BOOST_TEST(of_second.published == 5U);
    BOOST_TEST(of_first.erased == 0U);
    BOOST_TEST((of_first.begun_at <= of_second.begun_at));
    BOOST_TEST((of_first.ended_at >= of_second.ended_at));
    BOOST_TEST(rows_of_reactions(chat.message()).empty());
    BOOST_TEST(records_of(gone) == 0U);
}

BOOST_AUTO_TEST_CASE(a_receipt_that_another_erasure_has_added_to_is_not_forgotten) {
    const Chat chat{1, 3};
    const auto& gone = chat.members()[0];
    like_all(chat, gone);
    auto first = make_eraser();
    auto second = make_eraser();
    const auto of_first = first.erase(user(gone), kQuietly);
    like_all(chat, gone);
    const auto of_second = second.erase(user(gone), kQuietly);
    first.forget(user(gone), of_first);
    BOOST_TEST(of_first.erased == 3U);
    BOOST_TEST(of_second.erased == 6U);
    BOOST_TEST(records_of(gone) == 1U);
    second.forget(user(gone), of_second);
    BOOST_TEST(records_of(gone) == 0U);
}

BOOST_AUTO_TEST_CASE(a_like_that_was_on_its_way_when_the_user_left_does_not_survive_the_receipt) {
    const Chat chat{2};
    const auto& [gone, stays] = std::tie(chat.members()[0], chat.members()[1]);
    const auto message = target(chat.message());
    // It takes its user for a member as long as it waits.
    store::ReactionWriter writer{session_of("handlers"),
                                 {kTenLikers, kEventInterval, {}, std::chrono::hours{1}},
                                 system_now,
                                 seeded_random_bits()};
    writer.apply(std::vector{put(message, stays)});

    std::future<store::ReactionWriter::Written> like;
    std::future<Eraser::Receipt> receipt;
    std::promise<void> paused;
    auto eraser = make_eraser([&] {
        paused.set_value();
        like.wait();
    });
    while_locked(
        "SELECT version FROM reaction_summaries WHERE message_id = " + sql_id(chat.message()) + " FOR UPDATE", [&] {
            like = std::async(std::launch::async, [&] { return writer.apply(std::vector{put(message, gone)}); });
            BOOST_TEST_REQUIRE(eventually([] { return waiting_transactions() == 1; }));
            chat.leave(gone);
            receipt = std::async(std::launch::async, [&] { return eraser.erase(user(gone), kQuietly); });
            paused.get_future().wait();
        });
    const auto of_gone = receipt.get();
    eraser.forget(user(gone), of_gone);
    BOOST_TEST((like.get().outcomes[0].result == ChangeResult::kLiked));
    BOOST_TEST(of_gone.erased == 1U);
    BOOST_TEST(rows_of_reactions(chat.message()) == std::vector{stays}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(there_is_no_receipt_until_every_change_that_names_the_user_was_recorded_and_counted) {
    const Chat chat{1, 2};
    const auto& gone = chat.members()[0];
    const Consumer consumer;
    like_all(chat, gone);
    delete_message(chat.messages()[1]);
    publishing::Outbox relay{session_of("relay"), kTenLikers, kEventInterval, consumer.feed()};
    std::vector<std::string> seen;
    auto eraser =
        make_eraser([] {}, consumer.feed(),
                    [&] {
                        // The relay has not come to it; then it has; then everything is counted.
                        const auto fed = consumer.words();
                        seen.push_back(std::to_string(std::count_if(fed.begin(), fed.end(), [&](const auto& each) {
                            return each == "like +" + gone || each == "like -" + gone;
                        })));
                        if (seen.size() == 2) record_all(relay);
                        if (seen.size() == 4) consumer.take_all();
                        return seen.size() < 10;
                    });
    const auto receipt = eraser.erase(user(gone), kQuietly);
    // At first what was taken from the deleted message; then both likes, and what was taken from the other message.
    BOOST_TEST(seen == (std::vector<std::string>{"1", "1", "4", "4"}), boost::test_tools::per_element());
    BOOST_TEST(receipt.erased == 2U);
    eraser.forget(user(gone), receipt);
    chat.empty_outbox();
}

BOOST_AUTO_TEST_CASE(an_erasure_that_the_analytics_do_not_count_says_so_and_counts_everything_when_it_is_run_again) {
    const Chat chat{1, 3};
    const auto& gone = chat.members()[0];
    const Consumer consumer;
    like_all(chat, gone);
    chat.empty_outbox();
    count_user(gone, 2);
    for (const std::string& change : {"+" + gone, "-" + gone}) {
        feed_change(consumer, change);
        // Whether or not anybody is fed at present.
        auto eraser = make_eraser();
        BOOST_CHECK_EXCEPTION(eraser.erase(user(gone), kQuietly), store::NotCounted, [](const auto& error) {
            return std::string{error.what()}.starts_with("the analytics have not yet counted");
        });
        consumer.take_all();
    }
    {
        auto eraser = make_eraser([] {}, consumer.feed());
        BOOST_CHECK_EXCEPTION(eraser.erase(user(gone), kQuietly), store::NotCounted, [](const auto& error) {
            return std::string{error.what()}.starts_with("the relay has not yet taken from the outbox");
        });
    }
    BOOST_TEST(records_of(gone) == 1U);
    BOOST_TEST(days_of(gone) == 2U);

    auto eraser = make_eraser();
    const auto receipt = eraser.erase(user(gone), kQuietly);
    BOOST_TEST(receipt.erased == 3U);
    BOOST_TEST(receipt.user_days == 2U);
    BOOST_TEST(days_of(gone) == 0U);
    // It was not handed out; the next one says the same.
    const auto again = eraser.erase(user(gone), kQuietly);
    BOOST_TEST(again.user_days == 2U);
    eraser.forget(user(gone), again);
    BOOST_TEST(records_of(gone) == 0U);
    chat.empty_outbox();
}

BOOST_AUTO_TEST_CASE(changes_of_users_whose_names_are_in_one_another_are_not_waited_for) {
    const auto gone = unique_user("a|b/c+d=e-f.g_h~i@j:");
    const Consumer consumer;
    for (const std::string& other :
         {"x" + gone, gone + "x", "+" + gone, "-" + gone, gone + "+", gone.substr(1), "X" + gone.substr(1)}) {
        feed_change(consumer, "+" + other);
        feed_change(consumer, "-" + other);
    }
    auto eraser = make_eraser([] {}, consumer.feed());
    eraser.forget(user(gone), eraser.erase(user(gone), kQuietly));
    for (const std::string& first : {"+" + gone, "-" + gone}) {
        feed_change(consumer, "+somebody,1 " + first);
        BOOST_CHECK_THROW(eraser.erase(user(gone), kQuietly), store::NotCounted);
        consumer.take_all();
    }
    eraser.forget(user(gone), eraser.erase(user(gone), kQuietly));
}

BOOST_AUTO_TEST_CASE(the_user_goes_from_the_numbers_however_many_there_are_and_from_lists_and_the_others_stay) {
    const auto gone = unique_user("a|b/c+d=e-f.g_h~i@j:");
    const auto other = gone + "2";
    const auto chat = unique_uuid();
    const auto other_chat = unique_uuid();
    // More than one transaction deletes.
    count_user(gone, 2500);
    count_user(other, 3);
    const auto item = [](const std::string& user) { return R"({"user_id":")" + user + R"(","count":3})"; };
    rank(chat, "given", '[' + item(other) + ',' + item(gone) + ']');
    rank(chat, "received", '[' + item(gone) + ']');
    rank(other_chat, "given", '[' + item(other) + ']');
    auto eraser = make_eraser();
    const auto receipt = eraser.erase(user(gone), kQuietly);
    BOOST_TEST(receipt.user_days == 2500U);
    eraser.forget(user(gone), receipt);
    BOOST_TEST(days_of(gone) == 0U);
    BOOST_TEST(days_of(other) == 3U);
    const auto lists_of = [](const std::string& id) {
        return sql_number("SELECT COUNT(*) FROM rankings WHERE chat_id = " + sql_id(id));
    };
    BOOST_TEST(lists_of(chat) == 0U);
    BOOST_TEST(lists_of(other_chat) == 1U);
    sql("DELETE FROM rankings WHERE chat_id = " + sql_id(other_chat) +
        "; DELETE FROM user_days WHERE user_id = " + sql_text(other));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
