#pragma once

#include <cstdint>
#include <set>
#include <utility>

#include "base/uuid.hpp"
#include "database/session.hpp"

/// Records which messages of a chat changed, for clients that ask later. Each change has a sequence number. The chats
/// share a few counters, the shards, each of which is locked by whoever takes its next number until the commit: the
/// order of the numbers is the order of the commits.
namespace likes::store {

/// Messages, each with its chat, in the order in which they are locked.
using ChangedMessages = std::set<std::pair<Uuid, Uuid>>;

/// The shard that a chat takes its sequence numbers from, from 0 to 15.
std::uint32_t sequence_shard(const Uuid& chat);

/// Records in the current transaction that the messages changed, under the next number of each shard that their chats
/// belong to.
void record_changes(database::Session& session, const ChangedMessages& changed);

}  // namespace likes::store
