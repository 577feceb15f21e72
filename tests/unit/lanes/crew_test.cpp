#include "lanes/crew.hpp"

#include <atomic>
#include <chrono>
#include <functional>
#include <latch>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <sys/resource.h>
#include <unistd.h>

namespace likes::lanes::crew_test {

using namespace std::chrono_literals;

/// Something to do, as often as it is asked for.
class Task final : public Duty {
  public:
    explicit Task(std::function<void()> work = {}, bool can_wait = false)
        : work_{std::move(work)}, can_wait_{can_wait} {}

    bool is_due() const override {
        ++asked_;
        return due_ > 0;
    }
    bool can_wait() const override { return can_wait_; }
    void perform() noexcept override {
        if (performing_.exchange(true)) overlapped_ = true;
        --due_;
        if (work_) work_();
        ++performed_;
        performing_ = false;
    }

    void ask(int times = 1) { due_ += times; }
    int performed() const { return performed_; }
    bool overlapped() const { return overlapped_; }
    /// How often somebody wanted to know whether it is due.
    int asked() const { return asked_; }

  private:
    std::function<void()> work_;
    bool can_wait_;
    std::atomic<int> due_ = 0;
    mutable std::atomic<int> asked_ = 0;
    std::atomic<int> performed_ = 0;
    std::atomic<bool> performing_ = false;
    std::atomic<bool> overlapped_ = false;
};

/// Several of them.
struct Tasks {
    explicit Tasks(int count, const std::function<void()>& work = {}) {
        for (int i = 0; i < count; ++i) duties.push_back(all.emplace_back(std::make_unique<Task>(work)).get());
    }
    void ask() {
        for (const auto& task : all) task->ask();
    }
    void expect_each_performed_once() const {
        for (const auto& task : all) BOOST_TEST(task->performed() == 1);
    }

    std::vector<std::unique_ptr<Task>> all;
    std::vector<Duty*> duties;
};

BOOST_AUTO_TEST_SUITE(crew)

BOOST_AUTO_TEST_CASE(nothing_is_done_before_the_start_and_a_crew_that_is_never_started_ends_all_the_same) {
    Task task;
    task.ask();
    {
        Crew crew{{&task}};
        crew.notify();
    }
    BOOST_TEST(task.performed() == 0);
}

BOOST_AUTO_TEST_CASE(each_due_duty_finds_a_thread) {
    // Nobody leaves before all of them are here at the same time.
    std::latch all{5};
    Tasks tasks{5, [&] { all.arrive_and_wait(); }};
    tasks.ask();
    Crew crew{tasks.duties};
    crew.start();
    crew.wait_until_idle();
    tasks.expect_each_performed_once();
}

BOOST_AUTO_TEST_CASE(a_duty_is_never_performed_by_two_threads_at_a_time) {
    Task often{[] { std::this_thread::yield(); }};
    Task other;
    Task third;
    often.ask(5000);
    other.ask(5000);
    Crew crew{{&often, &other, &third}};
    crew.start();
    crew.wait_until_idle();
    BOOST_TEST(often.performed() == 5000);
    BOOST_TEST(other.performed() == 5000);
    BOOST_TEST(!often.overlapped());
    BOOST_TEST(!other.overlapped());
}

BOOST_AUTO_TEST_CASE(notify_wakes_a_thread_for_what_has_become_due) {
    Task task;
    Crew crew{{&task}};
    crew.start();
    for (int i = 1; i <= 100; ++i) {
        // Everybody sleeps.
        crew.wait_until_idle();
        task.ask();
        crew.notify();
        crew.wait_until_idle();
        BOOST_REQUIRE(task.performed() == i);
    }
}

BOOST_AUTO_TEST_CASE(one_word_is_enough_for_all_that_has_become_due) {
    for (int i = 0; i < 20; ++i) {
        std::latch all{3};
        Tasks tasks{3, [&] { all.arrive_and_wait(); }};
        Crew crew{tasks.duties};
        crew.start();
        // Each thread has found nothing to do, and sleeps until it is woken.
        while (tasks.all.back()->asked() < 3) std::this_thread::yield();
        tasks.ask();
        crew.notify();
        crew.wait_until_idle();
        tasks.expect_each_performed_once();
    }
}

BOOST_AUTO_TEST_CASE(what_a_duty_makes_due_is_done_without_a_word) {
    Task second;
    Task first{[&] { second.ask(); }};
    Crew crew{{&second, &first}};
    crew.start();
    for (int i = 1; i <= 100; ++i) {
        first.ask();
        crew.notify();
        crew.wait_until_idle();
        BOOST_REQUIRE(second.performed() == i);
    }
}

BOOST_AUTO_TEST_CASE(a_duty_that_takes_long_holds_up_no_other) {
    std::latch gate{1};
    Task slow{[&] { gate.wait(); }};
    Task quick;
    slow.ask();
    Crew crew{{&slow, &quick}};
    crew.start();
    for (int i = 1; i <= 100; ++i) {
        quick.ask();
        crew.notify();
        while (quick.performed() < i) std::this_thread::yield();
    }
    BOOST_TEST(slow.performed() == 0);
    gate.count_down();
    crew.wait_until_idle();
    BOOST_TEST(slow.performed() == 1);
}

BOOST_AUTO_TEST_CASE(a_duty_that_can_wait_is_done_though_the_thread_that_left_it_has_much_to_do) {
    // The first is done when the second is, which is not woken for.
    std::unique_ptr<std::latch> done;
    Task second{[&] { done->count_down(); }, true};
    Task first{[&] { done->wait(); }};
    Crew crew{{&first, &second}};
    crew.start();
    for (int i = 1; i <= 200; ++i) {
        done = std::make_unique<std::latch>(1);
        first.ask();
        second.ask();
        crew.notify();
        crew.wait_until_idle();
        BOOST_REQUIRE(second.performed() == i);
    }
}

BOOST_AUTO_TEST_CASE(a_crew_is_idle_when_nothing_is_due_or_being_done) {
    std::latch gate{1};
    std::atomic<bool> is_idle = false;
    Task slow{[&] { gate.wait(); }};
    slow.ask();
    Crew crew{{&slow}};
    crew.start();
    std::thread waiting{[&] {
        crew.wait_until_idle();
        is_idle = true;
    }};
    while (slow.is_due()) std::this_thread::yield();
    BOOST_TEST(!is_idle);
    gate.count_down();
    waiting.join();
    BOOST_TEST(is_idle);
    BOOST_TEST(slow.performed() == 1);
    crew.wait_until_idle();
}

BOOST_AUTO_TEST_CASE(a_crew_ends_when_its_threads_have_done_what_they_are_doing) {
    std::latch gate{1};
    std::atomic<bool> began = false;
    Task slow{[&] {
        began = true;
        gate.wait();
    }};
    slow.ask(2);
    std::thread opening;
    {
        Crew crew{{&slow}};
        crew.start();
        while (!began) std::this_thread::yield();
        opening = std::thread{[&] { gate.count_down(); }};
    }
    opening.join();
    BOOST_TEST(slow.performed() >= 1);
}

BOOST_AUTO_TEST_CASE(a_niceness_is_of_the_threads_of_the_crew_alone) {
    const auto niceness = [] { return ::getpriority(PRIO_PROCESS, static_cast<id_t>(::gettid())); };
    const int before = niceness();
    int nice = -1;
    int as_it_was = -1;
    Task at_leisure{[&] { nice = niceness(); }};
    Task at_once{[&] { as_it_was = niceness(); }};
    at_leisure.ask();
    at_once.ask();
    constexpr int kNice = 19;
    Crew leisurely{{&at_leisure}, kNice};
    Crew ordinary{{&at_once}};
    leisurely.start();
    ordinary.start();
    leisurely.wait_until_idle();
    ordinary.wait_until_idle();
    BOOST_TEST(nice == kNice);
    BOOST_TEST(as_it_was == before);
    BOOST_TEST(niceness() == before);
}

BOOST_AUTO_TEST_CASE(whatever_many_threads_ask_for_is_done) {
    constexpr int kThreads = 6;
    constexpr int kTimes = 2000;
    std::vector<std::unique_ptr<Task>> tasks;
    std::vector<Duty*> duties;
    for (int i = 0; i < 3; ++i) {
        tasks.push_back(std::make_unique<Task>(std::function<void()>{}, i == 2));
        duties.push_back(tasks.back().get());
    }
    Crew crew{duties};
    crew.start();
    {
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < kThreads; ++thread) {
            threads.emplace_back([&] {
                for (int i = 0; i < kTimes; ++i) {
                    tasks[static_cast<std::size_t>(i) % tasks.size()]->ask();
                    crew.notify();
                }
            });
        }
    }
    crew.wait_until_idle();
    int performed = 0;
    for (const auto& task : tasks) {
        BOOST_TEST(!task->overlapped());
        performed += task->performed();
    }
    BOOST_TEST(performed == kThreads * kTimes);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::lanes::crew_test
