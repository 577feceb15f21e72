#pragma once

#include <span>
#include <vector>

#include "database/session.hpp"
#include "notices/queries.hpp"

namespace likes::store {

/// Applies what recipients do with their notices, in the current transaction and in the order of the batch. One view
/// per change, in their order. As everybody who changes notices, it first locks the heads of the recipients, then the
/// notices, each in the order of the key. A change that changes something takes the recipient's next sequence number,
/// and schedules that the recipient's devices are told; any other one writes nothing.
std::vector<notices::ChangeView> change_notices(database::Session& session, std::span<const notices::Change> changes);

}  // namespace likes::store
