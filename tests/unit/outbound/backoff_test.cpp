#include "outbound/backoff.hpp"

#include <chrono>
#include <string>

#include <boost/test/unit_test.hpp>

namespace likes::outbound::backoff_test {

using namespace std::chrono_literals;

constexpr SteadyTime kStart{1000h};
const std::string kHost = "fcm.googleapis.com";

struct AtStart {
    Circuits circuits;
    SteadyTime now = kStart;

    std::chrono::milliseconds wait() { return circuits.wait(kHost, now); }
    void fail(int times) {
        for (int i = 0; i < times; ++i) circuits.failed(kHost, now);
    }
};

BOOST_AUTO_TEST_SUITE(backoff)

BOOST_AUTO_TEST_CASE(the_bound_doubles_up_to_the_longest_and_any_wait_below_it_may_come) {
    const Backoff backoff;
    BOOST_TEST(backoff.wait(1, 0.0).count() == 0);
    BOOST_TEST(backoff.wait(1, 0.5).count() == 5'000);
    BOOST_TEST(backoff.wait(2, 0.5).count() == 10'000);
    BOOST_TEST(backoff.wait(6, 0.5).count() == 160'000);
    BOOST_TEST(backoff.wait(7, 0.5).count() == 300'000);
    BOOST_TEST(backoff.wait(1'000'000'000, 0.5).count() == 300'000);
    const Backoff quota{.first = 60s, .longest = 600s, .least = 60s};
    BOOST_TEST(quota.wait(1, 0.0).count() == 60'000);
    BOOST_TEST(quota.wait(1, 0.5).count() == 90'000);
}

BOOST_FIXTURE_TEST_CASE(a_circuit_opens_at_the_fifth_failure_in_a_row, AtStart) {
    fail(4);
    BOOST_TEST(wait().count() == 0);
    circuits.succeeded(kHost);
    fail(4);
    BOOST_TEST(wait().count() == 0);
    fail(1);
    BOOST_TEST(wait().count() == 30'000);
    BOOST_TEST(circuits.open() == 1U);
    BOOST_TEST(circuits.wait("web.push.apple.com", now).count() == 0);
}

BOOST_FIXTURE_TEST_CASE(one_finds_out_whether_it_is_back_while_the_others_wait, AtStart) {
    fail(5);
    now += 30s;
    BOOST_TEST(wait().count() == 0);
    BOOST_TEST(wait().count() == 11'000);
    circuits.succeeded(kHost);
    BOOST_TEST(wait().count() == 0);
    BOOST_TEST(circuits.open() == 0U);
}

BOOST_FIXTURE_TEST_CASE(what_was_under_way_when_it_opened_makes_no_wait_longer, AtStart) {
    fail(100);
    BOOST_TEST(wait().count() == 30'000);
    now += 30s;
    BOOST_TEST(wait().count() == 0);
    fail(1);
    BOOST_TEST(wait().count() == 60'000);
}

BOOST_FIXTURE_TEST_CASE(each_attempt_that_fails_doubles_the_wait_up_to_ten_minutes, AtStart) {
    fail(5);
    for (const auto expected : {60s, 120s, 240s, 480s, 600s, 600s}) {
        now += wait();
        BOOST_TEST(wait().count() == 0);
        fail(1);
        BOOST_TEST((wait() == expected));
    }
}

BOOST_FIXTURE_TEST_CASE(a_host_that_names_a_time_rests_so_long_and_at_most_an_hour, AtStart) {
    circuits.rest(kHost, 90s, now);
    BOOST_TEST(wait().count() == 90'000);
    circuits.rest(kHost, 10s, now);
    BOOST_TEST(wait().count() == 90'000);
    // Somebody was under way then.
    circuits.succeeded(kHost);
    BOOST_TEST(wait().count() == 90'000);
    circuits.rest(kHost, 48h, now);
    BOOST_TEST(wait().count() == 3'600'000);
    now += 1h;
    BOOST_TEST(wait().count() == 0);
    BOOST_TEST(circuits.open() == 0U);
}

BOOST_FIXTURE_TEST_CASE(many_hosts_do_not_take_more_and_more_memory, AtStart) {
    for (std::size_t i = 0; i < Circuits::kHostsMax + 100; ++i) circuits.failed("h" + std::to_string(i), now);
    BOOST_TEST(circuits.open() == 0U);
    fail(5);
    BOOST_TEST(wait().count() == 30'000);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::outbound::backoff_test
