#include "store/analytics/folder.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string_view>

#include "analytics/bucket.hpp"
#include "database/literal_rows.hpp"
#include "database/result_set.hpp"
#include "store/analytics/counting_sql.hpp"
#include "store/cursors.hpp"

namespace likes::store {

struct Folder::Table {
    /// The cursor with the moment since which the buckets are kept.
    std::string_view kept;
    /// The cursor with the moment before which all of them have been folded.
    std::string_view folded;
    std::uint32_t (*bucket_of)(std::chrono::sys_seconds);
    std::string_view rows_after;
    database::RowsStatement lock;
    database::RowsStatement remove;
    database::RowsStatement add;
};

struct Folder::Row {
    Key key;
    /// Its two numbers.
    std::int64_t first = 0;
    std::int64_t second = 0;

    bool is_empty() const { return first == 0 && second == 0; }
};

const Folder::Table& Folder::statements_of(FoldedTable table) {
    static constexpr Table kQuarters{.kept = "quarters_kept",
                                     .folded = "quarters_folded",
                                     .bucket_of = analytics::quarter_of,
                                     .rows_after = sql_text::kQuartersAfter,
                                     .lock = sql_text::kLockQuarters,
                                     .remove = sql_text::kDeleteQuarters,
                                     .add = sql_text::kAddToQuarters};
    static constexpr Table kUserDays{.kept = "days_kept",
                                     .folded = "days_folded",
                                     .bucket_of = analytics::day_of,
                                     .rows_after = sql_text::kUserDaysAfter,
                                     .lock = sql_text::kLockUserDays,
                                     .remove = sql_text::kDeleteUserDays,
                                     .add = sql_text::kAddToUserDays};
    return table == FoldedTable::kQuarters ? kQuarters : kUserDays;
}

bool Folder::begin(Time kept_since) {
    std::optional<Time> folded;
    session_.transaction([&](database::Session& session) {
        move_cursor(session, table_.kept, kept_since);
        kept_since_ = read_cursor(session, table_.kept).value_or(kept_since);
        folded = read_cursor(session, table_.folded);
    });
    first_kept_ = table_.bucket_of(std::chrono::floor<std::chrono::seconds>(kept_since_));
    position_ = {};
    is_folding_ = !folded || *folded < kept_since_;
    return is_folding_;
}

std::size_t Folder::fold_some() {
    std::vector<Row> rows;
    session_.transaction([&](database::Session& session) { rows = next_rows(session); });
    std::vector<Key> going;
    for (const auto& row : rows) {
        if (goes(row)) going.push_back(row.key);
    }
    std::size_t gone = 0;
    for (std::span<const Key> rest{going}; !rest.empty();) {
        const auto some = rest.first(std::min(rest.size(), kRowsOfTransaction));
        std::size_t moved = 0;
        session_.transaction([&](database::Session& session) { moved = move(session, some); });
        gone += moved;
        rest = rest.subspan(some.size());
    }
    if (rows.size() < kRowsOfPart) {
        end();
    } else {
        position_ = rows.back().key;
    }
    return gone;
}

void Folder::end() {
    session_.transaction([&](database::Session& session) { move_cursor(session, table_.folded, kept_since_); });
    is_folding_ = false;
}

Folder::Row Folder::read_row(database::ResultSet& rows) {
    return {{rows.uuid(1), rows.text(2), static_cast<std::uint32_t>(rows.number(3))},
            rows.signed_number(4),
            rows.signed_number(5)};
}

std::vector<Folder::Row> Folder::next_rows(database::Session& session) const {
    auto& statement = session.prepare(table_.rows_after);
    const auto chat = position_.chat.to_hex();
    statement.setString(1, chat);
    statement.setString(2, chat);
    statement.setString(3, position_.name);
    statement.setString(4, chat);
    statement.setString(5, position_.name);
    statement.setUInt(6, position_.bucket);
    statement.setUInt64(7, kRowsOfPart);
    database::ResultSet found{statement.executeQuery()};
    std::vector<Row> rows;
    while (found.next()) rows.push_back(read_row(found));
    return rows;
}

bool Folder::goes(const Row& row) const {
    return row.is_empty() || (row.key.bucket != 0 && row.key.bucket < first_kept_);
}

/// Others may have added to the rows since they were read, or moved them: what counts is how they are once they are
/// locked. The rows that are added to are locked with them, in the order of the key, as those who count lock theirs.
std::size_t Folder::move(database::Session& session, std::span<const Key> keys) const {
    std::set<Key> locked{keys.begin(), keys.end()};
    for (const auto& key : keys) locked.insert({key.chat, key.name, 0});
    database::LiteralRows asked;
    for (const auto& key : locked) asked.add(key.chat, std::string_view{key.name}, key.bucket);

    std::map<Key, Row> sums;
    database::LiteralRows gone;
    std::size_t count = 0;
    for (const auto& text : asked.in(table_.lock)) {
        database::ResultSet found{session.query(text)};
        while (found.next()) {
            const auto row = read_row(found);
            if (!goes(row)) continue;
            auto& sum = sums[{row.key.chat, row.key.name, 0}];
            sum.first += row.first;
            sum.second += row.second;
            gone.add(row.key.chat, std::string_view{row.key.name}, row.key.bucket);
            ++count;
        }
    }
    database::LiteralRows added;
    for (const auto& [key, sum] : sums) {
        if (!sum.is_empty()) added.add(key.chat, std::string_view{key.name}, key.bucket, sum.first, sum.second);
    }
    // In this order, because an empty row that goes may be one that is added to.
    database::write(session, table_.remove, gone);
    database::write(session, table_.add, added);
    return count;
}

}  // namespace likes::store
