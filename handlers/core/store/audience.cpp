#include "store/audience.hpp"

#include <chrono>
#include <utility>

#include "store/result.hpp"
#include "store/sql.hpp"
#include "store/upkeep_sql.hpp"

namespace likes::store {

std::unordered_map<Uuid, Uuid> chats_of(Session& session, std::span<const Subject> subjects) {
    Rows rows;
    for (const auto& subject : subjects) rows.add(subject.message);
    std::unordered_map<Uuid, Uuid> chats;
    Result found = select(session, sql_text::kChatsOfMessages, rows);
    while (found.next()) chats.emplace(subjects[found.item(1)].message, found.uuid(2));
    return chats;
}

Outgoing::Outgoing(Session& session, std::span<const Subject> subjects, Time now, const RandomBits& random)
    : session_{session},
      chats_{chats_of(session, subjects)},
      milliseconds_{
          static_cast<std::uint64_t>(std::chrono::floor<std::chrono::milliseconds>(now).time_since_epoch().count())},
      random_{random} {}

bool Outgoing::add(const Subject& subject, std::vector<Deed> deeds, Summary& summary) {
    const auto chat = chats_.find(subject.message);
    if (chat == chats_.end()) return false;
    const Uuid id = make_uuid_v7(milliseconds_, random_);
    rows_.add(id, chat->second, subject.message, subject.reaction, format_deeds(deeds));
    // A batch of no deeds is none; its row of the outbox is enough for the relay.
    if (!deeds.empty()) summary.untold.push_back({id, std::move(deeds)});
    return true;
}

void Outgoing::write() {
    execute(session_, sql_text::kInsertOutbox, rows_);
}

}  // namespace likes::store
