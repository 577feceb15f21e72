#include "support/mosquitto_calls.hpp"

#include <stdexcept>
#include <string>

namespace likes::test {
namespace {

const bool g_mosquitto_ready = mosquitto_lib_init() == MOSQ_ERR_SUCCESS;

}  // namespace

void require_mosquitto(const mosquitto* client) {
    if (!g_mosquitto_ready || client == nullptr) throw std::runtime_error{"mosquitto: cannot be set up"};
}

void check_mosquitto(int result, const char* what) {
    if (result != MOSQ_ERR_SUCCESS) throw std::runtime_error{std::string{what} + ": " + mosquitto_strerror(result)};
}

}  // namespace likes::test
