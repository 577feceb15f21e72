#pragma once

#include <vector>

#include "ids/uuid.hpp"

namespace likes {

/// An event that the broker has: its rows may leave the outbox.
struct Told {
    Uuid chat;
    Uuid message;
    std::vector<Uuid> outbox_ids;
};

}  // namespace likes
