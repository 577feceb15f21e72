#include <chrono>
#include <cstddef>
#include <exception>
#include <iostream>
#include <limits>
#include <stdexcept>
#include <string>
#include <thread>

#include "analytics/comparison.hpp"
#include "base/time.hpp"
#include "base/uuid.hpp"
#include "database/errors.hpp"
#include "operate/command.hpp"
#include "operate/progress.hpp"
#include "store/analytics/numbers_auditor.hpp"

namespace likes::operate {
namespace {

using store::NumbersAuditor;

/// How long it waits, and how often, until less waits to be counted; and how often a chat is compared that another
/// audit corrects at the same time.
constexpr std::chrono::seconds kTimeToCount{2};
constexpr int kWaitsMax = 150;
constexpr int kAttempts = 100;

struct Sum {
    std::size_t chats = 0;
    std::size_t numbers = 0;
    /// Chats of which some numbers were wrong, and chats of which some reactions were never counted, and no more.
    std::size_t drifted = 0;
    std::size_t uncounted = 0;
    bool is_whole = true;
};

/// Nobody counts, or not fast enough: no other chat can be compared either.
class NotCounted : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The chat as of a moment at which not too much waits to be counted.
NumbersAuditor::Result compare(NumbersAuditor& auditor, const Uuid& chat, Progress& progress, const Sum& sum) {
    const auto report = [&](auto) {
        progress.report([&] { return std::to_string(sum.chats) + " chats compared"; });
        return true;
    };
    for (int waits = 0;; ++waits) {
        auto result = auditor.compare(chat, std::numeric_limits<std::size_t>::max(), report);
        if (result.outcome == NumbersAuditor::Outcome::kCompared) return result;
        if (waits == kWaitsMax) throw NotCounted{"too many changes wait to be counted; does `analytics` run?"};
        progress.report([] { return "waiting until fewer changes wait to be counted"; });
        std::this_thread::sleep_for(kTimeToCount);
    }
}

NumbersAuditor::Result compare_and_correct(NumbersAuditor& auditor, const Uuid& chat, Progress& progress,
                                           const Sum& sum) {
    for (int attempt = 1;; ++attempt) {
        auto result = compare(auditor, chat, progress, sum);
        if (auditor.correct(chat, result)) return result;
        if (attempt == kAttempts) throw std::runtime_error{"other audits keep correcting numbers at the same time"};
    }
}

void enter(const Uuid& chat, const analytics::Differences& found, bool dry_run, Sum& sum) {
    ++sum.chats;
    sum.numbers += found.size();
    if (found.drifted > 0) {
        ++sum.drifted;
        std::cout << (dry_run ? "differs " : "corrected ") << chat.to_string() << ' ' << found.size() << " numbers\n";
    } else if (!found.empty()) {
        ++sum.uncounted;
    }
}

void print(const Sum& sum, bool dry_run) {
    std::cout << sum.chats << " chats compared, " << sum.drifted << " differ from their reactions, " << sum.uncounted
              << " have reactions that nobody had counted: " << sum.numbers << " numbers"
              << (dry_run || sum.numbers == 0 ? "" : " corrected") << std::endl;
}

}  // namespace

int reconcile_analytics(const runtime::Config& config, bool dry_run) {
    NumbersAuditor auditor{database::Session{session_settings(config)}, system_now};
    Progress progress;
    Sum sum;
    for (auto chat = auditor.chat_after({}); chat; chat = auditor.chat_after(*chat)) {
        try {
            const auto result =
                dry_run ? compare(auditor, *chat, progress, sum) : compare_and_correct(auditor, *chat, progress, sum);
            enter(*chat, result.differences, dry_run, sum);
        } catch (const database::Unavailable&) {
            throw;
        } catch (const NotCounted&) {
            throw;
        } catch (const std::exception& fault) {
            // The other chats can still be compared.
            sum.is_whole = false;
            std::cerr << "the numbers of the chat " << chat->to_string() << " could not be compared: " << fault.what()
                      << '\n';
        }
        progress.report([&] { return std::to_string(sum.chats) + " chats compared"; });
    }
    print(sum, dry_run);
    return sum.is_whole && (!dry_run || sum.numbers == 0) ? 0 : kComplaint;
}

}  // namespace likes::operate
