#include "base/duty_cycle.hpp"

#include <chrono>

#include <boost/test/unit_test.hpp>

namespace likes::duty_cycle_test {

using namespace std::chrono_literals;

struct Fixture {
    SteadyTime now{1h};

    DutyCycle cycle_of(std::size_t percent) {
        return {percent, [this] { return now; }};
    }
};

BOOST_FIXTURE_TEST_SUITE(duty_cycle, Fixture)

BOOST_AUTO_TEST_CASE(a_rest_is_as_long_as_the_share_asks_for) {
    struct Case {
        std::size_t percent;
        std::chrono::milliseconds rest;
    };
    for (const auto& [percent, rest] : {Case{100, 0ms}, {50, 40ms}, {20, 160ms}, {10, 360ms}, {1, 3960ms}}) {
        BOOST_TEST_CONTEXT(percent << " percent") {
            auto cycle = cycle_of(percent);
            BOOST_TEST(cycle.may_go_on());
            const auto begin = now;
            now += 40ms;
            cycle.worked_since(begin);
            if (rest > 0ms) {
                now += rest - 1ms;
                BOOST_TEST(!cycle.may_go_on());
                now += 1ms;
            }
            BOOST_TEST(cycle.may_go_on());
        }
    }
}

BOOST_AUTO_TEST_CASE(rests_that_are_put_off_add_up) {
    auto cycle = cycle_of(10);
    for (int parts = 1; parts <= 3; ++parts) {
        const auto begin = now;
        now += 10ms;
        cycle.worked_since(begin);
        // Of the rests before, the time of the work is over.
        BOOST_TEST((cycle.rest() == parts * 90ms - (parts - 1) * 10ms));
        BOOST_TEST(!cycle.may_go_on());
    }
    now += 250ms;
    BOOST_TEST((cycle.rest() == 0ms));
    BOOST_TEST(cycle.may_go_on());
    now += 1h;
    const auto begin = now;
    now += 10ms;
    cycle.worked_since(begin);
    BOOST_TEST((cycle.rest() == 90ms));
}

BOOST_AUTO_TEST_CASE(what_took_no_time_asks_for_no_rest) {
    auto cycle = cycle_of(1);
    cycle.worked_since(now);
    BOOST_TEST(cycle.may_go_on());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::duty_cycle_test
