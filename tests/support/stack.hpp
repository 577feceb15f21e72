#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>

namespace likes::test {

/// The environment names no instance, or one that does not run.
class NoStack : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Where the instance is that scripts/test started for the tests.
struct Stack {
    std::filesystem::path var_dir;
    std::filesystem::path bin_dir;
    std::filesystem::path scripts_dir;
    int http_port;
    /// nginx's, as clients have it.
    int mqtt_port;
    /// The broker's own, as handlers and relay have it.
    int broker_port;
    int mqtt_ws_port;
    int db_port;
    int monitor_port;

    std::filesystem::path secret(const std::string& name) const { return var_dir / "secrets" / name; }
};

/// The value of an environment variable; empty if there is none. Nothing here ever sets one.
std::string environment_variable(const char* name);

/// Read from the environment once. Throws NoStack, which says what is missing.
const Stack& stack();

/// Throws NoStack, which says which services do not run.
void require_running_stack();

}  // namespace likes::test
