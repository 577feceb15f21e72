#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <utility>

#include "base/user_id.hpp"
#include "base/uuid.hpp"
#include "database/session.hpp"
#include "likes/reaction.hpp"
#include "notices/rules.hpp"

namespace likes::store {

/// What has happened to a message since its notice was settled. Nothing at all is fine: the message may have been
/// deleted, or its sender may have left the chat.
struct Doings {
    /// Who put or took back what. Of a pair only that it is here matters: what counts is whether the reaction stands.
    std::set<std::pair<Reaction, UserId>> named;
    /// Whose data was erased.
    std::set<UserId> erased;
};
using DoingsOfMessages = std::map<Uuid, Doings>;

/// How many notices were written, by what became of them.
struct SettledNotices {
    std::size_t raised = 0;
    std::size_t changed = 0;
    std::size_t withdrawn = 0;
    /// They changed while they were in no list.
    std::size_t changed_unseen = 0;

    std::size_t total() const { return raised + changed + withdrawn + changed_unseen; }
    SettledNotices& operator+=(const SettledNotices& other);
};

/// Makes the notices of these messages say how the messages stand, by the rules of notices::apply, in a transaction's
/// work. It reads the state once the recipients' heads are locked; so whoever settles, how often and in what order, the
/// last one leaves what is true then. What the devices are to be told is put among the deliveries.
SettledNotices settle_notices(database::Session& session, const DoingsOfMessages& doings,
                              const notices::Policy& policy);

}  // namespace likes::store
