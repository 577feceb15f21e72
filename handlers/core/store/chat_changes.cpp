#include "store/chat_changes.hpp"

#include <map>

#include "database/literal_rows.hpp"
#include "database/result_set.hpp"
#include "store/sql.hpp"

namespace likes::store {
namespace {

/// Takes the next sequence number of each of the shards.
std::map<std::uint32_t, std::uint64_t> take_sequences(database::Session& session,
                                                      const std::set<std::uint32_t>& shards) {
    database::LiteralRows raised;
    database::LiteralRows asked;
    for (const std::uint32_t shard : shards) {
        raised.add(shard, sql_text::kClock);
        asked.add(shard);
    }
    write(session, sql_text::kNextSequences, raised);
    std::map<std::uint32_t, std::uint64_t> sequences;
    for (const auto& text : asked.in(sql_text::kSequences)) {
        database::ResultSet rows{session.query(text)};
        while (rows.next()) sequences.emplace(static_cast<std::uint32_t>(rows.number(1)), rows.number(2));
    }
    return sequences;
}

}  // namespace

std::uint32_t sequence_shard(const Uuid& chat) {
    // Of both a random and a time-ordered UUID, these bits are random (RFC 9562, sections 5.4 and 5.7).
    constexpr std::uint32_t kShards = 16;
    return chat.bytes().back() % kShards;
}

void record_changes(database::Session& session, const ChangedMessages& changed) {
    if (changed.empty()) return;
    std::set<std::uint32_t> shards;
    for (const auto& [chat, message] : changed) shards.insert(sequence_shard(chat));
    const auto sequences = take_sequences(session, shards);
    database::LiteralRows rows;
    for (const auto& [chat, message] : changed) rows.add(chat, message, sequences.at(sequence_shard(chat)));
    write(session, sql_text::kRecordChanges, rows);
}

}  // namespace likes::store
