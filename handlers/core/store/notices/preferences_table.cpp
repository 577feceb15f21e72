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

std::optional<bool> read_flag(database::ResultSet& rows, unsigned column) {
    if (rows.is_null(column)) return std::nullopt;
    return rows.flag(column);
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

std::optional<notices::Digest> read_digest(database::ResultSet& rows, unsigned column) {
    if (rows.is_null(column)) return std::nullopt;
    const auto digest = notices::parse_digest(rows.text(column));
    if (!digest) throw std::runtime_error{"the database holds a wish for digests that this service does not know"};
    return digest;
}

std::optional<std::uint32_t> read_threshold(database::ResultSet& rows, unsigned column) {
    if (rows.is_null(column)) return std::nullopt;
    return static_cast<std::uint32_t>(rows.number(column));
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
    Literal email;
    Literal threshold;
    Literal digest;
    if (to.likes) likes = Literal::of_text(code_of(*to.likes));
    if (to.push) push = Literal::of_number(*to.push ? 1 : 0);
    if (to.preview) preview = Literal::of_text(code_of(*to.preview));
    if (to.quiet) {
        from = Literal::of_number(to.quiet->hours.from);
        until = Literal::of_number(to.quiet->hours.to);
        if (!to.quiet->zone.empty()) zone = Literal::of_text(to.quiet->zone);
    }
    if (to.email) email = Literal::of_number(*to.email ? 1 : 0);
    if (to.email_threshold) threshold = Literal::of_number(*to.email_threshold);
    if (to.digest) digest = Literal::of_text(code_of(*to.digest));
    using database::Expression;
    database::LiteralRows row;
    row.add(change.user, change.chat.value_or(kEverywhere), Expression{likes.text}, to.muted_until,
            Expression{push.text}, Expression{preview.text}, Expression{from.text}, Expression{until.text},
            Expression{zone.text}, Expression{email.text}, Expression{threshold.text}, Expression{digest.text});
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
                            .push = read_flag(rows, 3),
                            .preview = read_preview(rows, 4),
                            .quiet = read_quiet(rows, 5),
                            .email = read_flag(rows, 8),
                            .email_threshold = read_threshold(rows, 9),
                            .digest = read_digest(rows, 10)};
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

void stop_mails(database::Session& session, const mail::Unsubscribing& wish) {
    const bool is_digest = wish.mailing == mail::Mailing::kDigest;
    auto& everywhere = session.prepare(is_digest ? sql_text::kStopDigests : sql_text::kStopMails);
    everywhere.setString(1, wish.user.str());
    everywhere.executeUpdate();
    if (is_digest) return;
    auto& in_chats = session.prepare(sql_text::kStopMailsOfChats);
    in_chats.setString(1, wish.user.str());
    in_chats.executeUpdate();
}

}  // namespace likes::store
