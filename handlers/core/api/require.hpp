#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "http/request.hpp"
#include "http/response.hpp"
#include "ids/user_id.hpp"
#include "ids/uuid.hpp"

/// What a request must bring before anything else is looked at; each throws the Problem that says what is missing.
namespace likes::api {

/// Tells who is calling from the value of the Authorization header; nullopt if it is nobody.
using Authenticate = std::function<std::optional<UserId>(std::string_view authorization)>;

/// The caller. Throws Problem 401, the same for every reason.
UserId require_caller(const http::Request& request, const Authenticate& authenticate);

/// Throws Problem 405 if the verb is another one. nginx routes by verb; this keeps a wrong route from doing harm.
void require_method(const http::Request& request, std::string_view method);

/// The {message_id} of `/api/v1/messages/{message_id}/{tail}`. Throws Problem 404 for another path and 400 for an id
/// that is no UUID.
Uuid require_message_id(const http::Request& request, std::string_view tail);

/// What a message that is not there is answered with, and one that is not the caller's to see.
http::Problem no_such_message();
http::Problem not_a_member();

}  // namespace likes::api
