#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace likes::test {

struct CommandResult {
    /// 128 + the signal's number if one ended the command, as shells have it.
    int exit_code;
    std::string output;
    std::string errors;
};

/// Variables to set beside those of this process.
using Variables = std::map<std::string, std::string>;

/// Runs a command to its end. The first word is looked for in PATH. Throws std::runtime_error if it cannot be started.
CommandResult run(const std::vector<std::string>& words, std::string_view input = {}, const Variables& variables = {});

/// Runs scripts/NAME on the tests' instance.
CommandResult run_script(const std::string& name, const std::vector<std::string>& arguments = {},
                         std::string_view input = {}, const Variables& variables = {});

/// The same, but throws std::runtime_error with everything it said unless it exits with 0. Returns its output.
std::string script(const std::string& name, const std::vector<std::string>& arguments = {}, std::string_view input = {},
                   const Variables& variables = {});

/// A process that runs beside the test, its output in a file. SIGKILL and wait when the object goes.
class BackgroundProcess {
  public:
    BackgroundProcess(const std::vector<std::string>& words, const std::filesystem::path& log);
    ~BackgroundProcess();

    BackgroundProcess(const BackgroundProcess&) = delete;
    BackgroundProcess& operator=(const BackgroundProcess&) = delete;

    pid_t pid() const { return pid_; }

    /// Sends the signal and waits for the end. Returns the exit code as CommandResult has it.
    int end(int signal);

  private:
    pid_t pid_;
    bool ended_ = false;
};

}  // namespace likes::test
