#include "store/notices/subscriptions_table.hpp"

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

#include "base/sha256.hpp"
#include "base/text.hpp"
#include "database/result_set.hpp"
#include "store/notices/subscriptions_sql.hpp"

namespace likes::store {
namespace {

using database::ResultSet;

std::string kind_text(push::Kind kind) {
    return std::string{code_of(kind)};
}

/// As its digits.
std::string hash_of(const std::string& endpoint) {
    const auto digest = sha256(endpoint);
    return to_hex({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

push::Kind read_kind(ResultSet& rows, unsigned column) {
    const auto kind = push::parse_kind(rows.text(column));
    if (!kind) throw std::runtime_error{"the database holds a kind of subscription that this service does not know"};
    return *kind;
}

void set_or_null(sql::PreparedStatement& statement, unsigned position, const std::string& text) {
    if (text.empty()) {
        statement.setNull(position, 0);
    } else {
        statement.setString(position, text);
    }
}

void take_from_others(database::Session& session, const push::Subscribe& wish, const std::string& hash) {
    auto& statement = session.prepare(sql_text::kTakeEndpointFromOthers);
    statement.setString(1, kind_text(wish.registration.kind));
    statement.setString(2, hash);
    statement.setString(3, wish.user.str());
    statement.executeUpdate();
}

void write_subscription(database::Session& session, const push::Subscribe& wish, const Uuid& id,
                        const std::string& hash) {
    const auto& [kind, endpoint, p256dh, auth, key_id, locale, label] = wish.registration;
    auto& statement = session.prepare(sql_text::kWriteSubscription);
    statement.setString(1, id.to_hex());
    statement.setString(2, wish.user.str());
    statement.setString(3, kind_text(kind));
    statement.setString(4, hash);
    statement.setString(5, endpoint);
    set_or_null(statement, 6, to_hex(p256dh));
    set_or_null(statement, 7, to_hex(auth));
    set_or_null(statement, 8, key_id);
    statement.setString(9, locale);
    statement.setString(10, label);
    statement.executeUpdate();
}

Uuid id_at(database::Session& session, push::Kind kind, const std::string& hash) {
    auto& statement = session.prepare(sql_text::kSubscriptionAt);
    statement.setString(1, kind_text(kind));
    statement.setString(2, hash);
    ResultSet rows{statement.executeQuery()};
    if (!rows.next()) throw std::logic_error{"a subscription is gone in the transaction that made it"};
    return rows.uuid(1);
}

void delete_surplus(database::Session& session, const UserId& user, const Uuid& kept) {
    std::uint64_t count = 0;
    {
        auto& counting = session.prepare(sql_text::kCountSubscriptions);
        counting.setString(1, user.str());
        ResultSet rows{counting.executeQuery()};
        if (rows.next()) count = rows.number(1);
    }
    if (count <= push::kSubscriptionsMax) return;
    auto& statement = session.prepare(sql_text::kDeleteSurplusSubscriptions);
    statement.setString(1, user.str());
    statement.setString(2, kept.to_hex());
    statement.setUInt64(3, count - push::kSubscriptionsMax);
    statement.executeUpdate();
}

}  // namespace

std::vector<push::Subscription> read_subscriptions(database::Session& session, const UserId& user) {
    auto& statement = session.prepare(sql_text::kSubscriptionsOf);
    statement.setString(1, user.str());
    std::vector<push::Subscription> all;
    for (ResultSet rows{statement.executeQuery()}; rows.next();) {
        all.push_back({.id = rows.uuid(1),
                       .kind = read_kind(rows, 2),
                       .key_id = rows.is_null(3) ? std::string{} : rows.text(3),
                       .locale = rows.text(4),
                       .label = rows.text(5),
                       .created_at = rows.time(6),
                       .last_ok_at = rows.optional_time(7),
                       .disabled_at = rows.optional_time(8)});
    }
    return all;
}

push::Subscribed subscribe(database::Session& session, const push::Subscribe& wish, const Uuid& id) {
    const auto hash = hash_of(wish.registration.endpoint);
    take_from_others(session, wish, hash);
    write_subscription(session, wish, id, hash);
    const auto written = id_at(session, wish.registration.kind, hash);
    delete_surplus(session, wish.user, written);
    return {written, written == id};
}

push::Unsubscribed unsubscribe(database::Session& session, const push::Unsubscribe& wish) {
    auto& statement = session.prepare(sql_text::kDeleteSubscription);
    statement.setString(1, wish.id.to_hex());
    statement.setString(2, wish.user.str());
    return {statement.executeUpdate() > 0};
}

}  // namespace likes::store
