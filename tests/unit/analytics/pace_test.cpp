#include "analytics/pace.hpp"

#include <chrono>
#include <cstddef>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace likes::analytics::pace_test {

using namespace std::chrono_literals;

struct Fixture {
    SteadyTime now{1h};

    Pace pace_of(std::size_t per_second) {
        return {per_second, [this] { return now; }};
    }

    /// How many items are done in that time by somebody who looks at this interval, and does this many at once.
    std::size_t done_in(std::chrono::seconds time, Pace& pace, std::chrono::milliseconds interval,
                        std::size_t at_once) {
        std::size_t done = 0;
        for (const auto end = now + time; now < end; now += interval) {
            while (pace.may_go_on()) {
                pace.spend(at_once);
                done += at_once;
            }
        }
        return done;
    }
};

BOOST_FIXTURE_TEST_SUITE(pace, Fixture)

BOOST_AUTO_TEST_CASE(the_rate_is_kept_and_reached_however_much_is_done_at_once) {
    struct Case {
        std::size_t per_second;
        std::size_t at_once;
    };
    for (const auto& [per_second, at_once] : std::vector<Case>{{100, 1000}, {100, 1}, {3000, 900}, {100'000, 900}}) {
        BOOST_TEST_INFO_SCOPE(per_second << " a second, " << at_once << " at once");
        auto pace = pace_of(per_second);
        const auto done = done_in(100s, pace, 200ms, at_once);
        BOOST_TEST(done <= per_second * 100 + per_second / 5 + at_once);
        BOOST_TEST(done >= per_second * 99);
    }
}

BOOST_AUTO_TEST_CASE(what_costs_nothing_makes_nobody_wait) {
    auto pace = pace_of(100);
    pace.spend(0);
    BOOST_TEST(pace.may_go_on());
}

BOOST_AUTO_TEST_CASE(a_long_pause_is_not_made_up_for) {
    auto pace = pace_of(1000);
    now += 1h;
    pace.spend(1000);
    BOOST_TEST(!pace.may_go_on());
    now += 800ms;
    BOOST_TEST(pace.may_go_on());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::analytics::pace_test
