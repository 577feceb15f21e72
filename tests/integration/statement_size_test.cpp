// Statements stay shorter than the packets that the database takes, however much one batch has to write.
#include <chrono>
#include <cstddef>
#include <fstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "base/uuid_v7.hpp"
#include "direct_store.hpp"
#include "likes/event.hpp"
#include "publishing/outbox.hpp"
#include "runtime/log.hpp"
#include "store/outbox_rows.hpp"
#include "store/reaction_writer.hpp"
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

/// No relay publishes what the cases leave in the outbox.
struct OncePerProcess {
    OncePerProcess() { log::init("statement_size_test", "error"); }
    HeldLease lease;
};
BOOST_TEST_GLOBAL_FIXTURE(OncePerProcess);

/// As long as it lives, the database takes packets of at most 1 MiB from connections that are made meanwhile.
class SmallPackets {
  public:
    SmallPackets() { administer_sql("SET GLOBAL max_allowed_packet = 1048576"); }
    ~SmallPackets() { administer_sql("SET GLOBAL max_allowed_packet = DEFAULT"); }
    SmallPackets(const SmallPackets&) = delete;
    SmallPackets& operator=(const SmallPackets&) = delete;
};

/// `likers` users like each message of the chat. Their ids are as long as ids may be.
void fill(const Chat& chat, std::size_t likers) {
    const auto of_chat =
        " FROM messages m, seq_1_to_" + std::to_string(likers) + " n WHERE m.chat_id = " + sql_id(chat.id());
    const std::string name = "CONCAT(REPEAT('u', 120), LPAD(n.seq, 8, '0'))";
    const std::string at = "('2020-01-01' + INTERVAL n.seq SECOND)";
    sql("SET SESSION group_concat_max_len = 1000000; SET time_zone = '+00:00'; START TRANSACTION;"
        "INSERT INTO reactions (message_id, reaction, user_id, version, reacted_at) SELECT m.message_id, 'like', " +
        name + ", n.seq, " + at + of_chat +
        "; INSERT INTO reaction_summaries (message_id, reaction, total, version, last_reacted_at, next_event_at, "
        "recent, "
        "unpublished) SELECT m.message_id, 'like', COUNT(*), MAX(n.seq), MAX" +
        at +
        ", '1970-01-01', "
        "GROUP_CONCAT(CONCAT_WS(',', " +
        name + ", n.seq, FLOOR(UNIX_TIMESTAMP" + at + ")) ORDER BY n.seq SEPARATOR ' '), ''" + of_chat +
        " GROUP BY m.message_id; COMMIT;");
}

/// A file for as long as the object lives.
class File {
  public:
    explicit File(const std::string& text) : path_{stack().var_dir / "statement-size.jsonl"} {
        std::ofstream{path_} << text;
    }
    ~File() { std::filesystem::remove(path_); }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    std::string path() const { return path_.string(); }

  private:
    std::filesystem::path path_;
};

BOOST_AUTO_TEST_SUITE(statement_size)

BOOST_AUTO_TEST_CASE(the_largest_batch_of_likes_of_messages_with_the_most_likers_is_committed) {
    constexpr std::size_t kLargestBatch = 256;
    constexpr std::size_t kMostLikers = 500;
    const Chat chat{1, kLargestBatch};
    const ForgottenAfterwards after{chat.id()};
    fill(chat, kMostLikers);
    const SmallPackets small;
    store::ReactionWriter writer{
        session_of("handlers"), {RecentLikersLimit{kMostLikers}, kEventInterval, {}}, system_now, seeded_random_bits()};
    std::vector<ReactionChange> changes;
    for (const auto& message : chat.messages()) changes.push_back(put(target(message), chat.members()[0]));
    const auto written = writer.apply(changes);
    std::size_t done = 0;
    for (const auto& outcome : written.outcomes) {
        if (outcome.result == ChangeResult::kLiked && outcome.state.snapshot.total == kMostLikers + 1) ++done;
    }
    BOOST_TEST(done == kLargestBatch);
    BOOST_TEST(contradictions(chat) == Texts{}, kEach);
}

BOOST_AUTO_TEST_CASE(one_more_like_for_each_of_many_messages_with_many_likers_is_imported) {
    constexpr std::size_t kMessages = 300;
    const Chat chat{1, kMessages};
    const ForgottenAfterwards after{chat.id()};
    fill(chat, RecentLikersLimit{}.kept());
    const SmallPackets small;
    std::string text;
    for (const auto& message : chat.messages()) {
        // Older than all others, so that every row gets a new version.
        text += R"({"message_id":")" + message + R"(","user_id":"first","liked_at":"2019-12-31T10:00:00Z"})" + '\n';
    }
    const File file{text};
    const auto output = script("import", {file.path()});
    BOOST_TEST(output.find(std::to_string(kMessages) + " likes added") != std::string::npos, output);
    BOOST_TEST(contradictions(chat) == Texts{}, kEach);
}

BOOST_AUTO_TEST_CASE(however_much_is_published_at_once_it_is_fed_in_rows_of_bounded_length) {
    constexpr std::size_t kMessages = 64;
    const Chat chat{1, kMessages};
    const Consumer consumer;
    const auto random = seeded_random_bits();
    std::vector<Change> changes;
    for (std::size_t i = 0; i < kBatchChangesMax; ++i) {
        const auto number = std::to_string(i);
        changes.push_back(liked(std::string(UserId::kMaxLength - number.size(), 'u') + number));
    }
    const SmallPackets small;
    std::vector<PublishedEvent> published;
    session_of("handlers").transaction([&](database::Session& session) {
        store::OutboxRows rows{Cause::kUsers, system_now(), random};
        for (const auto& message : chat.messages()) {
            const auto id = rows.add(uuid(chat.id()), target(message), changes);
            published.push_back({uuid(chat.id()), target(message), {id}});
        }
        rows.write(session);
    });
    publishing::Outbox outbox{session_of("handlers"), kTenLikers, kEventInterval, consumer.feed()};
    outbox.settle(published);
    BOOST_TEST(chat.outbox_rows() == 0U);
    const auto fed = consumer.entries();
    BOOST_TEST(fed.size() == kMessages);
    for (const auto& each : fed) BOOST_TEST((each.entry.changes == changes));
    BOOST_TEST(sql_number("SELECT MAX(LENGTH(entries)) FROM feed WHERE consumer = " + sql_text(consumer.name())) <=
               256U * 1024U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
