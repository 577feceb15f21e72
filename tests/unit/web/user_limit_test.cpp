#include "web/user_limit.hpp"

#include <atomic>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace likes::web::user_limit_test {

using namespace std::chrono_literals;

UserId user(const std::string& name) {
    return UserId::parse(name).value();
}

/// Four calls a second and three at once, and the time as the case sets it.
struct Bench {
    explicit Bench(Rate rate = {250ms, 3}) : limit{rate, [this] { return now; }, 1} {}
    Bench(const Bench&) = delete;
    Bench& operator=(const Bench&) = delete;

    bool passes(const std::string& name = "alice") { return !limit.take(user(name)); }

    /// How many of a hundred calls pass at once.
    int passed_of_many() {
        int passed = 0;
        for (int i = 0; i < 100; ++i) passed += passes() ? 1 : 0;
        return passed;
    }

    SteadyTime now{1h};
    UserLimit limit;
};

BOOST_AUTO_TEST_SUITE(user_limit)

BOOST_AUTO_TEST_CASE(a_burst_passes_at_once_and_after_it_calls_pass_at_the_rate) {
    Bench bench;
    BOOST_TEST(bench.passed_of_many() == 3);
    bench.now += 250ms - 1ns;
    BOOST_TEST(!bench.passes());
    bench.now += 1ns;
    BOOST_TEST(bench.passes());
    BOOST_TEST(!bench.passes());
    bench.now += 500ms;
    BOOST_TEST(bench.passed_of_many() == 2);
}

BOOST_AUTO_TEST_CASE(a_pause_gives_back_the_burst_and_never_more) {
    Bench bench;
    bench.passed_of_many();
    bench.now += 750ms;
    BOOST_TEST(bench.passed_of_many() == 3);
    bench.now += 24h * 365;
    BOOST_TEST(bench.passed_of_many() == 3);
}

BOOST_AUTO_TEST_CASE(who_calls_evenly_at_the_rate_is_never_refused) {
    Bench bench{{250ms, 1}};
    for (int i = 0; i < 1000; ++i) {
        BOOST_TEST(bench.passes());
        bench.now += 250ms;
    }
}

BOOST_AUTO_TEST_CASE(a_refusal_says_when_the_next_call_passes) {
    Bench bench;
    bench.passed_of_many();
    bench.now += 100ms;
    const auto wait = bench.limit.take(user("alice"));
    BOOST_REQUIRE(wait.has_value());
    BOOST_TEST(wait->count() == std::chrono::nanoseconds{150ms}.count());
    bench.now += *wait;
    BOOST_TEST(bench.passes());
}

BOOST_AUTO_TEST_CASE(who_goes_on_calling_waits_no_longer_than_who_does_not) {
    Bench bench;
    bench.passed_of_many();
    for (int i = 0; i < 249; ++i) {
        bench.now += 1ms;
        BOOST_TEST(!bench.passes());
    }
    bench.now += 1ms;
    BOOST_TEST(bench.passes());
}

BOOST_AUTO_TEST_CASE(each_user_has_a_rate_of_their_own) {
    Bench bench;
    bench.passed_of_many();
    BOOST_TEST(!bench.passes("alice"));
    BOOST_TEST(bench.passes("bob"));
    BOOST_TEST(!bench.passes("alice"));
}

BOOST_AUTO_TEST_CASE(a_hundred_thousand_others_do_not_give_a_user_a_fresh_burst) {
    Bench bench;
    bench.passed_of_many();
    for (int i = 0; i < 100'000; ++i) bench.passes("user" + std::to_string(i));
    BOOST_TEST(!bench.passes());
}

BOOST_AUTO_TEST_CASE(few_share_a_place_and_with_another_key_it_is_others) {
    const auto refused_with = [](std::uint64_t key) {
        UserLimit limit{{1s, 1}, [] { return SteadyTime{}; }, key};
        std::vector<int> refused;
        for (int i = 0; i < 2000; ++i) {
            if (limit.take(user("user" + std::to_string(i)))) refused.push_back(i);
        }
        return refused;
    };
    const auto refused = refused_with(1);
    // 2000 users in 65536 places: about 30 meet somebody.
    BOOST_TEST(refused.size() > 5U);
    BOOST_TEST(refused.size() < 90U);
    BOOST_TEST((refused != refused_with(2)));
}

BOOST_AUTO_TEST_CASE(an_interval_of_zero_refuses_nobody) {
    Bench bench{{0ns, 1}};
    BOOST_TEST(bench.passed_of_many() == 100);
    // Of two threads one may have looked at the clock before the other, and come after it.
    bench.now -= 1ms;
    BOOST_TEST(bench.passed_of_many() == 100);
}

BOOST_AUTO_TEST_CASE(a_limit_that_could_never_be_kept_is_refused) {
    const auto make = [](Rate rate) { return UserLimit{rate, [] { return SteadyTime{}; }, 1}; };
    BOOST_CHECK_THROW(make({1s, 0}), std::invalid_argument);
    BOOST_CHECK_THROW(make({-1s, 1}), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(threads_that_call_for_one_user_get_one_burst_together) {
    Bench bench{{1s, 1000}};
    std::atomic<int> passed = 0;
    {
        std::vector<std::jthread> threads;
        threads.reserve(4);
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&] {
                for (int call = 0; call < 1000; ++call) passed += bench.passes() ? 1 : 0;
            });
    }
    BOOST_TEST(passed == 1000);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::web::user_limit_test
