#include "counting.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <cppconn/driver.h>
#include <cppconn/resultset.h>

#include "analytics/bucket.hpp"
#include "base/time.hpp"
#include "caller.hpp"
#include "companion.hpp"
#include "database/session.hpp"
#include "numbered.hpp"
#include "poller.hpp"
#include "runtime/config.hpp"
#include "service/settings.hpp"
#include "support/command.hpp"
#include "support/stack.hpp"

namespace likes::bench {
namespace {

using std::chrono::steady_clock;

/// As the handlers that show the numbers are configured.
database::SessionSettings reader_settings() {
    runtime::Config config;
    config.database.url = "unix://" + test::script("service", {"socket", "mariadb"});
    config.database.url.erase(config.database.url.find('\n'));
    config.database.user = "likes_insights";
    config.database.password_file = test::stack().secret("db-insights.password");
    return service::session_settings(config);
}

/// The likes of all chats from the quarter of an hour on in which this was made.
class DeploymentLikes {
  public:
    std::size_t count() {
        std::size_t count = 0;
        session_.read([&](database::Session& session) {
            const auto rows = session.query(statement_);
            rows->next();
            count = rows->getUInt64(1);
        });
        return count;
    }

  private:
    database::Session session_{reader_settings()};
    const std::string statement_ =
        "SELECT COALESCE(SUM(given), 0) FROM like_quarters WHERE chat_id = x'" + analytics::kDeployment.to_hex() +
        "' AND reaction = 'like' AND quarter >= " +
        std::to_string(analytics::quarter_of(std::chrono::floor<std::chrono::seconds>(system_now())));
};

/// Watches how the likes are counted.
class CountWatcher final : public Companion {
  public:
    /// Watches for that many more than are there now.
    explicit CountWatcher(std::size_t expected) : expected_{expected} { counted_.reserve(expected); }

    /// Goes on until it has seen them all, for a while beyond the request to stop.
    void run(StopRequest& stop) override {
        constexpr std::chrono::milliseconds kStep{20};
        constexpr std::chrono::seconds kPatience{30};
        Poller poller;
        std::optional<SteadyTime> end;
        while (counted_.size() < expected_ && (!end || steady_clock::now() < *end)) {
            look();
            if (stop.has_come() && !end) end = steady_clock::now() + kPatience;
            poller.run_until(steady_clock::now() + kStep);
        }
    }

    /// When it has run: when each of them was seen, the first one first.
    const std::vector<SteadyTime>& counted() const { return counted_; }

  private:
    void look() {
        const std::size_t count = std::min(std::max(likes_.count(), before_) - before_, expected_);
        if (count > counted_.size()) counted_.resize(count, steady_clock::now());
    }

    std::size_t expected_;
    DeploymentLikes likes_;
    std::size_t before_ = likes_.count();
    std::vector<SteadyTime> counted_;
};

/// What became of the likes of a schedule.
struct Answers {
    Durations durations;
    /// When each was answered, in this order.
    std::vector<SteadyTime> times;
    std::size_t errors = 0;
};

Answers like_on_schedule(std::vector<std::string> calls, std::size_t likes_per_second) {
    // More than are ever busy, unless it all stands still; then the calls wait here, and their time counts.
    constexpr std::size_t kConnections = 64;
    constexpr std::chrono::seconds kPatience{10};
    constexpr int kOk = 200;
    Answers answers;
    answers.times.reserve(calls.size());
    Poller poller;
    Caller caller{poller, test::stack().http_port, kConnections};
    const auto begin = steady_clock::now();
    for (std::size_t i = 0; i < calls.size(); ++i) {
        const auto due = begin + std::chrono::nanoseconds{std::chrono::seconds{1}} * i / likes_per_second;
        poller.run_until(due);
        caller.call(std::move(calls[i]), [&, due](int status) {
            const auto now = steady_clock::now();
            answers.durations.add(now - due);
            if (status == kOk) {
                answers.times.push_back(now);
            } else {
                ++answers.errors;
            }
        });
    }
    poller.run_until(steady_clock::now() + kPatience, [&] { return caller.pending() == 0; });
    answers.errors += caller.pending();
    return answers;
}

Durations delays(const std::vector<SteadyTime>& answered, const std::vector<SteadyTime>& counted) {
    Durations delays;
    for (std::size_t i = 0; i < std::min(answered.size(), counted.size()); ++i) {
        delays.add(std::max(Milliseconds{0}, Milliseconds{counted[i] - answered[i]}));
    }
    return delays;
}

}  // namespace

Calls run(const Counting& counting) {
    // Its first call is not thread-safe.
    get_driver_instance();
    // Before the first is due: to sign the tokens takes a while.
    const std::size_t count = counting.likes_per_second * static_cast<std::size_t>(counting.duration.count());
    std::vector<std::string> calls;
    for (std::size_t i = 0; i < count; ++i) {
        const auto [message, user] = pair_at(counting.place + i);
        calls.push_back(like_call(message, user));
    }

    CountWatcher watcher{count};
    RunningCompanion watching{watcher};
    const auto answers = like_on_schedule(std::move(calls), counting.likes_per_second);
    watching.end();

    Calls result{{}, answers.times.size(), counting.place + count};
    answers.durations.append_to(result.values, "answer_");
    delays(answers.times, watcher.counted()).append_to(result.values);
    result.values.push_back(
        {"uncounted", static_cast<double>(answers.times.size()) -
                          static_cast<double>(std::min(answers.times.size(), watcher.counted().size()))});
    result.values.push_back({"errors", static_cast<double>(answers.errors)});
    return result;
}

}  // namespace likes::bench
