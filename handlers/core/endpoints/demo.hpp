#pragma once

#include <cstddef>

#include "service/demo.hpp"
#include "web/request.hpp"
#include "web/response.hpp"

namespace likes::endpoints {

/// What the demo page would ask a chat backend for: `POST /demo/token` with `{"user_id":"alice"}` → `{"token"}`, and
/// `GET /demo/messages` → `{"chat_id","messages"}`.
class Demo {
  public:
    using Query = service::DemoQuery;

    static service::DemoQuery parse(const web::Request& request);
    static std::size_t lane_hash(const service::DemoQuery& query) { return query.index(); }
    static web::Response render(const web::Request& request, const service::DemoQuery& query,
                                const service::DemoView& view);
};

}  // namespace likes::endpoints
