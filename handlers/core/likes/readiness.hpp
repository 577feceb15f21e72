#pragma once

namespace likes {

/// Whether the service can do its work.
struct Readiness {
    /// The database answers. Without it nothing can be answered.
    bool database = false;
    /// This process has a connection to the broker. Without one events are told later.
    bool broker = false;
    /// The broker lets users in: a relay has told it who left.
    bool admits_users = false;
};

}  // namespace likes
