#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>

#include <boost/test/unit_test.hpp>

#include "base/time.hpp"
#include "base/uuid.hpp"
#include "database/session.hpp"
#include "faults/load.hpp"
#include "faults/verdict.hpp"
#include "runtime/log.hpp"
#include "store/analytics/numbers_auditor.hpp"
#include "support/patience.hpp"
#include "support/service.hpp"
#include "support/sql.hpp"
#include "support/stack.hpp"

namespace likes::test {
namespace {

using namespace std::chrono_literals;
using store::NumbersAuditor;

/// The cases look at what is found; nobody shall correct it before.
struct OncePerProcess {
    OncePerProcess() { log::init("analytics_test", "error"); }
    HeldLease audit{"analytics-audit"};
};
BOOST_TEST_GLOBAL_FIXTURE(OncePerProcess);

/// Those who change, publish and count.
const std::array<std::string, 6> kPrograms{"like_message",       "unlike_message", "react_to_message",
                                           "unreact_to_message", "relay",          "analytics"};

/// Compares the numbers of the chat with its reactions.
class Look {
  public:
    explicit Look(const Chat& chat) : chat_{Uuid::parse(chat.id()).value()} {}

    /// How many numbers differ at this moment.
    std::size_t differences() {
        const auto found = auditor_.compare(chat_, std::numeric_limits<std::size_t>::max(), [](auto) { return true; });
        BOOST_TEST((found.outcome == NumbersAuditor::Outcome::kCompared));
        return found.differences.size();
    }

  private:
    Uuid chat_;
    NumbersAuditor auditor_{database::Session{{"tcp://127.0.0.1:" + std::to_string(stack().db_port), "likes",
                                               "likes_analytics", password_of("analytics"), 1s, 10s, 5s, 30s}},
                            system_now};
};

std::uint64_t waiting(const Chat& chat) {
    return chat.outbox_rows() +
           sql_number("SELECT COUNT(*) FROM feed WHERE INSTR(entries, LOWER(HEX(" + sql_id(chat.id()) + "))) > 0");
}

std::int64_t counted(const Chat& chat, const std::string& what) {
    return std::stoll(sql("SELECT COALESCE(SUM(" + what +
                          "), 0) FROM like_quarters WHERE reaction = '*' AND chat_id = " + sql_id(chat.id()))
                          .at(0)
                          .at(0));
}

/// Each change makes one version of its message and reaction; the relay may make some without a change.
std::int64_t versions(const Chat& chat) {
    std::uint64_t sum = 0;
    for (const auto& [subject, rows] : chat.tables()) sum += rows.version;
    return static_cast<std::int64_t>(sum);
}

std::int64_t standing(const Chat& chat) {
    std::size_t sum = 0;
    for (const auto& [subject, rows] : chat.tables()) sum += rows.users.size();
    return static_cast<std::int64_t>(sum);
}

BOOST_AUTO_TEST_SUITE(analytics)

BOOST_AUTO_TEST_CASE(whoever_is_killed_each_change_is_counted_once) {
    const std::size_t kills = is_long() ? 600 : 40;
    constexpr std::size_t kLooks = 100;
    constexpr auto kBetween = 1s;
    const Chat chat{kClients, 12};
    Listener listener{chat};
    History history;
    Look look{chat};
    std::size_t looks = 0;
    change_likes_while(chat, history, [&] {
        for (std::size_t kill = 0; kill < kills || looks < kLooks; ++kill) {
            const auto next = std::chrono::steady_clock::now() + kBetween;
            BOOST_TEST(kill_workers_of(kPrograms.at(kill % kPrograms.size())) >= 1U);
            do {
                BOOST_REQUIRE(look.differences() == 0U);
                ++looks;
            } while (std::chrono::steady_clock::now() < next);
            BOOST_REQUIRE(history.wait_for_more(1));
        }
    });
    BOOST_TEST(looks >= kLooks);
    check_evidence(
        chat, history, listener,
        std::to_string(kills) + " handlers, relays and counters killed, " + std::to_string(looks) + " looks");
    BOOST_TEST(eventually([&] { return waiting(chat) == 0; }));
    BOOST_TEST(look.differences() == 0U);
    BOOST_TEST(counted(chat, "given - taken_back") == standing(chat));
    // Nothing is counted once as given and once more as taken back.
    BOOST_TEST(counted(chat, "given + taken_back") <= versions(chat));
    BOOST_TEST(counted(chat, "taken_back") > 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
