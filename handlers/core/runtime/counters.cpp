#include "runtime/counters.hpp"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <exception>
#include <new>
#include <stdexcept>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include "runtime/counter_file.hpp"

namespace likes::runtime {

namespace {

/// More processes of one program than will ever run on one machine.
constexpr int kProcessesMax = 1024;

/// The counters before, or without, a file.
constinit Counters g_own;
constinit std::atomic<Counters*> g_current{&g_own};

[[noreturn]] void fail(const std::string& what) {
    throw std::system_error{errno, std::generic_category(), what};
}

/// Opens PROGRAM.N and takes its lock; -1 if another process holds it. The descriptor stays open until the process
/// ends, because closing it would release the lock.
int take(const std::filesystem::path& path) {
    // Readable by the group, because the monitor may run as another user of it. The umask may forbid that.
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
    throw std::runtime_error{"every counter file of this program is in use by another process"};
}

Counters& counters_in(int descriptor) {
    // Reserves the space, so that a disk that fills up later does not end the process with a SIGBUS.
    if (const int error = posix_fallocate(descriptor, 0, sizeof(File)); error != 0) {
        throw std::system_error{error, std::generic_category(), "posix_fallocate"};
    }
    // Never unmapped, because threads may count until the very end.
    void* const memory = MappedFile{descriptor, true}.release();
    auto* const before = static_cast<File*>(memory);
    if (before->mark != File::kMark) return (new (memory) File)->numbers;
    before->numbers.reset_gauges();
    return before->numbers;
}

}  // namespace

void Counters::count_request(int status, std::chrono::steady_clock::duration duration) noexcept {
    const auto* const known = std::find(kStatuses.begin(), kStatuses.end(), status);
    requests[static_cast<std::size_t>(known - kStatuses.begin())].add();
    const auto microseconds = std::chrono::duration_cast<std::chrono::microseconds>(duration).count();
    request_microseconds.observe(static_cast<std::uint64_t>(std::max<std::int64_t>(0, microseconds)));
}

void Counters::reset_gauges() noexcept {
    for (Gauge* const gauge :
         {&connections, &lane_queue, &database_connections, &broker_clients, &broker_connections, &revocations_sent_at,
          &audited_at, &analytics_audited_at, &broker_sessions, &broker_revocations, &broker_admits_users,
          &jwks_keys_usable, &jwks_keys_skipped, &jwks_file_refused, &realtime_key_file_refused, &serving}) {
        gauge->set(0);
    }
}

Counters& counters() noexcept {
    return *g_current.load(std::memory_order_relaxed);
}

std::optional<std::string> open_counters(const std::filesystem::path& directory, const std::string& program) noexcept {
    if (directory.empty()) return std::nullopt;
    try {
        std::filesystem::create_directory(directory);
        g_current = &counters_in(take_first_free(directory, program));
        return std::nullopt;
    } catch (const std::exception& error) {
        return error.what();
    }
}

}  // namespace likes::runtime
