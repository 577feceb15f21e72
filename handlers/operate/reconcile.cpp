#include <cstddef>
#include <exception>
#include <iostream>

#include "base/time.hpp"
#include "base/uuid_v7.hpp"
#include "database/errors.hpp"
#include "operate/command.hpp"
#include "operate/progress.hpp"
#include "service/settings.hpp"
#include "store/upkeep/auditor.hpp"
#include "store/upkeep/message_range.hpp"

namespace likes::operate {
namespace {

struct Comparison {
    std::size_t compared = 0;
    std::size_t drifted = 0;
};

void go_through(store::Auditor& auditor, const store::MessageRange& range, bool dry_run, Comparison& comparison) {
    const auto scan = auditor.scan(range);
    comparison.compared += scan.targets;
    const auto found = dry_run ? auditor.confirm(scan.suspects) : auditor.repair(scan.suspects);
    comparison.drifted += found.size();
    for (const auto& target : found) {
        std::cout << (dry_run ? "drifted " : "repaired ") << target.message.to_string() << ' ' << target.reaction.code()
                  << '\n';
    }
}

}  // namespace

int reconcile(const runtime::Config& config, bool dry_run) {
    store::Auditor auditor{database::Session{session_settings(config)}, service::recent_likers_limit(config),
                           system_now, seeded_random_bits()};
    Progress progress;
    Comparison comparison;
    bool is_whole = true;
    store::MessageRange range;
    do {
        range = auditor.range_after(range.last, store::kRowsOfRange);
        try {
            go_through(auditor, range, dry_run, comparison);
        } catch (const database::Unavailable&) {
            throw;
        } catch (const std::exception& fault) {
            // The other messages can still be compared.
            is_whole = false;
            std::cerr << "not all messages after " << range.after.to_string() << ", up to " << range.last.to_string()
                      << ", could be compared: " << fault.what() << '\n';
        }
        progress.report([&] { return std::to_string(comparison.compared) + " counters compared"; });
    } while (!range.is_last());
    std::cout << comparison.compared << " counters compared, " << comparison.drifted << " drifted"
              << (dry_run || comparison.drifted == 0 ? "" : " and repaired") << std::endl;
    return is_whole && (!dry_run || comparison.drifted == 0) ? 0 : kComplaint;
}

}  // namespace likes::operate
