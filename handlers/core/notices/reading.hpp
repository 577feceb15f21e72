#pragma once

#include <cstdint>
#include <optional>

#include "base/time.hpp"
#include "notices/notice.hpp"

/// What becomes of notices by what their recipient does.
namespace likes::notices {

/// The notice after its recipient has read it, under that sequence number; nullopt if it is read already. REQUIRES: it
/// stands.
std::optional<Notice> after_reading(Notice notice, std::uint64_t sequence, Time now);

/// The notice after its recipient has dismissed it, likewise; nullopt if it is put away already. It counts as read, so
/// that what brings it back is all that is new then. REQUIRES: it is not withdrawn.
std::optional<Notice> after_dismissal(Notice notice, std::uint64_t sequence, Time now);

/// Up to which sequence number a recipient has seen all news who had seen `seen`, and now says `said`. It never goes
/// back, and not beyond `newest`, the greatest that there is: news to come are not seen yet.
std::uint64_t seen_after(std::uint64_t seen, std::uint64_t said, std::uint64_t newest);

}  // namespace likes::notices
