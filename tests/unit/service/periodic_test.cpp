#include "service/periodic.hpp"

#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <stdexcept>
#include <string>

#include <boost/test/unit_test.hpp>

#include "database/errors.hpp"
#include "unit/runtime/captured_log.hpp"

namespace likes::service::periodic_test {

using namespace std::chrono_literals;
using likes::test::CapturedLog;

BOOST_AUTO_TEST_SUITE(periodic)

BOOST_AUTO_TEST_CASE(work_is_done_again_and_again_whatever_it_throws) {
    const CapturedLog log{"warning"};
    std::promise<void> third_time;
    int times = 0;
    {
        const Periodic periodic{"test", 1ms, [&] {
                                    ++times;
                                    if (times == 1) throw std::runtime_error{"broken"};
                                    if (times == 2) throw database::Unavailable{"away"};
                                    if (times == 3) third_time.set_value();
                                }};
        third_time.get_future().wait();
    }
    BOOST_TEST(log.text().find("the work of this round failed; the next round tries again") != std::string::npos);
    BOOST_TEST(log.text().find("the database is unavailable; the next round tries again") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_end_waits_for_the_round_that_is_under_way_and_for_no_pause) {
    std::promise<void> begun;
    std::promise<void> may_end;
    std::atomic<bool> has_ended = false;
    auto periodic = std::make_unique<Periodic>("test", 24h, [&] {
        begun.set_value();
        may_end.get_future().wait();
        has_ended = true;
    });
    begun.get_future().wait();
    auto destroyed = std::async(std::launch::async, [&periodic] { periodic.reset(); });
    may_end.set_value();
    destroyed.get();
    BOOST_TEST(has_ended);
}

BOOST_AUTO_TEST_CASE(an_interval_of_0_is_never) {
    bool was_done = false;
    {
        const Periodic periodic{"test", 0ms, [&] { was_done = true; }};
    }
    BOOST_TEST(!was_done);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::service::periodic_test
