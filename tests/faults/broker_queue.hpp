#pragma once

#include <cstddef>

namespace likes::test {

/// Bytes that clients have sent to the broker's MQTT port and that it has not read.
std::size_t unread_by_broker();

}  // namespace likes::test
