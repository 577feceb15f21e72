#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string_view>

namespace likes::log {

/// Keeps a fault that comes with every request from filling the disk: of lines with the same message, so many a second
/// are written, and the next one then says how many were left out. Fixed in size: two messages may meet in one place,
/// and then share. Thread-safe.
class Repeats {
  public:
    using SteadyTime = std::chrono::steady_clock::time_point;

    explicit Repeats(std::uint32_t lines_per_second) : lines_per_second_{lines_per_second} {}

    /// How many lines like this were left out since the last that was written; nullopt if this one is left out as well.
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
