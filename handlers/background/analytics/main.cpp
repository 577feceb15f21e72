// The analytics do what the numbers about the likes need and no request waits for: they count what the feed brings,
// compare the numbers with the reactions, fold what is older than it is kept, and make the lists that are too long to
// be made for a request.
#include <chrono>
#include <cstdlib>
#include <exception>

#include "analytics/pace.hpp"
#include "background/analytics/audit.hpp"
#include "background/analytics/counting.hpp"
#include "background/analytics/folding.hpp"
#include "background/analytics/ranker.hpp"
#include "base/time.hpp"
#include "runtime/counters.hpp"
#include "runtime/log.hpp"
#include "runtime/process.hpp"
#include "service/periodic.hpp"
#include "service/settings.hpp"

using namespace likes;

namespace {

/// How often is looked into the feed: so long, at most, a like waits to be counted while little happens.
constexpr std::chrono::milliseconds kCountInterval = analytics::Pace::kCatchUp;
/// How often is looked whether a part of the folding is due.
constexpr std::chrono::milliseconds kFoldInterval{200};
/// How often is looked whether somebody asks for a list while none is in work.
constexpr std::chrono::milliseconds kRankInterval{500};

void work(const runtime::Process& process) {
    const auto& config = process.config();
    background::Counting counting{config, std::chrono::steady_clock::now};
    background::Audit audit{config, system_now};
    background::Folding folding{config, system_now, std::chrono::steady_clock::now};
    background::Ranker ranker{config, system_now};
    {
        const service::Periodic counts{"count", kCountInterval, [&] { counting.run_once(); }};
        const service::Periodic audits{"audit", background::Audit::kInterval, [&] { audit.run_once(); }};
        const service::Periodic folds{"fold", kFoldInterval, [&] { folding.run_once(); }};
        const service::Periodic ranks{"rank", kRankInterval, [&] { ranker.run_once(); }};
        runtime::counters().serving.set(1);
        process.wait_for_stop_signal();
        counting.stop();
        audit.stop();
        ranker.stop();
    }
    service::attempt("release", [&] { counting.release(); });
    service::attempt("release", [&] { audit.release(); });
    service::attempt("release", [&] { folding.release(); });
    service::attempt("release", [&] { ranker.release(); });
}

/// A unit that is enabled everywhere is to run, and be seen to run, where there is nothing to do for it as well.
void rest(const runtime::Process& process) {
    log::info("the analytics are off, because the option feed does not name them");
    runtime::counters().serving.set(1);
    process.wait_for_stop_signal();
}

}  // namespace

int main(int argc, char** argv) try {
    const runtime::Process process{
        "analytics", "Counts what the feed brings, compares the numbers, folds those that are old, and makes lists.",
        argc, argv};
    if (service::analytics_are_on(process.config())) {
        work(process);
    } else {
        rest(process);
    }
    return EXIT_SUCCESS;
} catch (const std::exception& fault) {
    return runtime::failed(fault);
}
