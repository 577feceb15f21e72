#include "metrics/process.hpp"

#include <atomic>
#include <cerrno>
#include <exception>
#include <new>
#include <stdexcept>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include "metrics/file.hpp"

namespace likes::metrics {
namespace {

/// More processes of one program than anybody runs on one machine.
constexpr int kProcessesMax = 1024;

/// What is counted before, or without, a file.
constinit Numbers g_own;
constinit std::atomic<Numbers*> g_current{&g_own};

[[noreturn]] void fail(const std::string& what) {
    throw std::system_error{errno, std::generic_category(), what};
}

/// Opens PROGRAM.N and takes its lock. -1 if another process has it. The descriptor stays open as long as the process
/// lives: with it goes the lock.
int take(const std::filesystem::path& path) {
    // The monitor may be another user of the same group. The umask decides.
    constexpr mode_t kOwnerAndGroup = 0640;
    const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kOwnerAndGroup);
    if (descriptor < 0) fail(path.string());
    struct flock lock {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    if (fcntl(descriptor, F_OFD_SETLK, &lock) == 0) return descriptor;
    const int error = errno;
    close(descriptor);
    if (error == EAGAIN || error == EACCES) return -1;
    errno = error;
    fail(path.string());
}

int take_first_free(const std::filesystem::path& directory, const std::string& program) {
    for (int process = 0; process < kProcessesMax; ++process) {
        const int descriptor = take(directory / (program + '.' + std::to_string(process)));
        if (descriptor >= 0) return descriptor;
    }
    throw std::runtime_error{"every file of numbers is another process's"};
}

Numbers& numbers_in(int descriptor) {
    // Reserved, so that a disk that is full later does not end the process with a SIGBUS.
    if (const int error = posix_fallocate(descriptor, 0, sizeof(File)); error != 0) {
        throw std::system_error{error, std::generic_category(), "posix_fallocate"};
    }
    // Never unmapped: threads may count until the very end.
    void* const memory = MappedFile{descriptor, true}.release();
    auto* const before = static_cast<File*>(memory);
    if (before->mark != File::kMark) return (new (memory) File)->numbers;
    before->numbers.reset_gauges();
    return before->numbers;
}

}  // namespace

Numbers& here() noexcept {
    return *g_current.load(std::memory_order_relaxed);
}

std::optional<std::string> publish(const std::filesystem::path& directory, const std::string& program) noexcept {
    if (directory.empty()) return std::nullopt;
    try {
        std::filesystem::create_directory(directory);
        g_current = &numbers_in(take_first_free(directory, program));
        return std::nullopt;
    } catch (const std::exception& error) {
        return error.what();
    }
}

}  // namespace likes::metrics
