#pragma once

#include <mosquitto.h>

/// What libmosquitto answers, as exceptions.
namespace likes::test {

/// The quality of service that every client asks for (MQTT 5, section 4.3.2), and how often one says that it is there.
inline constexpr int kAtLeastOnce = 1;
inline constexpr int kKeepaliveSeconds = 30;

/// Throws std::runtime_error unless the library is ready and the client could be made.
void require_mosquitto(const mosquitto* client);

/// Throws std::runtime_error, in which `what` names the call, unless its result says that it went well.
void check_mosquitto(int result, const char* what);

}  // namespace likes::test
