#include "store/notices/shown_notices.hpp"

#include <cstdint>
#include <utility>

#include "database/batch_parameters.hpp"
#include "store/notices/reading_sql.hpp"

namespace likes::store {
namespace {

/// How somebody is shown to a recipient.
struct Shown {
    std::optional<std::string> name;
    bool is_blocked = false;
};

/// One for each of those whom the notices name, in their order.
std::vector<Shown> read_names(database::Session& session, const std::vector<StoredNotice>& stored) {
    database::BatchParameters asked;
    for (const auto& each : stored) {
        for (const auto& actor : each.notice.standing.newest) asked.add(each.recipient, actor.user);
    }
    std::vector<Shown> names(asked.size());
    database::ResultSet rows = select(session, sql_text::kNames, asked);
    while (rows.next()) {
        auto& shown = names.at(rows.item(1));
        if (!rows.is_null(2)) shown.name = rows.text(2);
        shown.is_blocked = rows.flag(3);
    }
    return names;
}

}  // namespace

StoredNotice read_notice(database::ResultSet& rows, unsigned first, UserId recipient) {
    StoredNotice stored{std::move(recipient), rows.uuid(first), {}};
    auto& notice = stored.notice;
    if (!rows.is_null(first + 1)) notice.chat = rows.uuid(first + 1);
    notice.state = static_cast<notices::State>(rows.number(first + 2));
    notice.is_read = rows.flag(first + 3);
    notice.sequence = rows.number(first + 4);
    notice.raised_sequence = rows.number(first + 5);
    notice.raised_at = rows.time(first + 6);
    notice.changed_at = rows.time(first + 7);
    notice.standing.actors = static_cast<std::uint32_t>(rows.number(first + 8));
    notice.standing.reactions = notices::parse_reactions(rows.text(first + 9));
    notice.standing.newest = notices::parse_newest(rows.text(first + 10));
    notice.new_since_read = static_cast<std::uint32_t>(rows.number(first + 11));
    notice.milestone = static_cast<std::uint32_t>(rows.number(first + 12));
    return stored;
}

std::vector<notices::ShownNotice> shown(database::Session& session, std::vector<StoredNotice> stored) {
    auto names = read_names(session, stored);
    auto name = names.begin();
    std::vector<notices::ShownNotice> all;
    all.reserve(stored.size());
    for (auto& each : stored) {
        std::vector<notices::NamedActor> newest;
        for (const auto& actor : each.notice.standing.newest) {
            if (!name->is_blocked) newest.push_back({actor.user, std::move(name->name), actor.reaction});
            ++name;
        }
        all.push_back({each.message, std::move(each.notice), std::move(newest)});
    }
    return all;
}

}  // namespace likes::store
