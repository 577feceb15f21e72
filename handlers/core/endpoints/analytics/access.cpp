#include "endpoints/analytics/access.hpp"

#include <utility>

#include "auth/scopes.hpp"
#include "endpoints/require.hpp"
#include "web/response.hpp"

namespace likes::endpoints {

AskedNumbers require_numbers(const web::Request& request, auth::Caller caller, analytics::Audience audience) {
    using analytics::Audience;
    constexpr std::string_view kDeploymentPath = "/api/v1/analytics/";
    if (audience == Audience::kNobody) throw web::Problem{404, "Nothing is counted here."};

    const std::string_view path = request.path;
    const auto name = path.substr(path.rfind('/') + 1);
    const bool is_of_all = path.substr(0, path.size() - name.size()) == kDeploymentPath;
    AskedNumbers asked{{{}, caller.user, caller.scopes.contains(auth::Scope::kAnalytics)}, name};
    if (!is_of_all) {
        const auto tail_at = path.rfind("/analytics/");
        if (tail_at == std::string_view::npos) throw no_such_resource();
        asked.subject.chat = require_chat_id(request, path.substr(tail_at));
        // Its numbers would be those of all chats.
        if (asked.subject.chat == analytics::kDeployment) require_visible_chat(Visibility::kNotFound);
    }
    if (is_of_all || audience == Audience::kOperators) require_scope(caller, auth::Scope::kAnalytics);
    return asked;
}

void require_visible_numbers(Visibility visibility) {
    if (visibility == Visibility::kNotAMember) {
        throw web::Problem{403,
                           "Only members of the chat and tokens with the scope likes:analytics may see its numbers."};
    }
    require_visible_chat(visibility);
}

}  // namespace likes::endpoints
