#include "store/notices/preferences_table.hpp"

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

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

std::optional<notices::Preview> read_preview(database::ResultSet& rows, unsigned column) {
    if (rows.is_null(column)) return std::nullopt;
    const auto preview = notices::parse_preview(rows.text(column));
    if (!preview) throw std::runtime_error{"the database holds a preview that this service does not know"};
    return preview;
}

/// From that column on.
std::optional<notices::Quiet> read_quiet(database::ResultSet& rows, unsigned column) {
    if (rows.is_null(column) || rows.is_null(column + 1)) return std::nullopt;
    return notices::Quiet{
        {static_cast<std::uint32_t>(rows.number(column)), static_cast<std::uint32_t>(rows.number(column + 1))},
        rows.is_null(column + 2) ? std::string{} : rows.text(column + 2)};
}

/// A value of a row; null without one. The texts have no quotes: they are codes and names of zones.
struct Literal {
    std::string text = "NULL";

    static Literal of_text(std::string_view value) { return {'\'' + std::string{value} + '\''}; }
    static Literal of_number(std::uint32_t value) { return {std::to_string(value)}; }
};

void write_row(database::Session& session, const notices::PreferencesChange& change) {
    const auto& to = change.to;
    Literal likes;
    Literal push;
    Literal preview;
    Literal from;
    Literal until;
    Literal zone;
    if (to.likes) likes = Literal::of_text(code_of(*to.likes));
    if (to.push) push = Literal::of_number(*to.push ? 1 : 0);
    if (to.preview) preview = Literal::of_text(code_of(*to.preview));
    if (to.quiet) {
        from = Literal::of_number(to.quiet->hours.from);
        until = Literal::of_number(to.quiet->hours.to);
        if (!to.quiet->zone.empty()) zone = Literal::of_text(to.quiet->zone);
    }
    using database::Expression;
    database::LiteralRows row;
    row.add(change.user, change.chat.value_or(kEverywhere), Expression{likes.text}, to.muted_until,
            Expression{push.text}, Expression{preview.text}, Expression{from.text}, Expression{until.text},
            Expression{zone.text});
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
    if (rows.next()) {
        view.preferences = {.likes = read_likes(rows, 1),
                            .muted_until = rows.optional_time(2),
                            .push = rows.is_null(3) ? std::nullopt : std::optional{rows.flag(3)},
                            .preview = read_preview(rows, 4),
                            .quiet = read_quiet(rows, 5)};
    }
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
