#pragma once

namespace likes::analytics {

/// Who may read the numbers of a chat. Whoever has the scope may, and reads those of the deployment as well.
enum class Audience {
    kNobody,     ///< Nothing is counted here.
    kOperators,  ///< Only who has the scope.
    kMembers,    ///< The chat's members too.
};

}  // namespace likes::analytics
