#include "store/notices/suppressions.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "base/time.hpp"
#include "store/notices/mailing_sql.hpp"

namespace likes::store {
namespace {

constexpr std::string_view kHard = "hard";
constexpr std::string_view kSoft = "soft";

std::string hex_of(const Sha256& hash) {
    return to_hex({reinterpret_cast<const char*>(hash.data()), hash.size()});
}

std::optional<mail::Suppression> lock_suppression(database::Session& session, const std::string& hash) {
    auto& lock = session.prepare(sql_text::kLockSuppression);
    lock.setString(1, hash);
    database::ResultSet rows{lock.executeQuery()};
    if (!rows.next()) return std::nullopt;
    return read_suppression(rows, 1);
}

Time moment(database::Session& session) {
    database::ResultSet rows{session.prepare(sql_text::kMoment).executeQuery()};
    return rows.next() ? rows.time(1) : Time{};
}

}  // namespace

mail::Suppression read_suppression(database::ResultSet& rows, unsigned first) {
    return {rows.text(first) == kHard ? mail::Bounce::kHard : mail::Bounce::kSoft, rows.time(first + 1),
            static_cast<std::uint32_t>(rows.number(first + 2))};
}

void record_bounce(database::Session& session, const Sha256& address_hash, mail::Bounce bounce) {
    const auto hash = hex_of(address_hash);
    const auto before = lock_suppression(session, hash);
    const auto after = mail::after_bounce(before, bounce, moment(session));
    auto& statement = session.prepare(sql_text::kWriteSuppression);
    statement.setString(1, hash);
    statement.setString(2, std::string{after.bounce == mail::Bounce::kHard ? kHard : kSoft});
    statement.setInt64(3, microseconds_since_1970(after.since));
    statement.setUInt(4, after.soft_bounces);
    statement.executeUpdate();
}

}  // namespace likes::store
