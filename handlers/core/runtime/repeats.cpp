#include "runtime/repeats.hpp"

#include <functional>
#include <utility>

namespace likes::log {

std::optional<std::uint64_t> Repeats::admit(std::string_view message, SteadyTime now) {
    const std::lock_guard lock{mutex_};
    Place& place = places_[std::hash<std::string_view>{}(message) % kPlaces];
    if (now - place.second_began >= std::chrono::seconds{1}) {
        place.second_began = now;
        place.written = 0;
    }
    if (place.written == lines_per_second_) {
        ++place.left_out;
        return std::nullopt;
    }
    ++place.written;
    return std::exchange(place.left_out, 0);
}

}  // namespace likes::log
