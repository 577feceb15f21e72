#include "store/notices/push_state.hpp"

#include <cstdint>
#include <stdexcept>

namespace likes::store {

analytics::Zone zone_or_utc(std::string_view name) {
    auto zone = analytics::Zone::find(name);
    return zone ? *zone : analytics::Zone::find("UTC").value();
}

notices::Tell require_tell(std::string_view code) {
    const auto tell = notices::parse_tell(code);
    if (!tell) throw std::runtime_error{"the database holds a wish for notices that this service does not know"};
    return *tell;
}

std::optional<Time> read_quiet_until(database::ResultSet& rows, unsigned first, Time now) {
    if (rows.is_null(first) || rows.is_null(first + 1)) return std::nullopt;
    const notices::QuietHours hours{static_cast<std::uint32_t>(rows.number(first)),
                                    static_cast<std::uint32_t>(rows.number(first + 1))};
    for (const auto column : {first + 2, first + 3}) {
        if (!rows.is_null(column)) return notices::quiet_until(hours, zone_or_utc(rows.text(column)), now);
    }
    return notices::quiet_until(hours, zone_or_utc("UTC"), now);
}

}  // namespace likes::store
