#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "direct_store.hpp"
#include "runtime/log.hpp"
#include "store/upkeep/eraser.hpp"
#include "store/upkeep/importer.hpp"
#include "support/chat.hpp"
#include "support/counters.hpp"
#include "support/patience.hpp"
#include "support/service.hpp"
#include "support/sql.hpp"
#include "unit/likes/build.hpp"

namespace likes::test {
namespace {

using namespace std::chrono_literals;

/// No relay publishes what the cases leave in the outbox.
struct OncePerProcess {
    OncePerProcess() { log::init("durability_test", "error"); }
    HeldLease lease;
};
BOOST_TEST_GLOBAL_FIXTURE(OncePerProcess);

constexpr Time kNoon = std::chrono::sys_days{std::chrono::year{2025} / 10 / 3} + 12h;

/// A byte of the database's log.
std::uint64_t log_position(const std::string& name) {
    const auto output = administer_sql("SHOW GLOBAL STATUS LIKE 'Innodb_lsn_" + name + "'");
    return std::stoull(output.substr(output.find('\t') + 1));
}

/// A global variable of the database that has another value as long as the object lives.
class Changed {
  public:
    Changed(const std::string& variable, const std::string& value, std::string before)
        : set_{"SET GLOBAL " + variable + " = "}, before_{std::move(before)} {
        administer_sql(set_ + value);
    }
    ~Changed() { administer_sql(set_ + before_); }
    Changed(const Changed&) = delete;
    Changed& operator=(const Changed&) = delete;

  private:
    std::string set_;
    std::string before_;
};

/// Calls `change`, whose commit others see and the disk has not yet; then `answer`, which must not return before the
/// disk has it. Returns whether that was seen: it was not if something else of the instance had the log flushed before.
bool waits_for_what_it_saw(const std::function<void()>& change, const std::function<void()>& answer) {
    // Nor is it flushed by the thread that does so each second.
    const Changed seldom{"innodb_flush_log_at_timeout", "2700", "1"};
    std::uint64_t end_of_change = 0;
    {
        const Changed unhurried{"innodb_flush_log_at_trx_commit", "0", "1"};
        change();
        end_of_change = log_position("current");
    }
    const bool waits = log_position("flushed") < end_of_change;
    answer();
    BOOST_TEST(log_position("flushed") >= end_of_change);
    return waits;
}

/// The same until it was seen. `change` can be called again.
void check_waits_for_what_it_saw(const std::function<void()>& change, const std::function<void()>& answer) {
    BOOST_TEST(eventually([&] { return waits_for_what_it_saw(change, answer); }));
}

BOOST_AUTO_TEST_SUITE(durability)

BOOST_AUTO_TEST_CASE(what_is_answered_because_it_is_so_already_is_on_the_disk) {
    const Chat chat{2};
    const auto message = target(chat.message());
    const auto& [ann, bob] = std::tie(chat.members()[0], chat.members()[1]);
    auto writer = writer_at(kNoon);
    auto other = writer_at(kNoon);
    writer.apply(std::vector{put(message, bob)});
    const std::vector both{put(message, ann), take_back(message, ann)};
    for (const std::size_t i : {0, 1}) {
        std::uint64_t version = 0;
        check_waits_for_what_it_saw(
            [&] {
                other.apply(std::vector{both[1 - i]});
                other.apply(std::vector{both[i]});
                version = summary_row(chat.message()).version;
            },
            [&] { writer.apply(std::vector{both[i]}); });
        BOOST_TEST(summary_row(chat.message()).version == version);
    }
    BOOST_TEST(contradictions(chat) == std::vector<std::string>{}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_an_import_calls_known_is_on_the_disk) {
    const Chat chat{1};
    const auto message = target(chat.message());
    const auto& ann = chat.members()[0];
    auto writer = writer_at(kNoon);
    store::Importer importer{session_of("operator"), kTenLikers, {}, {}};
    std::uint64_t version = 0;
    check_waits_for_what_it_saw(
        [&] {
            writer.apply(std::vector{take_back(message, ann)});
            writer.apply(std::vector{put(message, ann)});
            version = summary_row(chat.message()).version;
        },
        [&] {
            const std::vector<ImportRecord> likes{{message, {user(ann), kNoon}}};
            BOOST_TEST(importer.add(likes).known == 1U);
        });
    BOOST_TEST(summary_row(chat.message()).version == version);
    BOOST_TEST(contradictions(chat) == std::vector<std::string>{}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(that_nothing_is_left_of_a_user_is_on_the_disk_before_the_receipt) {
    const Chat chat{1};
    const auto message = target(chat.message());
    const auto gone = chat.members()[0];
    auto writer = writer_at(kNoon);
    // An erasure that was interrupted before it had removed anything.
    sql("INSERT INTO erasures (user_id, begun_at, erased, published) VALUES (" + sql_text(gone) +
        ", UTC_TIMESTAMP(6), 0, 0)");
    store::Eraser eraser{session_of("operator"),
                         writer_at(kNoon, {}, session_of("operator")),
                         {session_of("operator"), kTenLikers, system_now, seeded_random_bits()},
                         {},
                         [] {},
                         [] { return false; }};
    store::Eraser::Receipt receipt;
    check_waits_for_what_it_saw(
        [&] {
            writer.apply(std::vector{put(message, gone)});
            writer.apply(std::vector{take_back(message, gone)});
        },
        [&] { receipt = eraser.erase(user(gone), [](std::size_t) {}); });
    BOOST_TEST(receipt.erased == 0U);
    eraser.forget(user(gone), receipt);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
