#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "ids/uuid.hpp"
#include "likes/deed.hpp"
#include "likes/reaction.hpp"
#include "likes/summary.hpp"
#include "likes/trace.hpp"
#include "time/time.hpp"

namespace likes {

/// A subject with something to tell, for which it is too early.
struct Reminder {
    Uuid chat;
    Subject subject;
    Time due;
    /// Of the request that came too early.
    Trace trace = {};
};

/// Everything about the subject that no event has told yet, if there is such a thing and its turn has come: the first
/// change after a pause is told at once, then events keep `interval` between them, and each tells of all that happened
/// since the one before. The turn is taken under the row lock, so this holds for any number of processes: nothing is
/// told twice, nothing is left out, and versions are told in their order. Books the next turn. A turn further away than
/// a second is no turn, so that a writer with a wrong clock cannot silence a message.
std::optional<std::vector<Deeds>> take_turn(Summary& summary, Time now, std::chrono::microseconds interval);

}  // namespace likes
