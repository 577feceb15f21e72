#pragma once

#include <string>

/// Names that nobody else has: neither another case nor another run against the same instance.
namespace likes::test {

/// A random UUID, version 4.
std::string unique_uuid();

/// A user id that begins with `name`.
std::string unique_user(const std::string& name = "user");

/// A loopback address. The web server counts calls by address, and cases shall not use up each other's.
std::string unique_loopback_address();

}  // namespace likes::test
