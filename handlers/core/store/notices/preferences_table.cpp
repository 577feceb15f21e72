#include "store/notices/preferences_table.hpp"

#include <optional>
#include <stdexcept>

#include "base/uuid.hpp"
#include "database/batch_parameters.hpp"
#include "database/literal_rows.hpp"
#include "database/result_set.hpp"
#include "store/notices/reading_sql.hpp"
#include "store/sql.hpp"

namespace likes::store {
namespace {

/// In place of a chat in the settings that hold everywhere.
constexpr Uuid kEverywhere;

Visibility visibility_of(database::Session& session, const UserId& user, const std::optional<Uuid>& chat) {
    if (!chat) return Visibility::kVisible;
    // Its settings would be those that hold everywhere.
    if (*chat == kEverywhere) return Visibility::kNotFound;
    database::BatchParameters asked;
    asked.add(*chat, user);
    database::ResultSet rows = select(session, sql_text::kResolveChats, asked);
    if (!rows.next()) return Visibility::kNotFound;
    return rows.flag(2) ? Visibility::kVisible : Visibility::kNotAMember;
}

std::optional<notices::Tell> read_likes(database::ResultSet& rows, unsigned column) {
    if (rows.is_null(column)) return std::nullopt;
    const auto tell = notices::parse_tell(rows.text(column));
    if (!tell) throw std::runtime_error{"the database holds a wish for notices that this service does not know"};
    return tell;
}

void write_row(database::Session& session, const notices::PreferencesChange& change) {
    database::LiteralRows row;
    const auto chat = change.chat.value_or(kEverywhere);
    if (change.to.likes) {
        row.add(change.user, chat, code_of(*change.to.likes), change.to.muted_until);
    } else {
        row.add(change.user, chat, database::Expression{"NULL"}, change.to.muted_until);
    }
    write(session, sql_text::kWritePreferences, row);
}

void delete_row(database::Session& session, const notices::PreferencesChange& change) {
    auto& statement = session.prepare(sql_text::kDeletePreferences);
    statement.setString(1, change.user.str());
    statement.setString(2, change.chat.value_or(kEverywhere).to_hex());
    statement.executeUpdate();
}

}  // namespace

notices::PreferencesView read_preferences(database::Session& session, const notices::PreferencesQuery& query) {
    notices::PreferencesView view{visibility_of(session, query.user, query.chat), {}};
    if (view.visibility != Visibility::kVisible) return view;
    auto& statement = session.prepare(sql_text::kPreferences);
    statement.setString(1, query.user.str());
    statement.setString(2, query.chat.value_or(kEverywhere).to_hex());
    database::ResultSet rows{statement.executeQuery()};
    if (rows.next()) view.preferences = {read_likes(rows, 1), rows.optional_time(2)};
    return view;
}

notices::PreferencesView change_preferences(database::Session& session, const notices::PreferencesChange& change) {
    const auto visibility = visibility_of(session, change.user, change.chat);
    if (visibility != Visibility::kVisible) return {visibility, {}};
    if (change.to == notices::Preferences{}) {
        delete_row(session, change);
    } else {
        write_row(session, change);
    }
    return {visibility, change.to};
}

}  // namespace likes::store
