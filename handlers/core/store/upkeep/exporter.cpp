#include "store/upkeep/exporter.hpp"

#include <cstddef>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/time.hpp"
#include "base/uuid.hpp"
#include "database/result_set.hpp"
#include "store/upkeep/export_sql.hpp"
#include "store/upkeep/message_range.hpp"

namespace likes::store {
namespace {

using database::ResultSet;

/// How a column is written.
enum class Form { kId, kText, kNumber, kSigned, kFlag, kMoment };

struct Column {
    std::string_view name;
    Form form;
};

/// A table of which one statement has all rows of a user.
struct Table {
    std::string_view name;
    std::string_view statement;
    std::vector<Column> columns;
};

const std::vector<Table>& tables() {
    static const std::vector<Table> kTables{
        {"profiles",
         sql_text::kExportedProfile,
         {{"name", Form::kText},
          {"email", Form::kText},
          {"email_verified_at", Form::kMoment},
          {"locale", Form::kText},
          {"time_zone", Form::kText},
          {"deactivated_at", Form::kMoment}}},
        {"user_blocks", sql_text::kExportedBlocks, {{"blocked_id", Form::kText}}},
        {"chat_members",
         sql_text::kExportedMemberships,
         {{"chat_id", Form::kId},
          {"joined_at", Form::kMoment},
          {"left_at", Form::kMoment},
          {"muted_until", Form::kMoment}}},
        {"user_days",
         sql_text::kExportedDays,
         {{"chat_id", Form::kId}, {"day", Form::kNumber}, {"given", Form::kSigned}, {"received", Form::kSigned}}},
        {"notices",
         sql_text::kExportedNotices,
         {{"message_id", Form::kId},
          {"chat_id", Form::kId},
          {"state", Form::kNumber},
          {"is_read", Form::kFlag},
          {"sequence", Form::kNumber},
          {"raised_at", Form::kMoment},
          {"changed_at", Form::kMoment},
          {"actors", Form::kNumber},
          {"reactions", Form::kText},
          {"newest", Form::kText},
          {"new_since_read", Form::kNumber},
          {"milestone", Form::kNumber}}},
        {"notice_actors", sql_text::kExportedActors, {{"message_id", Form::kId}, {"first_at", Form::kMoment}}},
        {"notice_heads", sql_text::kExportedHead, {{"sequence", Form::kNumber}, {"seen_sequence", Form::kNumber}}},
        {"notice_preferences",
         sql_text::kExportedPreferences,
         {{"chat_id", Form::kId}, {"likes", Form::kText}, {"muted_until", Form::kMoment}}},
        {"notice_deliveries",
         sql_text::kExportedDeliveries,
         {{"message_id", Form::kId}, {"due_at", Form::kMoment}, {"sequence", Form::kNumber}}},
        {"erasures", sql_text::kExportedErasure, {{"begun_at", Form::kMoment}}},
    };
    return kTables;
}

void write_value(JsonText& json, ResultSet& rows, unsigned position, Form form) {
    if (rows.is_null(position)) return json.null();
    switch (form) {
        case Form::kId:
            return json.value(std::string_view{rows.uuid(position).to_string()});
        case Form::kText:
            return json.value(std::string_view{rows.text(position)});
        case Form::kNumber:
            return json.value(rows.number(position));
        case Form::kSigned:
            return json.value(rows.signed_number(position));
        case Form::kFlag:
            return json.value(rows.flag(position));
        case Form::kMoment:
            return json.value(std::string_view{to_rfc3339(rows.time(position))});
    }
}

std::string line_of(std::string_view table, const std::vector<Column>& columns, ResultSet& rows) {
    JsonText json;
    json.begin_object();
    json.member("table", table);
    for (unsigned position = 1; const auto& column : columns) {
        json.name(column.name);
        write_value(json, rows, position++, column.form);
    }
    json.end_object();
    return json.str();
}

/// Those of a call that is tried again are not written twice.
std::uint64_t write_all(const std::vector<std::string>& lines, const Exporter::Write& write) {
    for (const auto& line : lines) write(line);
    return lines.size();
}

}  // namespace

std::uint64_t Exporter::run(const UserId& user, const Write& write) {
    std::uint64_t count = 0;
    for (const auto& table : tables()) {
        std::vector<std::string> lines;
        session_.read([&](database::Session& session) {
            lines.clear();
            auto& statement = session.prepare(table.statement);
            statement.setString(1, user.str());
            ResultSet rows{statement.executeQuery()};
            while (rows.next()) lines.push_back(line_of(table.name, table.columns, rows));
        });
        count += write_all(lines, write);
    }
    return count + export_reactions(user, write);
}

std::uint64_t Exporter::export_reactions(const UserId& user, const Write& write) {
    static const std::vector<Column> kColumns{{"message_id", Form::kId},
                                              {"reaction", Form::kText},
                                              {"version", Form::kNumber},
                                              {"reacted_at", Form::kMoment}};
    std::uint64_t count = 0;
    MessageRange range{};
    do {
        const Uuid after = range.last;
        std::vector<std::string> lines;
        session_.read([&](database::Session& session) {
            lines.clear();
            range = next_range(session, after, kRowsOfRange);
            auto& statement = session.prepare(sql_text::kExportedReactions);
            statement.setString(1, range.after.to_hex());
            statement.setString(2, range.last.to_hex());
            statement.setString(3, user.str());
            ResultSet rows{statement.executeQuery()};
            while (rows.next()) lines.push_back(line_of("reactions", kColumns, rows));
        });
        count += write_all(lines, write);
    } while (!range.is_last());
    return count;
}

}  // namespace likes::store
