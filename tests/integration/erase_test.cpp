#include <algorithm>
#include <chrono>
#include <csignal>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "direct_store.hpp"
#include "runtime/log.hpp"
#include "store/upkeep/eraser.hpp"
#include "support/api.hpp"
#include "support/chat.hpp"
#include "support/command.hpp"
#include "support/counters.hpp"
#include "support/json.hpp"
#include "support/patience.hpp"
#include "support/row_lock.hpp"
#include "support/sql.hpp"
#include "support/stack.hpp"
#include "support/subscriber.hpp"
#include "support/unique.hpp"
#include "unit/likes/build.hpp"

namespace likes::test {
namespace {

struct OncePerProcess {
    OncePerProcess() { log::init("erase_test", "error"); }
};
BOOST_TEST_GLOBAL_FIXTURE(OncePerProcess);

struct Receipt {
    std::uint64_t erased;
    std::uint64_t events;
    std::uint64_t user_days;
};

Receipt receipt(const std::string& output, const std::string& user) {
    const auto json = parse_json(output);
    BOOST_TEST(text_of(json, "user_id") == user);
    BOOST_TEST(text_of(json, "begun_at") <= text_of(json, "ended_at"));
    BOOST_TEST(number_of(json, "reactions_left") == 0U);
    return {number_of(json, "reactions_erased"), number_of(json, "events"), number_of(json, "user_days_erased")};
}

Receipt erase_by_script(const std::string& user) {
    return receipt(script("erase-user", {user}), user);
}

/// What the script does, without the pause for changes that are on their way; and it looks all the time whether what
/// was removed is counted.
Receipt erase(const std::string& name) {
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    store::Eraser eraser{session_of("operator"),
                         {session_of("operator"), {{}, kEventInterval, {}}, system_now, seeded_random_bits()},
                         {session_of("operator"), {}, system_now, seeded_random_bits()},
                         {.consumers = {"analytics"}, .clock = system_now, .random = seeded_random_bits()},
                         [] {},
                         [&] { return std::chrono::steady_clock::now() < deadline; }};
    const auto receipt = eraser.erase(user(name), [](std::size_t) {});
    eraser.forget(user(name), receipt);
    return {receipt.erased, receipt.published, receipt.user_days};
}

/// In how many places of the likes' own tables the name stands.
std::uint64_t mentions(const std::string& user) {
    const std::string is_user = " WHERE user_id = " + sql_text(user);
    // In a list of likers and in the outbox a comma follows, in a list of changes a space.
    const std::string liker = sql_text("%" + user + ",%");
    const std::string change = sql_text("%" + user + " %");
    return sql_number(
        "SELECT (SELECT COUNT(*) FROM reactions" + is_user +
        ") + (SELECT COUNT(*) FROM reaction_summaries WHERE recent LIKE " + liker +
        " OR CONCAT(unpublished, ' ') LIKE " + change + ") + (SELECT COUNT(*) FROM outbox WHERE entries LIKE " + liker +
        ") + (SELECT COUNT(*) FROM feed WHERE entries LIKE " + liker + ") + (SELECT COUNT(*) FROM user_days" + is_user +
        ") + (SELECT COUNT(*) FROM rankings WHERE items LIKE " + sql_text("%\"" + user + "\"%") +
        ") + (SELECT COUNT(*) FROM erasures" + is_user + ")");
}

bool is_forgotten(const std::string& user) {
    return eventually([&] { return mentions(user) == 0; });
}

/// The user likes all messages of the chat, as if a like were nothing.
void like_all(const Chat& chat, const std::string& user) {
    const std::string messages = "FROM messages WHERE chat_id = " + sql_id(chat.id());
    sql("START TRANSACTION; INSERT INTO reactions SELECT message_id, 'like', " + sql_text(user) +
        ", 1, '2025-10-03 10:00:00' " + messages +
        "; INSERT INTO reaction_summaries SELECT message_id, 'like', 1, 1, '2025-10-03 10:00:00', '1970-01-01', " +
        sql_text(user + ",1,1759485600") + ", '' " + messages + "; COMMIT");
}

/// What scripts/erase-user runs.
std::vector<std::string> erase_command(const std::string& user) {
    return {(stack().bin_dir / "operate").string(),
            "--config",
            (stack().var_dir / "etc" / "likes.conf").string(),
            "--db-user",
            "likes_operator",
            "--db-password-file",
            stack().secret("db-operator.password").string(),
            "erase",
            "--",
            user};
}

BOOST_AUTO_TEST_SUITE(erase_user)

BOOST_AUTO_TEST_CASE(everything_of_the_user_goes_the_others_stay_and_everybody_hears_of_it) {
    const Chat chat{3, 2};
    const auto& gone = chat.members()[1];
    for (const auto& member : chat.members()) {
        for (const auto& message : chat.messages()) Caller{member}.like(message);
        Caller{member}.react(chat.message(), "joy");
    }
    // Of another chat, in which somebody else's likes of the user's messages were counted.
    sql("INSERT INTO user_days VALUES (" + sql_id(unique_uuid()) + ", " + sql_text(gone) + ", 20000, 0, 7)");
    sql("INSERT INTO rankings VALUES (" + sql_id(unique_uuid()) +
        ", 'received', '7d', 'like', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), 1, " +
        sql_text(R"([{"user_id":")" + gone + R"(","count":7}])") + ")");
    const auto before = chat.tables();
    Subscriber subscriber{chat};

    const auto receipt = erase_by_script(gone);
    BOOST_TEST(receipt.erased == 3U);
    BOOST_TEST(receipt.events == 3U);
    BOOST_TEST(receipt.user_days >= 1U);

    const auto after = chat.tables();
    BOOST_REQUIRE(after.size() == before.size());
    for (const auto& [subject, rows] : after) {
        BOOST_TEST_CONTEXT(subject.second << " on " << subject.first) {
            auto expected = before.at(subject).users;
            std::erase(expected, gone);
            BOOST_TEST(rows.users == expected, boost::test_tools::per_element());
            BOOST_TEST(rows.total == 2U);
            BOOST_TEST(rows.version > before.at(subject).version);
            BOOST_TEST(subscriber.wait_for_version(subject.first, rows.version, subject.second));
            const auto view = view_of(subscriber.events(), subject.first, subject.second);
            BOOST_TEST(view.likes_count == 2U);
            BOOST_TEST(view.liked_by == expected, boost::test_tools::per_element());
            BOOST_TEST(!view.flags.at(gone));
        }
    }
    BOOST_TEST(contradictions(chat) == std::vector<std::string>{}, boost::test_tools::per_element());
    BOOST_TEST(is_forgotten(gone));
    // There is nothing left to do.
    BOOST_TEST(erase(gone).erased == 0U);
}

BOOST_AUTO_TEST_CASE(one_that_is_killed_goes_on_when_it_is_run_again_and_the_receipt_counts_everything) {
    const Chat chat{1, 450};
    const auto user = unique_user();
    like_all(chat, user);
    // It works in the order of the messages, at most 200 at a time. The last one is kept from it.
    const auto last = *std::max_element(chat.messages().begin(), chat.messages().end());
    const auto counted = "SELECT COALESCE(MAX(erased), 0) FROM erasures WHERE user_id = " + sql_text(user);
    while_locked("SELECT version FROM reaction_summaries WHERE message_id = " + sql_id(last) + " FOR UPDATE", [&] {
        BackgroundProcess operate{erase_command(user), stack().var_dir / "log" / "test-erase.log"};
        BOOST_REQUIRE(eventually([&] { return sql_number(counted) >= 250; }));
        BOOST_TEST(operate.end(SIGKILL) == 128 + SIGKILL);
    });
    const auto erased = sql_number(counted);
    BOOST_TEST(erased < 450U);
    BOOST_TEST(sql_number("SELECT COUNT(*) FROM reactions WHERE user_id = " + sql_text(user)) == 450 - erased);

    const auto receipt = erase(user);
    BOOST_TEST(receipt.erased == 450U);
    BOOST_TEST(receipt.events == 450U);
    BOOST_TEST(contradictions(chat) == std::vector<std::string>{}, boost::test_tools::per_element());
    BOOST_TEST(is_forgotten(user));
}

BOOST_AUTO_TEST_CASE(the_receipt_that_was_not_printed_is_given_again) {
    const Chat chat{1, 3};
    const auto user = unique_user();
    like_all(chat, user);
    auto command = erase_command(user);
    // Nobody hears of it on a full disk.
    const auto result = run({"sh", "-c", "exec \"$@\" >/dev/full", "sh", command[0], command[1], command[2], command[3],
                             command[4], command[5], command[6], command[7], command[8], command[9]});
    BOOST_TEST(result.exit_code != 0);
    BOOST_TEST(erase(user).erased == 3U);
}

BOOST_AUTO_TEST_CASE(what_is_on_messages_of_chats_that_the_user_left_and_on_deleted_ones_goes_as_well) {
    const Chat left{2};
    const Chat chat{2};
    const auto& user = chat.members()[0];
    left.join(user);
    Caller{user}.like(left.message());
    Caller{user}.like(chat.message());
    left.leave(user);
    delete_message(chat.message());
    const auto receipt = erase(user);
    BOOST_TEST(receipt.erased == 2U);
    // Of a deleted message nobody hears any more.
    BOOST_TEST(receipt.events == 1U);
    BOOST_TEST(contradictions(left).empty());
    BOOST_TEST(contradictions(chat).empty());
    BOOST_TEST(is_forgotten(user));
}

BOOST_AUTO_TEST_CASE(a_like_that_its_counter_does_not_know_goes_too) {
    const Chat chat{2, 2};
    const auto& user = chat.members()[0];
    Caller{user}.like(chat.messages()[0]);
    sql("UPDATE reaction_summaries SET total = 0, recent = '' WHERE message_id = " + sql_id(chat.messages()[0]));
    sql("INSERT INTO reactions VALUES (" + sql_id(chat.messages()[1]) + ", 'like', " + sql_text(user) +
        ", 5, UTC_TIMESTAMP(6))");
    BOOST_TEST(erase(user).erased == 2U);
    BOOST_TEST(contradictions(chat) == std::vector<std::string>{}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(it_refuses_what_it_does_not_understand) {
    for (const std::vector<std::string>& arguments :
         {std::vector<std::string>{}, std::vector<std::string>{"no user"}, std::vector<std::string>{"alice", "bob"},
          std::vector<std::string>{std::string(129, 'u')}}) {
        const auto result = run_script("erase-user", arguments);
        BOOST_TEST(result.exit_code != 0);
        BOOST_TEST(result.output == "");
    }
    // A user id may look like an option.
    BOOST_TEST(erase_by_script("--config").erased == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
