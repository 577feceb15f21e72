#include "store/notices/digest_readers.hpp"

#include <cstdint>

#include "base/uuid.hpp"
#include "database/literal_rows.hpp"
#include "database/result_set.hpp"
#include "store/notices/deliveries.hpp"
#include "store/notices/mailing_sql.hpp"

namespace likes::store {
namespace {

std::int64_t days_of(std::chrono::sys_days date) {
    return date.time_since_epoch().count();
}

/// Whether nobody has begun it before.
bool remember(database::Session& session, const BegunDigest& digest) {
    auto& statement = session.prepare(sql_text::kRememberDigest);
    statement.setString(1, digest.user.str());
    statement.setInt64(2, days_of(digest.slot.date));
    return statement.executeUpdate() > 0;
}

}  // namespace

DigestReadersPart DigestReadersTable::after(const std::optional<UserId>& user, std::size_t limit) {
    DigestReadersPart part;
    session_.read([&](database::Session& session) {
        part = {};
        auto& statement = session.prepare(sql_text::kDigestReaders);
        statement.setString(1, user ? user->str() : "");
        statement.setUInt64(2, limit);
        std::size_t looked_at = 0;
        for (database::ResultSet rows{statement.executeQuery()}; rows.next();) {
            ++looked_at;
            part.end = rows.parsed<UserId>(1);
            part.now = rows.time(5);
            if (rows.is_null(3)) continue;
            DigestReader reader{
                *part.end, notices::parse_digest(rows.text(2)).value_or(notices::Digest::kOff), rows.text(3), {}};
            if (!rows.is_null(4)) reader.last = std::chrono::sys_days{std::chrono::days{rows.signed_number(4)}};
            part.readers.push_back(std::move(reader));
        }
        if (looked_at < limit) part.end.reset();
    });
    return part;
}

void DigestReadersTable::begin(std::span<const BegunDigest> digests) {
    if (digests.empty()) return;
    session_.transaction([&](database::Session& session) {
        database::LiteralRows due;
        for (const auto& digest : digests) {
            if (!remember(session, digest)) continue;
            due.add(kEmail, digest.user, Uuid{}, Uuid{}, digest.slot.due, digest.slot.due + notices::kDigestLateMax,
                    static_cast<std::uint64_t>(days_of(digest.slot.date)), std::uint32_t{0});
        }
        database::write(session, sql_text::kScheduleDigest, due);
    });
}

void DigestReadersTable::forget_before(std::chrono::sys_days date) {
    session_.transaction([&](database::Session& session) {
        auto& statement = session.prepare(sql_text::kForgetDigests);
        statement.setInt64(1, days_of(date));
        statement.executeUpdate();
    });
}

}  // namespace likes::store
