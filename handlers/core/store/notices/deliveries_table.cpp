#include "store/notices/deliveries_table.hpp"

#include <chrono>
#include <string_view>

#include "database/literal_rows.hpp"
#include "database/result_set.hpp"
#include "store/notices/sending_sql.hpp"
#include "store/notices/shown_notices.hpp"

namespace likes::store {
namespace {

Delivery read_delivery(database::ResultSet& rows) {
    constexpr unsigned kMessage = 10;
    Delivery delivery{.recipient = rows.parsed<UserId>(1),
                      .message = rows.uuid(kMessage),
                      .sequence = rows.number(2),
                      .due_at = rows.time(3),
                      .is_expired = rows.flag(4),
                      .is_visible = rows.flag(7),
                      .is_muted = rows.flag(8),
                      .is_deactivated = rows.flag(6),
                      .seen_sequence = rows.number(5)};
    if (rows.flag(9)) delivery.notice = read_notice(rows, kMessage, delivery.recipient).notice;
    return delivery;
}

}  // namespace

std::vector<Delivery> DeliveriesTable::due(std::size_t limit) {
    std::vector<Delivery> deliveries;
    session_.read([&](database::Session& session) {
        deliveries.clear();
        auto& statement = session.prepare(sql_text::kDueInApp);
        statement.setUInt64(1, limit);
        database::ResultSet rows{statement.executeQuery()};
        while (rows.next()) deliveries.push_back(read_delivery(rows));
    });
    return deliveries;
}

std::vector<notices::ShownNotice> DeliveriesTable::shown(std::vector<StoredNotice> stored) {
    std::vector<notices::ShownNotice> all;
    session_.read([&](database::Session& session) { all = store::shown(session, stored); });
    return all;
}

std::map<UserId, notices::Unread> DeliveriesTable::unread(const std::set<UserId>& recipients) {
    database::LiteralRows asked;
    for (const auto& recipient : recipients) asked.add(recipient);
    std::map<UserId, notices::Unread> unread;
    session_.read([&](database::Session& session) {
        unread.clear();
        for (const auto& recipient : recipients) unread.try_emplace(recipient);
        for (const auto& text : asked.in(sql_text::kBadges)) {
            database::ResultSet rows{session.query(text)};
            while (rows.next()) unread.at(rows.parsed<UserId>(1)) = notices::Unread::of(rows.number(2));
        }
    });
    return unread;
}

void DeliveriesTable::remove(std::span<const Delivery> done) {
    if (done.empty()) return;
    database::LiteralRows rows;
    for (const auto& each : done) rows.add(kInApp, each.recipient, each.message, Uuid{}, each.sequence);
    session_.transaction([&](database::Session& session) { database::write(session, sql_text::kRemoveSent, rows); });
}

void DeliveriesTable::postpone(std::span<const LaterDelivery> later) {
    if (later.empty()) return;
    session_.transaction([&](database::Session& session) {
        for (const auto& [delivery, wait] : later) {
            auto& statement = session.prepare(sql_text::kPostponeInApp);
            statement.setInt64(1, std::chrono::microseconds{wait}.count());
            statement.setString(2, delivery.recipient.str());
            statement.setString(3, delivery.message.to_hex());
            statement.executeUpdate();
        }
    });
}

}  // namespace likes::store
