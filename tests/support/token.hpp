#pragma once

#include <chrono>
#include <string>

namespace likes::test {

/// The value of an Authorization header for that user: `Bearer` and a token as scripts/token makes it, with that claim
/// `scope` unless it is empty. Signed in this process, because cases need hundreds.
std::string bearer(const std::string& user, std::chrono::seconds ttl = std::chrono::hours{1},
                   const std::string& scope = {});

/// The same, signed with a key that the instance does not know.
std::string bearer_of_stranger(const std::string& user);

}  // namespace likes::test
