#include "store/feed_part.hpp"

#include <map>
#include <stdexcept>

#include "base/text.hpp"
#include "database/result_set.hpp"
#include "store/feed_sql.hpp"

namespace likes::store {
namespace {

/// The keys of the rows that are taken next.
database::LiteralRows next_rows(database::Session& session, std::string_view consumer, const FeedPartSize& size) {
    auto& statement = session.prepare(sql_text::kOldestOfFeed);
    statement.setString(1, std::string{consumer});
    statement.setUInt64(2, size.rows);
    database::ResultSet rows{statement.executeQuery()};
    database::LiteralRows keys;
    for (std::size_t bytes = 0; rows.next();) {
        bytes += rows.number(2);
        if (bytes > size.bytes && !keys.empty()) break;
        keys.add(consumer, rows.uuid(1));
    }
    return keys;
}

/// The rows that are still there, locked: id and entries.
std::map<Uuid, std::string> lock_rows(database::Session& session, const database::LiteralRows& keys) {
    std::map<Uuid, std::string> rows;
    for (const auto& text : keys.in(sql_text::kLockFeed)) {
        database::ResultSet found{session.query(text)};
        while (found.next()) rows.emplace(found.uuid(1), found.text(2));
    }
    return rows;
}

}  // namespace

FeedPart::FeedPart(database::Session& session, std::string_view consumer, const FeedPartSize& size) {
    for (const auto& [id, text] : lock_rows(session, next_rows(session, consumer, size))) {
        read(id, text);
        locked_.add(consumer, id);
        ++rows_;
    }
}

void FeedPart::read(const Uuid& feed_id, std::string_view text) {
    for (const auto line : split(text, '\n')) {
        try {
            entries_.push_back(parse_feed_entry(line));
        } catch (const std::runtime_error& fault) {
            unreadable_.push_back({feed_id, fault.what()});
        }
    }
}

void FeedPart::remove(database::Session& session) const {
    database::write(session, sql_text::kDeleteFeed, locked_);
}

}  // namespace likes::store
