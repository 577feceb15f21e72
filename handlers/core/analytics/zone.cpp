#include "analytics/zone.hpp"

#include <algorithm>
#include <stdexcept>

#include <date/tz.h>

#include "base/time.hpp"

namespace likes::analytics {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

}  // namespace

std::optional<Zone> Zone::find(std::string_view name) {
    // The library also knows the machine's own zone by a name, which is nobody else's.
    if (name.size() > kNameMax || name == "localtime") return std::nullopt;
    try {
        return Zone{*date::locate_zone(name)};
    } catch (const std::runtime_error&) {
        return std::nullopt;
    }
}

const std::string& Zone::name() const {
    return zone_->name();
}

sys_days Zone::day_at(sys_seconds moment) const {
    return std::chrono::floor<days>(local_at(moment));
}

sys_seconds Zone::begin_of(sys_days day) const {
    return moment_of(day);
}

sys_seconds Zone::local_at(sys_seconds moment) const {
    return sys_seconds{zone_->to_local(moment).time_since_epoch()};
}

sys_seconds Zone::moment_of(sys_seconds local) const {
    return zone_->to_sys(date::local_seconds{local.time_since_epoch()}, date::choose::earliest);
}

Zone::Hour Zone::hour_at(sys_seconds moment) const {
    const auto info = zone_->get_info(moment);
    const auto begin = std::chrono::floor<hours>(moment + info.offset) - info.offset;
    return {std::max(begin, info.begin), std::min(begin + hours{1}, info.end)};
}

std::string Zone::to_rfc3339(sys_seconds moment) const {
    const seconds offset = zone_->get_info(moment).offset;
    std::string text = likes::to_rfc3339(moment + offset);
    if (offset == seconds{0}) return text;
    // In place of the Z. Distances of before 1972 that are no whole minutes are cut.
    const auto distance = std::chrono::abs(std::chrono::duration_cast<minutes>(offset)).count();
    const auto two_digits = [](std::int64_t number) {
        return std::string{static_cast<char>('0' + number / 10), static_cast<char>('0' + number % 10)};
    };
    text.back() = offset < seconds{0} ? '-' : '+';
    return text + two_digits(distance / 60) + ':' + two_digits(distance % 60);
}

}  // namespace likes::analytics
