#include "runtime/repeats.hpp"

#include <chrono>

#include <boost/test/unit_test.hpp>

namespace likes::log {
namespace {

using namespace std::chrono_literals;

constexpr Repeats::SteadyTime kStart{1h};

BOOST_AUTO_TEST_SUITE(repeats)

BOOST_AUTO_TEST_CASE(so_many_a_second_and_the_next_one_says_how_many_were_left_out) {
    Repeats repeats{3};
    for (int i = 0; i < 3; ++i) BOOST_TEST((repeats.admit("a", kStart) == 0U));
    for (int i = 0; i < 5; ++i) BOOST_TEST(!repeats.admit("a", kStart + 999ms).has_value());
    BOOST_TEST((repeats.admit("a", kStart + 1s) == 5U));
    BOOST_TEST((repeats.admit("a", kStart + 1s) == 0U));
}

BOOST_AUTO_TEST_CASE(one_message_does_not_silence_another) {
    Repeats repeats{1};
    BOOST_TEST((repeats.admit("a", kStart) == 0U));
    BOOST_TEST(!repeats.admit("a", kStart).has_value());
    BOOST_TEST((repeats.admit("b", kStart) == 0U));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::log
