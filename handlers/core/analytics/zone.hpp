#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace date {
class time_zone;
}

namespace likes::analytics {

/// A time zone of the IANA database, in the version that the machine has (/usr/share/zoneinfo, package tzdata). A
/// value; its data are the process's, and never go. Thread-safe.
class Zone {
  public:
    /// Longer texts name no zone.
    static constexpr std::size_t kNameMax = 64;

    /// The zone of that name, such as `Europe/Berlin` or `UTC`, in its own letter case; nullopt if there is none.
    static std::optional<Zone> find(std::string_view name);

    const std::string& name() const;

    /// The calendar day that it is there.
    std::chrono::sys_days day_at(std::chrono::sys_seconds moment) const;

    /// The first moment of a calendar day: its midnight, the earlier one of two, or where clocks skip midnight the
    /// moment at which they do. Of a day that was skipped it is the first of the next one.
    std::chrono::sys_seconds begin_of(std::chrono::sys_days day) const;

    /// What clocks show there at that moment, as if it were UTC.
    std::chrono::sys_seconds local_at(std::chrono::sys_seconds moment) const;

    /// The moment at which clocks there show that, the earlier one of two; or, if they skip it, the one at which they
    /// do.
    std::chrono::sys_seconds moment_of(std::chrono::sys_seconds local) const;

    /// The hour of the local clock that the moment is in, from its first moment up to the next hour's; it also begins
    /// and ends where clocks are changed. So it may be shorter than an hour, never longer.
    struct Hour {
        std::chrono::sys_seconds begin;
        std::chrono::sys_seconds end;
    };
    Hour hour_at(std::chrono::sys_seconds moment) const;

    /// RFC 3339 as on a clock there, with its distance from UTC: `2025-10-03T00:00:00+02:00`; `Z` if that is zero.
    std::string to_rfc3339(std::chrono::sys_seconds moment) const;

    /// Of the same name.
    bool operator==(const Zone&) const = default;

  private:
    explicit Zone(const date::time_zone& zone) : zone_{&zone} {}

    const date::time_zone* zone_;
};

}  // namespace likes::analytics
