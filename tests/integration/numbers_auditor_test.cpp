#include "store/analytics/numbers_auditor.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "analytics/bucket.hpp"
#include "base/time.hpp"
#include "direct_store.hpp"
#include "runtime/log.hpp"
#include "store/upkeep/eraser.hpp"
#include "support/chat.hpp"
#include "support/crowd.hpp"
#include "support/service.hpp"
#include "support/sql.hpp"
#include "unit/likes/build.hpp"

// The outbox, the feed and the numbers are filled here by hand, as those who publish and count would: so each moment at
// which an audit may look is there.
namespace likes::test {
namespace {

using namespace std::chrono_literals;
using store::NumbersAuditor;
using Outcome = NumbersAuditor::Outcome;

/// Nobody publishes, counts or audits what the cases leave.
struct OncePerProcess {
    OncePerProcess() { log::init("numbers_auditor_test", "error"); }
    HeldLease relay;
    StoppedService analytics{"analytics"};
};
BOOST_TEST_GLOBAL_FIXTURE(OncePerProcess);

constexpr std::size_t kAllRows = std::numeric_limits<std::size_t>::max();

bool go_on(std::chrono::steady_clock::duration /*cost*/) {
    return true;
}

NumbersAuditor auditor_with(std::chrono::milliseconds patience = {}) {
    return {session_of("analytics", patience), system_now};
}

NumbersAuditor::Result compare(const Chat& chat) {
    auto result = auditor_with().compare(uuid(chat.id()), kAllRows, go_on);
    BOOST_TEST((result.outcome == Outcome::kCompared));
    return result;
}

void correct(const Chat& chat) {
    BOOST_TEST(auditor_with().correct(uuid(chat.id()), compare(chat)));
}

/// Of which all numbers are kept.
const Time kMoment = std::chrono::floor<std::chrono::days>(system_now()) - 120h + 10h;

/// A chat with a message of the sender `sender`, on which the members do something at kMoment.
struct Scene {
    explicit Scene(std::size_t members = 3, std::size_t messages = 1) : chat{members, messages} {}

    void like(std::size_t member, const std::string& reaction = "like", std::size_t message = 0) const {
        change(put(target(chat.messages()[message], reaction), chat.members()[member]));
    }
    void unlike(std::size_t member, const std::string& reaction = "like") const {
        change(take_back(target(chat.message(), reaction), chat.members()[member]));
    }

    void change(const ReactionChange& change) const { writer_at(now).apply(std::vector{change}); }

    /// What the outbox has of the chat goes into the feed, and its messages are recorded.
    void settle() const {
        sql("START TRANSACTION; CREATE TEMPORARY TABLE settled SELECT outbox_id, cause, entries FROM outbox" +
            of_chat() +
            "; INSERT INTO feed (consumer, feed_id, entries) SELECT 'analytics', outbox_id,"
            " CONCAT(LOWER(HEX(outbox_id)), ' ', cause, ' ', entries) FROM settled;" +
            record() + "DELETE o FROM outbox o JOIN settled s ON s.outbox_id = o.outbox_id; COMMIT;");
    }

    /// The same with the feed off.
    void forget() const { sql("START TRANSACTION;" + record() + "DELETE FROM outbox" + of_chat() + ";COMMIT;"); }

    /// Like a consumer that has lost them.
    void empty_feed() const { sql("DELETE FROM feed" + of_chat()); }

    /// The row of the message is gone for good.
    void purge_message() const { sql("DELETE FROM messages WHERE message_id = " + sql_id(chat.message())); }

    std::string of_chat() const { return " WHERE INSTR(entries, LOWER(HEX(" + sql_id(chat.id()) + "))) > 0"; }

    std::string record() const {
        std::string rows;
        for (const auto& message : chat.messages()) {
            rows += (rows.empty() ? "(" : ",(") + sql_id(chat.id()) + ',' + sql_id(message) + ",1)";
        }
        return "INSERT INTO chat_changes (chat_id, message_id, sequence) VALUES " + rows +
               " ON DUPLICATE KEY UPDATE sequence = sequence + 1;";
    }

    Chat chat;
    Time now = kMoment;
};

/// A moment in the table of cursors as long as the object lives; nullopt: none.
class Cursor {
  public:
    Cursor(std::string name, std::optional<Time> at) : name_{std::move(name)} {
        const auto rows = sql("SELECT at FROM cursors WHERE name = " + sql_text(name_));
        if (!rows.empty()) before_ = rows.at(0).at(0);
        set(at ? std::optional{to_sql(*at)} : std::nullopt);
    }
    ~Cursor() { set(before_); }
    Cursor(const Cursor&) = delete;
    Cursor& operator=(const Cursor&) = delete;

  private:
    void set(const std::optional<std::string>& at) const {
        sql("DELETE FROM cursors WHERE name = " + sql_text(name_));
        if (at) sql("INSERT INTO cursors VALUES (" + sql_text(name_) + ',' + sql_text(*at) + ')');
    }

    std::string name_;
    std::optional<std::string> before_;
};

std::string of(const Chat& chat) {
    return " WHERE chat_id = " + sql_id(chat.id());
}

/// `reaction quarter given-taken_back` of each row of the chat, in the order of the key; quarters count from that of
/// kMoment.
std::vector<std::string> quarters_of(const Chat& chat) {
    std::vector<std::string> texts;
    const std::int64_t first = analytics::quarter_of(std::chrono::floor<std::chrono::seconds>(kMoment));
    for (const auto& row : sql("SELECT reaction, CAST(quarter AS SIGNED) - " + std::to_string(first) +
                               ", CONCAT(given, '-', taken_back) FROM like_quarters" + of(chat) +
                               " ORDER BY chat_id, reaction, quarter")) {
        texts.push_back(row.at(0) + ' ' + row.at(1) + ' ' + row.at(2));
    }
    return texts;
}

/// What a user has given and received in the chat.
std::string sums_of(const Chat& chat, const std::string& user) {
    const auto row = sql("SELECT COALESCE(SUM(given), 0), COALESCE(SUM(received), 0) FROM user_days" + of(chat) +
                         " AND user_id = " + sql_text(user));
    return row.at(0).at(0) + ' ' + row.at(0).at(1);
}

/// Of all chats together.
struct Deployment {
    std::int64_t likes;
    std::int64_t all;
};

Deployment deployment() {
    const auto sum = [](const std::string& reaction) {
        return std::stoll(sql("SELECT COALESCE(SUM(given - taken_back), 0) FROM like_quarters WHERE chat_id = "
                              "REPEAT(CHAR(0), 16) AND reaction = " +
                              sql_text(reaction))
                              .at(0)
                              .at(0));
    };
    return {sum("like"), sum("*")};
}

using Texts = std::vector<std::string>;
constexpr auto kEach = boost::test_tools::per_element();

BOOST_AUTO_TEST_SUITE(numbers_auditor)

BOOST_AUTO_TEST_CASE(what_was_liked_while_nobody_counted_is_added_and_is_no_drift) {
    Scene scene;
    scene.like(0);
    scene.like(1);
    scene.now += 15min;
    scene.like(2, "joy");
    scene.like(2);
    scene.unlike(2);
    scene.forget();
    const auto before = deployment();

    const auto found = compare(scene.chat);
    BOOST_TEST(found.differences.size() == 4U + 3U + 1U);
    BOOST_TEST(found.differences.drifted == 0U);
    BOOST_TEST(found.rows == 3U);
    BOOST_TEST(quarters_of(scene.chat).empty());
    BOOST_TEST(auditor_with().correct(uuid(scene.chat.id()), found));

    const Texts wanted{"* 0 2-0", "* 1 1-0", "joy 1 1-0", "like 0 2-0"};
    BOOST_TEST(quarters_of(scene.chat) == wanted, kEach);
    for (const auto& member : scene.chat.members()) BOOST_TEST(sums_of(scene.chat, member) == "1 0");
    BOOST_TEST(sums_of(scene.chat, "sender") == "0 3");
    BOOST_TEST(deployment().likes == before.likes + 2);
    BOOST_TEST(deployment().all == before.all + 3);
    BOOST_TEST(compare(scene.chat).differences.empty());
}

BOOST_AUTO_TEST_CASE(what_waits_to_be_counted_is_no_difference) {
    const Cursor counting{"counting", kMoment - 24h};
    Scene scene;
    scene.like(0);
    scene.forget();
    correct(scene.chat);
    // In the outbox, on a message that is recorded.
    scene.like(1);
    scene.unlike(0);
    BOOST_TEST(compare(scene.chat).differences.empty());
    scene.settle();
    // In the feed.
    BOOST_TEST(compare(scene.chat).differences.empty());
    scene.like(2, "joy");
    scene.like(0);
    // In both.
    BOOST_TEST(compare(scene.chat).differences.empty());
    scene.settle();
    // A consumer that has lost them shows.
    scene.empty_feed();
    BOOST_TEST(compare(scene.chat).differences.drifted > 0U);
}

BOOST_AUTO_TEST_CASE(a_message_whose_first_like_waits_in_the_outbox_is_looked_at) {
    const Scene scene{2, 2};
    scene.like(0);
    scene.forget();
    sql("DELETE FROM chat_changes WHERE message_id = " + sql_id(scene.chat.messages()[1]));
    correct(scene.chat);
    scene.like(1, "like", 1);
    const auto found = compare(scene.chat);
    BOOST_TEST(found.differences.empty());
    BOOST_TEST(found.rows == 2U);
    scene.chat.empty_outbox();
}

// An entry that is recorded is in the feed already.
BOOST_AUTO_TEST_CASE(a_recorded_row_of_the_outbox_does_not_wait_to_be_counted) {
    const Scene scene;
    scene.like(0);
    sql("UPDATE outbox SET recorded = TRUE" + scene.of_chat());
    sql(scene.record());
    BOOST_TEST(compare(scene.chat).differences.size() == 4U);
    scene.chat.empty_outbox();
}

struct Drift {
    std::string what;
    /// `@` is the condition that a row is of the chat.
    std::string statement;
};

const std::vector<Drift> kDrifts{
    {"a quarter that counts too many", "UPDATE like_quarters SET given = given + 5@ AND reaction = 'like'"},
    {"a quarter that counts too few", "UPDATE like_quarters SET taken_back = taken_back + 2@ AND reaction = '*'"},
    {"a quarter that is not there", "DELETE FROM like_quarters@ AND reaction = 'like'"},
    {"a quarter of a reaction that nobody has put",
     "INSERT INTO like_quarters SELECT chat_id, 'joy', quarter, 1, 0 FROM like_quarters@ AND reaction = 'like'"},
    {"a user who has given more", "UPDATE user_days SET given = given + 1@ AND user_id <> 'sender' LIMIT 1"},
    {"a user who has received less", "UPDATE user_days SET received = received - 1@ AND user_id = 'sender'"},
};

BOOST_AUTO_TEST_CASE(a_drift_is_found_counted_and_corrected) {
    const Cursor counting{"counting", kMoment - 24h};
    for (const auto& drift : kDrifts) {
        BOOST_TEST_CONTEXT(drift.what) {
            const Scene scene;
            for (std::size_t i = 0; i < 3; ++i) scene.like(i);
            scene.forget();
            correct(scene.chat);
            auto statement = drift.statement;
            statement.replace(statement.find('@'), 1, of(scene.chat));
            sql(statement);
            const auto found = compare(scene.chat);
            BOOST_TEST(found.differences.drifted == 1U);
            BOOST_TEST(found.differences.size() == 1U);
            BOOST_TEST(auditor_with().correct(uuid(scene.chat.id()), found));
            BOOST_TEST(compare(scene.chat).differences.empty());
            BOOST_TEST(sums_of(scene.chat, "sender") == "0 3");
        }
    }
}

BOOST_AUTO_TEST_CASE(what_was_given_before_anybody_counted_is_no_drift_in_a_chat_that_is_counted) {
    const Cursor counting{"counting", kMoment + 24h};
    Scene scene;
    scene.like(0);
    scene.forget();
    scene.now += 48h;
    scene.like(1);
    scene.forget();
    // As if the second one had been counted, and the first one not.
    correct(scene.chat);
    sql("DELETE FROM like_quarters" + of(scene.chat) + " AND quarter < " +
        std::to_string(analytics::quarter_of(std::chrono::floor<std::chrono::seconds>(kMoment + 24h))));
    const auto found = compare(scene.chat).differences;
    BOOST_TEST(found.size() == 2U);
    BOOST_TEST(found.drifted == 0U);
}

BOOST_AUTO_TEST_CASE(two_audits_that_find_the_same_add_it_once) {
    const Scene scene;
    scene.like(0);
    scene.forget();
    auto one = auditor_with();
    auto other = auditor_with();
    const Uuid chat = uuid(scene.chat.id());
    const auto found = one.compare(chat, kAllRows, go_on);
    const auto found_too = other.compare(chat, kAllRows, go_on);
    BOOST_TEST(found.differences.size() == found_too.differences.size());
    BOOST_TEST(one.correct(chat, found));
    BOOST_TEST(!other.correct(chat, found_too));
    const Texts wanted{"* 0 1-0", "like 0 1-0"};
    BOOST_TEST(quarters_of(scene.chat) == wanted, kEach);
    // Nor does it matter that there was nothing to add any more.
    BOOST_TEST(other.correct(chat, other.compare(chat, kAllRows, go_on)));
}

BOOST_AUTO_TEST_CASE(two_audits_that_correct_at_the_same_moment_add_it_once) {
    for (const bool is_first : {false, true}) {
        BOOST_TEST_CONTEXT((is_first ? "the first correction ever" : "a later one")) {
            const Cursor audited{"audited", is_first ? std::nullopt : std::optional{kMoment}};
            const Scene scene;
            scene.like(0);
            scene.forget();
            const Uuid chat = uuid(scene.chat.id());
            auto one = auditor_with(10s);
            auto other = auditor_with(10s);
            const auto found = one.compare(chat, kAllRows, go_on);
            std::atomic<int> corrected{0};
            all_at_once(2, [&](std::size_t i) {
                if ((i == 0 ? one : other).correct(chat, found)) ++corrected;
            });
            BOOST_TEST(corrected == 1);
            const Texts wanted{"* 0 1-0", "like 0 1-0"};
            BOOST_TEST(quarters_of(scene.chat) == wanted, kEach);
        }
    }
}

// More than one transaction takes.
BOOST_AUTO_TEST_CASE(many_differences_are_added_in_parts) {
    constexpr std::size_t kUsers = 5000;
    const Scene scene;
    const ForgottenAfterwards forgotten{scene.chat.id()};
    sql("INSERT INTO reactions SELECT " + sql_id(scene.chat.message()) + ", 'like', CONCAT('fan', seq), seq, '" +
        to_sql(kMoment) + "' + INTERVAL seq MINUTE FROM seq_1_to_" + std::to_string(kUsers));
    sql(scene.record());
    const auto found = compare(scene.chat);
    BOOST_TEST(found.differences.size() > kUsers);
    BOOST_TEST(auditor_with().correct(uuid(scene.chat.id()), found));
    BOOST_TEST(compare(scene.chat).differences.empty());
    BOOST_TEST(sums_of(scene.chat, "sender") == "0 " + std::to_string(kUsers));
    // What becomes nothing has no row.
    sql("DELETE FROM reactions WHERE message_id = " + sql_id(scene.chat.message()));
    correct(scene.chat);
    BOOST_TEST(sql_number("SELECT COUNT(*) FROM user_days" + of(scene.chat)) == 0U);
}

BOOST_AUTO_TEST_CASE(a_message_that_is_deleted_counts_as_before) {
    const Scene scene;
    scene.like(0);
    scene.forget();
    correct(scene.chat);
    delete_message(scene.chat.message());
    BOOST_TEST(compare(scene.chat).differences.empty());
}

BOOST_AUTO_TEST_CASE(of_a_message_that_is_gone_for_good_only_what_its_sender_has_received_goes) {
    const Cursor counting{"counting", kMoment - 24h};
    const Scene scene;
    scene.like(0);
    sql("UPDATE messages SET sender_id = " + sql_text(scene.chat.members()[1]) +
        " WHERE message_id = " + sql_id(scene.chat.message()));
    scene.like(1);
    scene.settle();
    scene.empty_feed();
    correct(scene.chat);
    BOOST_TEST(sums_of(scene.chat, scene.chat.members()[1]) == "0 1");
    scene.purge_message();
    const auto found = compare(scene.chat);
    BOOST_TEST(found.differences.drifted == 0U);
    BOOST_TEST(found.differences.size() == 1U);
    BOOST_TEST(auditor_with().correct(uuid(scene.chat.id()), found));
    BOOST_TEST(sums_of(scene.chat, scene.chat.members()[0]) == "1 0");
    BOOST_TEST(sums_of(scene.chat, scene.chat.members()[1]) == "0 0");
    const Texts wanted{"* 0 2-0", "like 0 2-0"};
    BOOST_TEST(quarters_of(scene.chat) == wanted, kEach);
    BOOST_TEST(compare(scene.chat).differences.empty());
}

BOOST_AUTO_TEST_CASE(a_message_that_was_moved_counts_in_its_new_chat_once_something_changes_there) {
    const Scene from;
    from.like(0);
    from.forget();
    correct(from.chat);
    const Scene to;
    move_message(from.chat.message(), to.chat);
    correct(from.chat);
    const Texts nothing{"* 0 0-0", "like 0 0-0"};
    BOOST_TEST(quarters_of(from.chat) == nothing, kEach);
    BOOST_TEST(compare(to.chat).rows == 0U);
    // Somebody likes it there, and that waits in the outbox.
    to.change(put(target(from.chat.message()), to.chat.members()[0]));
    const auto found = compare(to.chat);
    BOOST_TEST(found.rows == 2U);
    BOOST_TEST(auditor_with().correct(uuid(to.chat.id()), found));
    const Texts moved{"* 0 1-0", "like 0 1-0"};
    BOOST_TEST(quarters_of(to.chat) == moved, kEach);
    BOOST_TEST(compare(to.chat).differences.empty());
    BOOST_TEST(compare(from.chat).differences.empty());
    to.chat.empty_outbox();
}

BOOST_AUTO_TEST_CASE(what_is_older_than_the_numbers_are_kept_is_one) {
    Scene scene;
    scene.like(0);
    scene.now += 15min;
    scene.like(1);
    scene.now += 48h;
    scene.like(2);
    scene.forget();
    correct(scene.chat);
    const Cursor quarters_kept{"quarters_kept", kMoment + 24h};
    const Cursor days_kept{"days_kept", kMoment + 24h};
    // Nothing is folded yet; then a part is.
    BOOST_TEST(compare(scene.chat).differences.empty());
    sql("UPDATE like_quarters SET quarter = 0" + of(scene.chat) + " AND reaction = 'like' ORDER BY quarter LIMIT 1");
    sql("UPDATE user_days SET day = 0" + of(scene.chat) + " ORDER BY day, user_id LIMIT 1");
    BOOST_TEST(compare(scene.chat).differences.empty());
    // What is missing of that time is added there.
    sql("DELETE FROM like_quarters" + of(scene.chat));
    correct(scene.chat);
    const std::string folded = std::to_string(
        -static_cast<std::int64_t>(analytics::quarter_of(std::chrono::floor<std::chrono::seconds>(kMoment))));
    const Texts wanted{"* " + folded + " 2-0", "* 193 1-0", "like " + folded + " 2-0", "like 193 1-0"};
    BOOST_TEST(quarters_of(scene.chat) == wanted, kEach);
}

BOOST_AUTO_TEST_CASE(a_chat_with_more_rows_than_are_allowed_is_left_alone) {
    const Scene scene;
    for (std::size_t i = 0; i < 3; ++i) scene.like(i);
    scene.forget();
    const Uuid chat = uuid(scene.chat.id());
    const auto result = auditor_with().compare(chat, 2, go_on);
    BOOST_TEST((result.outcome == Outcome::kTooLarge));
    BOOST_TEST(result.differences.empty());
    BOOST_TEST((auditor_with().compare(chat, 3, go_on).outcome == Outcome::kCompared));
}

BOOST_AUTO_TEST_CASE(between_its_parts_a_comparison_can_be_given_up) {
    constexpr std::size_t kMessages = 1200;
    const Scene scene;
    const ForgottenAfterwards forgotten{scene.chat.id()};
    sql("INSERT INTO chat_changes SELECT " + sql_id(scene.chat.id()) +
        ", UNHEX(LPAD(HEX(seq), 32, '0')), 1 FROM "
        "seq_1_to_" +
        std::to_string(kMessages));
    int pauses = 0;
    const auto count = [&](auto) {
        ++pauses;
        return true;
    };
    BOOST_TEST((auditor_with().compare(uuid(scene.chat.id()), kAllRows, count).outcome == Outcome::kCompared));
    BOOST_TEST(pauses == 2);
    const auto give_up = [](auto) { return false; };
    const auto result = auditor_with().compare(uuid(scene.chat.id()), kAllRows, give_up);
    BOOST_TEST((result.outcome == Outcome::kStopped));
    BOOST_TEST(result.differences.empty());
}

BOOST_AUTO_TEST_CASE(where_too_much_waits_to_be_counted_nothing_is_compared) {
    const Scene scene;
    const auto outcome = [&] { return auditor_with().compare(uuid(scene.chat.id()), kAllRows, go_on).outcome; };
    BOOST_TEST((outcome() == Outcome::kCompared));
    sql("INSERT INTO feed SELECT 'analytics', UNHEX(LPAD(HEX(seq), 32, '0')), 'test' FROM seq_1_to_20001");
    BOOST_TEST((outcome() == Outcome::kTooMuchWaits));
    sql("DELETE FROM feed WHERE entries = 'test'");
    BOOST_TEST((outcome() == Outcome::kCompared));
}

BOOST_AUTO_TEST_CASE(an_entry_that_nobody_of_ours_has_written_waits_for_nobody) {
    const Scene scene;
    scene.like(0);
    scene.settle();
    sql("INSERT INTO feed SELECT 'analytics', UNHEX(LPAD(HEX(7), 32, '0')), CONCAT('what? ', LOWER(HEX(" +
        sql_id(scene.chat.id()) + ")))");
    BOOST_TEST(compare(scene.chat).differences.empty());
    scene.empty_feed();
}

BOOST_AUTO_TEST_CASE(the_chats_follow_one_another) {
    const Scene scene;
    sql(scene.record());
    auto auditor = auditor_with();
    std::size_t met = 0;
    Uuid last;
    for (auto chat = auditor.chat_after({}); chat; chat = auditor.chat_after(*chat)) {
        BOOST_TEST((last < *chat));
        last = *chat;
        if (last == uuid(scene.chat.id())) ++met;
    }
    BOOST_TEST(met == 1U);
}

// Every like is in the outbox, in the feed or in the numbers, whenever one looks.
BOOST_AUTO_TEST_CASE(while_people_like_and_others_settle_no_comparison_finds_a_difference) {
    constexpr std::size_t kWriters = 3;
    const Scene scene{kWriters};
    std::atomic<std::size_t> changes{0};
    meanwhile(
        kWriters + 1,
        [&](std::size_t i, const std::stop_token& stop) {
            if (i == kWriters) {
                while (!stop.stop_requested()) scene.settle();
                return;
            }
            const auto like = target(scene.chat.message());
            auto writer = writer_at(scene.now, {}, session_of("handlers", 10s));
            while (!stop.stop_requested()) {
                for (const auto action : {Action::kPut, Action::kTakeBack}) {
                    writer.apply(std::vector{ReactionChange{like, user(scene.chat.members()[i]), action}});
                    ++changes;
                }
            }
        },
        [&] {
            auto auditor = auditor_with(10s);
            for (int looks = 0; looks < 200 || changes < 500; ++looks) {
                const auto found = auditor.compare(uuid(scene.chat.id()), kAllRows, go_on);
                BOOST_TEST((found.outcome == Outcome::kCompared));
                BOOST_REQUIRE(found.differences.empty());
            }
        });
    scene.empty_feed();
}

BOOST_AUTO_TEST_CASE(an_audit_that_has_seen_a_user_who_is_erased_meanwhile_does_not_bring_them_back) {
    const Scene scene;
    scene.like(1);
    scene.forget();
    const auto& gone = scene.chat.members()[1];
    const auto seen = compare(scene.chat);
    BOOST_TEST(!seen.differences.users.empty());

    store::Eraser eraser{session_of("operator"),
                         writer_at(scene.now, {}, session_of("operator")),
                         {session_of("operator"), kTenLikers, system_now, seeded_random_bits()},
                         {},
                         [] {},
                         [] { return false; }};
    eraser.forget(user(gone), eraser.erase(user(gone), [](std::size_t) {}));
    BOOST_TEST(!auditor_with().correct(uuid(scene.chat.id()), seen));
    BOOST_TEST(sql_number("SELECT COUNT(*) FROM user_days WHERE user_id = " + sql_text(gone)) == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
