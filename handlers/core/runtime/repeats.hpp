#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string_view>

namespace likes::log {

/// Keeps a fault that occurs at every request from filling the disk: at most `lines_per_second` lines with the same
/// message are written, and the next one that is written says how many were left out. Of fixed size: two messages whose
/// hashes meet in one place share its limit. Thread-safe.
class Repeats {
  public:
    using SteadyTime = std::chrono::steady_clock::time_point;

    explicit Repeats(std::uint32_t lines_per_second) : lines_per_second_{lines_per_second} {}

    /// nullopt if the line must be left out. Otherwise it may be written, and the result is the number of lines with
    /// the same message that were left out since the last one written.
    std::optional<std::uint64_t> admit(std::string_view message, SteadyTime now);

  private:
    struct Place {
        SteadyTime second_began{};
        std::uint32_t written = 0;
        std::uint64_t left_out = 0;
    };

    static constexpr std::size_t kPlaces = 256;

    const std::uint32_t lines_per_second_;
    std::mutex mutex_;
    std::array<Place, kPlaces> places_;
};

}  // namespace likes::log
