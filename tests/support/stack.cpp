#include "support/stack.hpp"

#include <charconv>
#include <cstdlib>
#include <string>

#include "support/command.hpp"

namespace likes::test {
namespace {

constexpr const char* kHint = "; run the integration tests with scripts/test integration";

std::string variable(const char* name) {
    auto value = environment_variable(name);
    if (value.empty()) throw NoStack{std::string{name} + " is not set" + kHint};
    return value;
}

int port(const char* name) {
    const std::string text = variable(name);
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number < 1 || number > 65535) {
        throw NoStack{std::string{name} + " is no port" + kHint};
    }
    return number;
}

}  // namespace

std::string environment_variable(const char* name) {
    const char* const value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): no thread changes the environment
    return value == nullptr ? "" : value;
}

const Stack& stack() {
    static const Stack instance{variable("LIKES_VAR_DIR"), variable("LIKES_BIN_DIR"), LIKES_SCRIPTS_DIR,
                                port("HTTP_PORT"),         port("MQTT_PORT"),         port("MQTT_BROKER_PORT"),
                                port("MQTT_WS_PORT"),      port("DB_PORT"),           port("MONITOR_PORT")};
    return instance;
}

void require_running_stack() {
    const auto status = run_script("status");
    if (status.exit_code != 0) {
        throw NoStack{"not every service of " + stack().var_dir.string() + " runs" + kHint + '\n' + status.output +
                      status.errors};
    }
}

}  // namespace likes::test
