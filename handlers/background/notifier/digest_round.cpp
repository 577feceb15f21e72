#include "background/notifier/digest_round.hpp"

#include <utility>
#include <vector>

#include "analytics/zone.hpp"

namespace likes::background {
namespace {

/// A zone that nobody knows is read as UTC: it is the chat backend's mistake, and no reason to tell nothing.
analytics::Zone zone_of(const store::DigestReader& reader) {
    auto zone = analytics::Zone::find(reader.time_zone);
    return zone ? *std::move(zone) : analytics::Zone::find("UTC").value();
}

}  // namespace

DigestRound::DigestRound(store::DigestReaders& readers, std::chrono::hours hour, SteadyClock clock)
    : readers_{readers}, hour_{hour}, clock_{std::move(clock)} {}

void DigestRound::run_once() {
    const auto now = clock_();
    if (now < due_at_) return;
    auto part = readers_.after(end_, kPartMax);
    std::vector<store::BegunDigest> begun;
    for (const auto& reader : part.readers) {
        const auto slot = notices::digest_slot(reader.digest, reader.user, zone_of(reader), hour_, part.now);
        if (slot && (!reader.last || slot->date > *reader.last)) begun.push_back({reader.user, *slot});
    }
    readers_.begin(begun);
    if (!part.end) {
        if (part.now != Time{}) {
            readers_.forget_before(std::chrono::floor<std::chrono::days>(part.now) - kRemembered);
        }
        due_at_ = now + kRest;
    }
    end_ = std::move(part.end);
}

}  // namespace likes::background
