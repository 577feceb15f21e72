#pragma once

#include "support/http_client.hpp"

namespace likes::test {

/// Checks that the answer is that error as the contract wants every error: problem+json with exactly its members, the
/// request's id, and nothing of the server's inside.
void check_problem(const HttpResponse& response, int status);

/// Checks that the client is told when to come again: a whole number of seconds.
void check_retry_after(const HttpResponse& response);

/// Checks that a text for clients names neither a part of the server nor a path of it, nor SQL, nor an address.
void check_tells_nothing_of_the_inside(const std::string& text);

}  // namespace likes::test
