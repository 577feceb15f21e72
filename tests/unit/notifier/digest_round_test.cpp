#include "background/notifier/digest_round.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "analytics/zone.hpp"
#include "unit/likes/build.hpp"

namespace likes::background::digest_round_test {

using namespace std::chrono;
using likes::test::user;
using notices::Digest;
using store::DigestReader;

/// What the database keeps, whatever happens to the program.
class Table final : public store::DigestReaders {
  public:
    explicit Table(Time& now) : now_{now} {}

    std::map<UserId, DigestReader> readers;
    /// How often a digest was begun, by user and date.
    std::map<std::pair<UserId, sys_days>, int> begun;
    std::map<std::pair<UserId, sys_days>, Time> begun_at;
    sys_days forgotten_before{};

    store::DigestReadersPart after(const std::optional<UserId>& from, std::size_t limit) override {
        store::DigestReadersPart part{{}, {}, now_};
        auto next = from ? readers.upper_bound(*from) : readers.begin();
        for (; next != readers.end() && part.readers.size() < limit; ++next) {
            part.readers.push_back(next->second);
        }
        if (next != readers.end()) part.end = part.readers.back().user;
        return part;
    }
    void begin(std::span<const store::BegunDigest> digests) override {
        for (const auto& [who, slot] : digests) {
            ++begun[{who, slot.date}];
            readers.at(who).last = slot.date;
            begun_at[{who, slot.date}] = now_;
        }
    }
    void forget_before(sys_days date) override { forgotten_before = date; }

  private:
    Time& now_;
};

constexpr std::array kZones{
    "Europe/Berlin",    "Europe/London",      "Europe/Lisbon",       "Europe/Moscow",       "Europe/Dublin",
    "America/New_York", "America/Chicago",    "America/Denver",      "America/Los_Angeles", "America/Halifax",
    "America/St_Johns", "America/Havana",     "America/Santiago",    "America/Sao_Paulo",   "America/Asuncion",
    "Africa/Cairo",     "Africa/Casablanca",  "Africa/Lagos",        "Africa/Nairobi",      "Asia/Beirut",
    "Asia/Jerusalem",   "Asia/Tehran",        "Asia/Kabul",          "Asia/Karachi",        "Asia/Kolkata",
    "Asia/Kathmandu",   "Asia/Yangon",        "Asia/Shanghai",       "Asia/Tokyo",          "Australia/Adelaide",
    "Australia/Sydney", "Australia/Eucla",    "Australia/Lord_Howe", "Pacific/Auckland",    "Pacific/Chatham",
    "Pacific/Apia",     "Pacific/Kiritimati", "Pacific/Marquesas",   "Pacific/Honolulu",    "UTC"};

struct Fixture {
    DigestReader& add(const std::string& name, const std::string& zone, Digest digest = Digest::kDaily) {
        return table.readers.insert_or_assign(user(name), DigestReader{user(name), digest, zone, {}}).first->second;
    }
    void restart() {
        round = std::make_unique<DigestRound>(table, 9h, [this] { return steady; });
    }
    void pass(minutes time) {
        now += time;
        steady += time;
        round->run_once();
    }

    Time now{};
    SteadyTime steady{1h};
    Table table{now};
    std::unique_ptr<DigestRound> round;
};

BOOST_FIXTURE_TEST_SUITE(digest_round, Fixture)

// Days on which the clocks of many of these are changed, in spring and in autumn.
BOOST_AUTO_TEST_CASE(over_ten_restarts_each_user_has_one_digest_a_date_in_forty_zones) {
    for (const auto* const name : kZones) {
        std::string id{name};
        std::replace(id.begin(), id.end(), '/', '.');
        add(id, name);
    }
    for (const auto from : {sys_days{2026y / March / 27}, sys_days{2026y / October / 23}}) {
        table.begun.clear();
        now = from;
        restart();
        int steps = 0;
        for (; now < from + days{5}; ++steps) {
            // Ten times in five days, it is away for a while.
            if (steps % 70 == 35) {
                now += 37min;
                steady += 37min;
                restart();
            }
            pass(10min);
        }
        for (const auto& [id, reader] : table.readers) {
            const auto zone = analytics::Zone::find(reader.time_zone).value();
            for (const auto date : {from + days{1}, from + days{2}, from + days{3}}) {
                const auto& key = std::pair{id, sys_days{date}};
                BOOST_TEST(table.begun[key] == 1, id.str() << ' ' << date.time_since_epoch().count());
                const auto due = zone.moment_of(sys_seconds{date} + 9h + notices::digest_offset(id));
                BOOST_TEST((table.begun_at[key] - due >= 0s && table.begun_at[key] - due <= 47min), id.str());
            }
        }
        for (const auto& [key, times] : table.begun) BOOST_TEST(times == 1);
    }
}

BOOST_AUTO_TEST_CASE(what_is_more_than_twelve_hours_late_is_not_made_up_for) {
    add("alice", "UTC");
    now = sys_days{2026y / June / 1} + 22h;
    restart();
    pass(0min);
    BOOST_TEST(table.begun.empty());
    now = sys_days{2026y / June / 2} + 20h;
    restart();
    pass(0min);
    BOOST_TEST(table.begun.size() == 1U);
}

BOOST_AUTO_TEST_CASE(who_wants_one_a_week_has_it_on_mondays) {
    add("alice", "UTC", Digest::kWeekly);
    now = sys_days{2026y / June / 2};
    restart();
    for (int i = 0; i < 14 * 24; ++i) pass(60min);
    BOOST_TEST(table.begun.size() == 2U);
    for (const auto& [key, times] : table.begun) BOOST_TEST((weekday{key.second} == Monday));
    BOOST_TEST((table.forgotten_before == sys_days{2026y / June / 13}));
}

BOOST_AUTO_TEST_CASE(a_zone_that_nobody_knows_is_read_as_utc) {
    add("alice", "Mars/Olympus");
    now = sys_days{2026y / June / 2} + 10h;
    restart();
    pass(0min);
    BOOST_TEST(table.begun.size() == 1U);
}

BOOST_AUTO_TEST_CASE(many_users_are_looked_at_part_by_part_and_then_it_rests) {
    for (std::size_t i = 0; i < DigestRound::kPartMax + 1; ++i) add("user" + std::to_string(i), "UTC");
    now = sys_days{2026y / June / 2} + 10h;
    restart();
    pass(0min);
    BOOST_TEST(table.begun.size() == DigestRound::kPartMax);
    pass(0min);
    BOOST_TEST(table.begun.size() == DigestRound::kPartMax + 1);
    for (auto& [id, reader] : table.readers) reader.last.reset();
    table.begun.clear();
    pass(0min);
    BOOST_TEST(table.begun.empty());
    pass(1min);
    BOOST_TEST(table.begun.size() == DigestRound::kPartMax);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::background::digest_round_test
