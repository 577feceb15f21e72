#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "analytics/bucket.hpp"
#include "base/time.hpp"
#include "counted_scene.hpp"
#include "direct_store.hpp"
#include "runtime/log.hpp"
#include "store/analytics/feed_counter.hpp"
#include "store/analytics/folder.hpp"
#include "store/analytics/unwanted_rankings.hpp"
#include "support/service.hpp"
#include "support/sql.hpp"
#include "support/unique.hpp"

namespace likes::test {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using store::FoldedTable;
using store::Folder;
using Texts = std::vector<std::string>;
constexpr auto kEach = boost::test_tools::per_element();

struct OncePerProcess {
    OncePerProcess() { log::init("analytics_folding_test", "error"); }
    /// The program sets the cursors anew, where they belong.
    ~OncePerProcess() { sql("DELETE FROM cursors WHERE name LIKE 'quarters_%' OR name LIKE 'days_%'"); }
    OncePerProcess(const OncePerProcess&) = delete;
    OncePerProcess& operator=(const OncePerProcess&) = delete;

    /// It folds as well.
    StoppedService program{"analytics"};
};
BOOST_TEST_GLOBAL_FIXTURE(OncePerProcess);

/// One of the two tables, as the cases speak of it.
struct Kind {
    FoldedTable which;
    std::string table;
    /// The columns of its key behind the chat, and of its numbers.
    std::string name;
    std::string bucket;
    std::string first;
    std::string second;
    std::string cursor;
    std::chrono::seconds length;
};
const std::vector<Kind> kKinds{
    {FoldedTable::kQuarters, "like_quarters", "reaction", "quarter", "given", "taken_back", "quarters_kept", 15min},
    {FoldedTable::kUserDays, "user_days", "user_id", "day", "given", "received", "days_kept", days{1}},
};

/// The moment of the cursor; nullopt if there is none.
std::optional<Time> cursor(const std::string& name) {
    const auto rows =
        sql("SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01', at) FROM cursors WHERE name = " + sql_text(name));
    if (rows.empty()) return std::nullopt;
    return Time{std::chrono::microseconds{std::stoll(rows.at(0).at(0))}};
}

/// Rows of a chat that nobody else has, and a folding of everything that is older than a moment which is later than
/// that of any folding before.
class Scene {
  public:
    explicit Scene(const Kind& kind)
        : kind_{kind},
          boundary_{std::chrono::floor<days>(cursor(kind.cursor).value_or(system_now() - days{400})) + days{1}},
          first_kept_{boundary_.time_since_epoch() / kind.length} {}

    Time boundary() const { return boundary_; }
    const std::string& chat() const { return chat_; }
    const Kind& kind() const { return kind_; }

    /// The bucket that is `distance` after the first that is kept; before it, if that is less than 0.
    std::int64_t bucket(std::int64_t distance) const { return first_kept_ + distance; }

    void add(const std::string& name, std::int64_t bucket, std::int64_t first, std::int64_t second) const {
        sql("INSERT INTO " + kind_.table + " (chat_id, " + kind_.name + ", " + kind_.bucket + ", " + kind_.first +
            ", " + kind_.second + ") VALUES (" + sql_id(chat_) + ", " + sql_text(name) + ", " + std::to_string(bucket) +
            ", " + std::to_string(first) + ", " + std::to_string(second) + ")");
    }

    /// `name bucket first/second`, the bucket as its distance to the first that is kept; `sum` is bucket 0.
    Texts rows() const {
        Texts texts;
        for (const auto& row :
             sql("SELECT " + kind_.name + ", " + kind_.bucket + ", " + kind_.first + ", " + kind_.second + " FROM " +
                 kind_.table + " WHERE chat_id = " + sql_id(chat_) + " ORDER BY 1, 2")) {
            const auto at = std::stoll(row.at(1));
            texts.push_back(row.at(0) + ' ' + (at == 0 ? "sum" : std::to_string(at - first_kept_)) + ' ' + row.at(2) +
                            '/' + row.at(3));
        }
        return texts;
    }

    /// How much is in all rows of the table, of the one number and of the other.
    Texts sums() const {
        return sql("SELECT SUM(" + kind_.first + "), SUM(" + kind_.second + ") FROM " + kind_.table).at(0);
    }

    Folder folder() const { return Folder{session_of("analytics", 20s), kind_.which}; }

    /// Folds everything. Returns how many parts it took.
    int fold() const {
        auto folding = folder();
        BOOST_TEST(folding.begin(boundary_));
        int parts = 0;
        for (; folding.is_folding(); ++parts) folding.fold_some();
        return parts;
    }

  private:
    const Kind& kind_;
    std::string chat_ = unique_uuid();
    Time boundary_;
    std::int64_t first_kept_;
};

BOOST_AUTO_TEST_SUITE(analytics_folding)

BOOST_AUTO_TEST_CASE(what_is_older_than_it_is_kept_becomes_one_sum_and_no_sum_changes) {
    for (const auto& kind : kKinds) {
        BOOST_TEST_INFO_SCOPE(kind.table);
        const Scene scene{kind};
        scene.add("a", 0, 100, 10);
        scene.add("a", scene.bucket(-9), 7, 2);
        scene.add("a", scene.bucket(-1), 5, 0);
        scene.add("a", scene.bucket(0), 3, 1);
        scene.add("b", 1, 2, 2);
        scene.add("b", scene.bucket(-2), -3, 0);
        scene.add("c", scene.bucket(1), 4, 0);
        scene.add("d", scene.bucket(-1), 1, 0);
        scene.add("d", scene.bucket(-2), -1, 0);
        const auto before = scene.sums();
        scene.fold();
        BOOST_TEST(scene.rows() == (Texts{"a sum 112/12", "a 0 3/1", "b sum -1/2", "c 1 4/0"}), kEach);
        BOOST_TEST(scene.sums() == before, kEach);
    }
}

BOOST_AUTO_TEST_CASE(rows_with_nothing_but_zeros_go_however_old_they_are) {
    for (const auto& kind : kKinds) {
        BOOST_TEST_INFO_SCOPE(kind.table);
        const Scene scene{kind};
        scene.add("a", 0, 0, 0);
        scene.add("b", scene.bucket(-1), 0, 0);
        scene.add("c", scene.bucket(0), 0, 0);
        // Its sum is made anew.
        scene.add("d", 0, 0, 0);
        scene.add("d", scene.bucket(-1), 6, 1);
        scene.add("e", 0, 1, -1);
        scene.fold();
        BOOST_TEST(scene.rows() == (Texts{"d sum 6/1", "e sum 1/-1"}), kEach);
    }
}

BOOST_AUTO_TEST_CASE(a_table_is_gone_through_in_parts) {
    for (const auto& kind : kKinds) {
        BOOST_TEST_INFO_SCOPE(kind.table);
        const Scene scene{kind};
        const auto rows = Folder::kRowsOfPart + 100;
        sql("INSERT INTO " + kind.table + " (chat_id, " + kind.name + ", " + kind.bucket + ", " + kind.first + ", " +
            kind.second + ") SELECT " + sql_id(scene.chat()) + ", CONCAT('name', seq % 3), " +
            std::to_string(scene.bucket(0)) + " - 1 - seq, 1, 2 FROM seq_1_to_" + std::to_string(rows));
        BOOST_TEST(scene.fold() >= 2);
        Texts expected;
        for (std::size_t name = 0; name < 3; ++name) {
            const auto count = rows / 3 + (name != 0 && name <= rows % 3 ? 1 : 0);
            expected.push_back("name" + std::to_string(name) + " sum " + std::to_string(count) + '/' +
                               std::to_string(2 * count));
        }
        BOOST_TEST(scene.rows() == expected, kEach);
    }
}

BOOST_AUTO_TEST_CASE(two_who_fold_at_once_fold_everything_once) {
    for (const auto& kind : kKinds) {
        BOOST_TEST_INFO_SCOPE(kind.table);
        const Scene scene{kind};
        Texts expected;
        for (int i = 0; i < 30; ++i) {
            const auto name = "name" + std::to_string(10 + i);
            scene.add(name, scene.bucket(-1), 1, 0);
            scene.add(name, scene.bucket(-2), 2, 5);
            expected.push_back(name + " sum 3/5");
        }
        auto one = scene.folder();
        auto other = scene.folder();
        BOOST_TEST(one.begin(scene.boundary()));
        BOOST_TEST(other.begin(scene.boundary()));
        const auto fold = [](Folder& folder) {
            while (folder.is_folding()) folder.fold_some();
        };
        run_both_from_a_lock(
            "SELECT given FROM " + kind.table + " WHERE chat_id = " + sql_id(scene.chat()) + " FOR UPDATE",
            [&] { fold(one); }, [&] { fold(other); });
        BOOST_TEST(scene.rows() == expected, kEach);
    }
}

BOOST_AUTO_TEST_CASE(what_is_counted_while_its_row_is_folded_is_not_lost) {
    const Scene scene{kKinds[0]};
    CountedScene counted;
    counted.moment = std::chrono::floor<std::chrono::seconds>(scene.boundary()) - 1s;
    store::FeedCounter counter{session_of("analytics", 20s)};
    const auto entry = counted.entry(Cause::kUsers, {'+' + counted.chat.members()[0]});
    feed({lines_of({entry})});
    while (counter.count_some().rows > 0) {
    }
    BOOST_TEST(quarter_in_chat(counted) == "1/0");
    auto folder = scene.folder();
    BOOST_TEST(folder.begin(scene.boundary()));
    feed({lines_of({entry})});
    run_both_from_a_lock(
        "SELECT given FROM like_quarters WHERE chat_id = " + sql_id(counted.chat.id()) + " FOR UPDATE",
        [&] {
            while (folder.is_folding()) folder.fold_some();
        },
        [&] { counter.count_some(); });
    BOOST_TEST(sql_number("SELECT SUM(given) FROM like_quarters WHERE chat_id = " + sql_id(counted.chat.id()) +
                          " AND reaction = '*'") == 2U);
}

BOOST_AUTO_TEST_CASE(since_when_is_kept_moves_forward_before_the_folding_and_never_back) {
    for (const auto& kind : kKinds) {
        BOOST_TEST_INFO_SCOPE(kind.table);
        const Scene scene{kind};
        scene.add("a", scene.bucket(-1), 1, 1);
        auto folder = scene.folder();
        BOOST_TEST(folder.begin(scene.boundary()));
        BOOST_TEST((cursor(kind.cursor) == scene.boundary()));
        BOOST_TEST(scene.rows() == (Texts{"a -1 1/1"}), kEach);
        // A folding that was interrupted is to be done again.
        BOOST_TEST(scene.folder().begin(scene.boundary()));
        while (folder.is_folding()) folder.fold_some();
        BOOST_TEST(!folder.begin(scene.boundary()));
        BOOST_TEST(!folder.begin(scene.boundary() - days{30}));
        BOOST_TEST((cursor(kind.cursor) == scene.boundary()));
    }
}

BOOST_AUTO_TEST_CASE(lists_that_nobody_has_wanted_for_a_day_go) {
    const auto chat = unique_uuid();
    sql("INSERT INTO rankings (chat_id, kind, span, reaction, wanted_at, cost_ms, items) SELECT " + sql_id(chat) +
        ", 'messages', '7d', CONCAT('r', h), UTC_TIMESTAMP(6) - INTERVAL h HOUR, 0, ''"
        " FROM (SELECT 23 AS h UNION SELECT 25 UNION SELECT 48) hours");
    auto session = session_of("analytics", 20s);
    BOOST_TEST(store::delete_unwanted_rankings(session, 1) == 1U);
    while (store::delete_unwanted_rankings(session, 100) > 0) {
    }
    const auto left = sql("SELECT reaction FROM rankings WHERE chat_id = " + sql_id(chat));
    BOOST_TEST_REQUIRE(left.size() == 1U);
    BOOST_TEST(left[0][0] == "r23");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
