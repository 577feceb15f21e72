#pragma once

#include "auth/claims.hpp"
#include "endpoints/answer.hpp"
#include "endpoints/require.hpp"
#include "web/request.hpp"
#include "web/response.hpp"

namespace likes::endpoints::test {

/// What the Road does with one request, in one thread and without a lane: `view_of` is called in place of a worker,
/// with the query that the request is.
template <class Endpoint, class ViewOf>
web::Response answer_one(const Endpoint& endpoint, const web::Request& request, const auth::Verification& caller,
                         const ViewOf& view_of) {
    return endpoints::answer(request, [&] {
        if constexpr (requires { endpoint.method(); }) {
            require_method(request, endpoint.method());
            const auto query = endpoint.parse(request, require_caller(caller));
            return endpoint.render(request, query, view_of(query));
        } else {
            const auto query = endpoint.parse(request);
            return endpoint.render(request, query, view_of(query));
        }
    });
}

}  // namespace likes::endpoints::test
