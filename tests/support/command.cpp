#include "support/command.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/stack.hpp"

namespace likes::test {
namespace {

[[noreturn]] void fail(const std::string& what) {
    throw std::system_error{errno, std::generic_category(), what};
}

class Descriptor {
  public:
    explicit Descriptor(int number) : number_{number} {}
    ~Descriptor() {
        if (number_ >= 0) close(number_);
    }
    Descriptor(Descriptor&& other) noexcept : number_{std::exchange(other.number_, -1)} {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    Descriptor& operator=(Descriptor&&) = delete;

    int number() const { return number_; }

  private:
    int number_;
};

/// A file in memory stands for each stream of a command, not a pipe: whoever inherits it can neither block nor be
/// blocked, and a daemon that outlives the command keeps nobody waiting for the end of its output.
Descriptor memory_file() {
    Descriptor file{memfd_create("stream", MFD_CLOEXEC)};
    if (file.number() < 0) fail("memfd_create");
    return file;
}

std::string content(const Descriptor& file) {
    std::string text;
    std::array<char, 16384> chunk{};
    for (off_t offset = 0;;) {
        const auto count = pread(file.number(), chunk.data(), chunk.size(), offset);
        if (count < 0) fail("pread");
        if (count == 0) return text;
        text.append(chunk.data(), static_cast<std::size_t>(count));
        offset += count;
    }
}

Descriptor file_with(std::string_view text) {
    Descriptor file = memory_file();
    while (!text.empty()) {
        const auto count = write(file.number(), text.data(), text.size());
        if (count < 0) fail("write");
        text.remove_prefix(static_cast<std::size_t>(count));
    }
    if (lseek(file.number(), 0, SEEK_SET) < 0) fail("lseek");
    return file;
}

pid_t spawn(const std::vector<std::string>& words, const Variables& variables, int in, int out, int err) {
    std::vector<char*> arguments;
    arguments.reserve(words.size() + 1);
    for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);

    std::vector<std::string> settings;
    for (const auto& [name, value] : variables) settings.emplace_back(name).append("=").append(value);
    for (char** variable = environ; *variable != nullptr; ++variable) {
        const std::string_view text{*variable};
        if (!variables.contains(std::string{text.substr(0, text.find('='))})) settings.emplace_back(text);
    }
    std::vector<char*> environment;
    environment.reserve(settings.size() + 1);
    for (auto& setting : settings) environment.push_back(setting.data());
    environment.push_back(nullptr);

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, err, STDERR_FILENO);
    pid_t pid = 0;
    const int error =
        posix_spawnp(&pid, words.front().c_str(), &actions, nullptr, arguments.data(), environment.data());
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0) throw std::system_error{error, std::generic_category(), "cannot run " + words.front()};
    return pid;
}

int wait_for(pid_t pid) {
    int status = 0;
    while (waitpid(pid, &status, 0) < 0) {
        if (errno != EINTR) fail("waitpid");
    }
    constexpr int kSignalBase = 128;
    return WIFEXITED(status) ? WEXITSTATUS(status) : kSignalBase + WTERMSIG(status);
}

}  // namespace

CommandResult run(const std::vector<std::string>& words, std::string_view input, const Variables& variables) {
    const Descriptor in = file_with(input);
    const Descriptor out = memory_file();
    const Descriptor err = memory_file();
    const int exit_code = wait_for(spawn(words, variables, in.number(), out.number(), err.number()));
    return {exit_code, content(out), content(err)};
}

CommandResult run_script(const std::string& name, const std::vector<std::string>& arguments, std::string_view input,
                         const Variables& variables) {
    std::vector<std::string> words{(stack().scripts_dir / name).string()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    return run(words, input, variables);
}

std::string script(const std::string& name, const std::vector<std::string>& arguments, std::string_view input,
                   const Variables& variables) {
    auto result = run_script(name, arguments, input, variables);
    if (result.exit_code != 0) {
        throw std::runtime_error{"scripts/" + name + " exited with " + std::to_string(result.exit_code) + ": " +
                                 result.errors + result.output};
    }
    return std::move(result.output);
}

BackgroundProcess::BackgroundProcess(const std::vector<std::string>& words, const std::filesystem::path& log) {
    const Descriptor in = memory_file();
    const Descriptor out{open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)};
    if (out.number() < 0) fail(log.string());
    pid_ = spawn(words, {}, in.number(), out.number(), out.number());
}

BackgroundProcess::~BackgroundProcess() {
    if (ended_) return;
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
}

int BackgroundProcess::end(int signal) {
    kill(pid_, signal);
    ended_ = true;
    return wait_for(pid_);
}

}  // namespace likes::test
