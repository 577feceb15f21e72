// Whichever allocation fails: each item is answered once, or the process ends at once and says so by its signal. It
// never goes on with a lane that does nothing any more.
#include <array>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <memory>
#include <new>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lanes/crew.hpp"
#include "lanes/lane.hpp"
#include "unit/base/failing_allocator.hpp"

namespace likes::lanes::out_of_memory_test {

using namespace std::chrono_literals;
using likes::test::Allocating;

constexpr std::size_t kItems = 100;

/// What happened to the items, for the parent of the process in which it happened.
struct Report {
    std::array<std::atomic<int>, kItems + 1> answers;
    /// Items that were destroyed without an answer.
    std::atomic<int> dropped;
    std::atomic<bool> has_failed;
};

/// A request: whoever has it must answer it.
class Asked {
  public:
    Asked(Report& report, std::size_t number) : report_{&report}, number_{number} {}
    ~Asked() {
        if (report_ != nullptr) ++report_->dropped;
    }
    Asked(Asked&& other) noexcept : report_{std::exchange(other.report_, nullptr)}, number_{other.number_} {}
    Asked& operator=(Asked&& other) noexcept {
        std::swap(report_, other.report_);
        std::swap(number_, other.number_);
        return *this;
    }

    bool is_mine() const { return report_ != nullptr; }
    void answer() { ++std::exchange(report_, nullptr)->answers[number_]; }

  private:
    Report* report_;
    std::size_t number_;
};

/// Allocates as it executes, and as it answers.
class Answerer {
  public:
    using Item = Asked;

    void execute(std::vector<Asked>& batch) {
        const std::vector<int> work(batch.size());
        for (auto& item : batch) {
            const auto text = std::make_unique<std::string>(100, 'x');
            item.answer();
        }
    }
};

bool wait_for(const auto& condition) {
    const auto end = std::chrono::steady_clock::now() + 10s;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::yield();
    }
    return true;
}

/// The process in which the `number`th allocation fails. Returns its exit code.
int run(Report& report, long number) {
    Lane<Answerer> lane{{.queue_max = 2 * kItems, .patience = 60s}, Answerer{}};
    Crew crew{{&lane}};
    crew.start();
    test::fail_allocation(number, Allocating::kAllThreads);
    for (std::size_t i = 0; i < kItems; ++i) {
        Asked item{report, i};
        try {
            if (!lane.try_add(item)) return 2;
        } catch (const std::bad_alloc&) {
            if (!item.is_mine()) return 3;
            item.answer();
        }
        crew.notify();
    }
    const auto answered = [&](std::size_t i) { return report.answers[i] > 0; };
    for (std::size_t i = 0; i < kItems; ++i) {
        if (!wait_for([&] { return answered(i); })) return 4;
    }
    report.has_failed = test::stop_failing_allocations();
    // The lane still works.
    Asked last{report, kItems};
    if (!lane.try_add(last)) return 5;
    crew.notify();
    return wait_for([&] { return answered(kItems); }) ? 0 : 6;
}

BOOST_AUTO_TEST_SUITE(out_of_memory)

BOOST_AUTO_TEST_CASE(each_item_is_answered_once_or_the_process_ends_at_once) {
    void* const shared = mmap(nullptr, sizeof(Report), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    BOOST_REQUIRE(shared != MAP_FAILED);
    int ended = 0;
    int recovered = 0;
    bool has_failed = true;
    for (long number = 1; has_failed; ++number) {
        auto* const report = new (shared) Report{};
        const pid_t child = fork();
        if (child == 0) {
            // Whoever ends without an answer needs neither say why nor leave a core file.
            const rlimit none{0, 0};
            setrlimit(RLIMIT_CORE, &none);
            dup2(open("/dev/null", O_WRONLY | O_CLOEXEC), STDERR_FILENO);
            std::signal(SIGABRT, SIG_DFL);
            _exit(run(*report, number));
        }
        int status = 0;
        BOOST_REQUIRE(waitpid(child, &status, 0) == child);
        BOOST_TEST_CONTEXT("allocation " << number) {
            if (WIFSIGNALED(status)) {
                BOOST_TEST(WTERMSIG(status) == SIGABRT);
                ++ended;
                continue;
            }
            BOOST_REQUIRE(WEXITSTATUS(status) == 0);
            for (const auto& answers : report->answers) BOOST_TEST(answers == 1);
            BOOST_TEST(report->dropped == 0);
            has_failed = report->has_failed;
            ++recovered;
        }
    }
    BOOST_TEST_MESSAGE(ended << " processes ended, " << recovered << " went on");
    BOOST_TEST(ended > 0);
    munmap(shared, sizeof(Report));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::lanes::out_of_memory_test
