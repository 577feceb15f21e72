#include <cstddef>
#include <exception>
#include <iostream>

#include "ids/uuid_v7.hpp"
#include "operate/command.hpp"
#include "operate/progress.hpp"
#include "service/settings.hpp"
#include "store/auditor.hpp"
#include "store/faults.hpp"
#include "time/time.hpp"

namespace likes::operate {
namespace {

constexpr std::size_t kRowsOfPart = 20'000;

struct Sum {
    std::size_t compared = 0;
    std::size_t drifted = 0;
};

void go_through(store::Auditor& auditor, const store::Part& part, bool dry_run, Sum& sum) {
    const auto look = auditor.look(part);
    sum.compared += look.subjects;
    const auto found = dry_run ? auditor.confirm(look.suspects) : auditor.repair(look.suspects);
    sum.drifted += found.size();
    for (const auto& subject : found) {
        std::cout << (dry_run ? "drifted " : "repaired ") << subject.message.to_string() << ' '
                  << subject.reaction.code() << '\n';
    }
}

}  // namespace

int reconcile(const config::Config& config, bool dry_run) {
    store::Auditor auditor{store::Session{session_settings(config)}, service::window(config), system_now,
                           seeded_random_bits()};
    Progress progress;
    Sum sum;
    bool is_whole = true;
    store::Part part;
    do {
        part = auditor.part_after(part.last, kRowsOfPart);
        try {
            go_through(auditor, part, dry_run, sum);
        } catch (const store::Unavailable&) {
            throw;
        } catch (const std::exception& fault) {
            // The rest can be compared all the same.
            is_whole = false;
            std::cerr << "not all messages after " << part.after.to_string() << ", up to " << part.last.to_string()
                      << ", could be compared: " << fault.what() << '\n';
        }
        progress.report([&] { return std::to_string(sum.compared) + " counters compared"; });
    } while (!part.is_last());
    std::cout << sum.compared << " counters compared, " << sum.drifted << " drifted"
              << (dry_run || sum.drifted == 0 ? "" : " and repaired") << std::endl;
    return is_whole && (!dry_run || sum.drifted == 0) ? 0 : kComplaint;
}

}  // namespace likes::operate
