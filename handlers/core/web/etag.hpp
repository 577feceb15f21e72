#pragma once

#include <string>
#include <string_view>

#include "web/response.hpp"

namespace likes::web {

/// Adds the entity tag of the body (RFC 9110, section 8.8.3), and answers 304 without the body if `if_none_match` names
/// it. The tag is computed from the body alone, so it is right whatever the body depends on. nginx makes it weak where
/// it compresses the body; whoever names it so is answered so, because a cache may use a 304 only for what has the very
/// same tag (RFC 9111, section 4.3.4).
Response with_etag(Response response, std::string_view if_none_match);

/// The same for a body that also tells something of the moment in which it was made, which is no reason to send it
/// again. `meaning` is what the tag is computed from: the body without that. The tag is a weak one.
Response with_weak_etag(Response response, std::string_view meaning, std::string_view if_none_match);

}  // namespace likes::web
