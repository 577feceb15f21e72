#pragma once

#include <string>

#include "ids/uuid.hpp"
#include "likes/like_state.hpp"
#include "likes/likes_query.hpp"

namespace likes::api {

/// The like state of the contract: what POST and DELETE answer.
std::string like_state_json(const Uuid& message, const LikeState& state);

/// The like list of the contract: what GET …/likes answers.
std::string like_list_json(const Uuid& message, const LikesView& view);

}  // namespace likes::api
