#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "ids/uuid.hpp"
#include "ids/uuid_v7.hpp"
#include "likes/deed.hpp"
#include "likes/reaction.hpp"
#include "likes/summary.hpp"
#include "store/rows.hpp"
#include "store/session.hpp"
#include "time/time.hpp"

namespace likes::store {

/// The chats of these messages, deleted ones and unknown ones left out: nobody hears of those any more.
std::unordered_map<Uuid, Uuid> chats_of(Session& session, std::span<const Subject> subjects);

/// What a transaction leaves in the outbox, for the relay to tell.
class Outgoing {
  public:
    /// For changes of these subjects, made `now`. `random` outlives it.
    Outgoing(Session& session, std::span<const Subject> subjects, Time now, const RandomBits& random);

    /// The subject has changed: `summary`, which is to be written by the caller, takes note of what is to be told. With
    /// no deeds the event will only say how things are. False if nobody hears of it.
    bool add(const Subject& subject, std::vector<Deed> deeds, Summary& summary);

    /// Writes the rows.
    void write();

  private:
    Session& session_;
    std::unordered_map<Uuid, Uuid> chats_;
    std::uint64_t milliseconds_;
    const RandomBits& random_;
    Rows rows_;
};

}  // namespace likes::store
