// A library for LD_PRELOAD, which stands between a process and the C library. As long as the file that
// LIKES_TEST_FAULT_FILE names says nothing else (control.hpp), every call is passed on as it is. It can let writes and
// flushes of chosen files wait or fail, and set the wall clock.
//
// It tells InnoDB that there is no asynchronous I/O; InnoDB then writes with pwrite() in threads of its own, which can
// be met here. Its log it writes with pwrite64() and fdatasync() anyway.
//
// A wait until a moment of the wall clock (pthread_cond_timedwait) keeps to the machine's clock. Nothing of the product
// waits so.
//
// It must work before any constructor has run and must not allocate: whoever calls may be the allocator. It is built
// without sanitizers.
#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#include "faults/preload/control.hpp"

namespace {

using namespace likes::test::preload;  // NOLINT(google-build-using-namespace): the vocabulary of this file

constexpr std::int64_t kNanosecondsOfSecond = 1'000'000'000;

/// Nothing is mapped for a process that was told of no file.
Control* map_control() {
    const char* const path = std::getenv(kFileVariable);
    if (path == nullptr) return nullptr;
    const int file = open(path, O_RDWR | O_CLOEXEC);
    if (file < 0) return nullptr;
    void* const memory = mmap(nullptr, sizeof(Control), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    return memory == MAP_FAILED ? nullptr : static_cast<Control*>(memory);
}

std::atomic<Control*> g_control;

__attribute__((constructor)) void begin() {
    g_control = map_control();
}

/// The function that the process would have called without this library.
template <class Function>
Function* next(const char* name) {
    return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

bool is_meant(const Control& control, std::uint32_t kind, int file) {
    if ((control.calls & kind) == 0) return false;
    std::array<char, 64> link{};
    std::array<char, PATH_MAX> path{};
    std::snprintf(link.data(), link.size(), "/proc/self/fd/%d", file);
    return readlink(link.data(), path.data(), path.size() - 1) > 0 &&
           std::strstr(path.data(), control.path.data()) != nullptr;
}

/// Waits if it is to. False, with errno, if the call is to fail.
bool may_go_on(std::uint32_t kind, int file) {
    Control* const control = g_control;
    if (control == nullptr || control->action == kNothing) return true;
    const int error = errno;
    if (!is_meant(*control, kind, file)) {
        errno = error;
        return true;
    }
    ++control->met;
    if (control->action == kStall) {
        constexpr timespec kLook{0, 1'000'000};
        ++control->waiting;
        while (control->action == kStall) nanosleep(&kLook, nullptr);
        --control->waiting;
    }
    errno = error;
    if (control->action != kFail) return true;
    errno = control->error;
    return false;
}

std::int64_t clock_ahead() {
    const Control* const control = g_control;
    return control == nullptr ? 0 : control->clock_ahead_nanoseconds.load();
}

void move(timespec& time, std::int64_t nanoseconds) {
    const std::int64_t sum = time.tv_sec * kNanosecondsOfSecond + time.tv_nsec + nanoseconds;
    time.tv_sec = sum / kNanosecondsOfSecond;
    time.tv_nsec = sum % kNanosecondsOfSecond;
}

}  // namespace

extern "C" {

ssize_t write(int file, const void* bytes, size_t count) {
    static auto* const real = next<decltype(write)>("write");
    return may_go_on(kWrites, file) ? real(file, bytes, count) : -1;
}

ssize_t pwrite(int file, const void* bytes, size_t count, off_t offset) {
    static auto* const real = next<decltype(pwrite)>("pwrite");
    return may_go_on(kWrites, file) ? real(file, bytes, count, offset) : -1;
}

ssize_t pwrite64(int file, const void* bytes, size_t count, off64_t offset) {
    static auto* const real = next<decltype(pwrite64)>("pwrite64");
    return may_go_on(kWrites, file) ? real(file, bytes, count, offset) : -1;
}

ssize_t writev(int file, const iovec* parts, int count) {
    static auto* const real = next<decltype(writev)>("writev");
    return may_go_on(kWrites, file) ? real(file, parts, count) : -1;
}

ssize_t pwritev(int file, const iovec* parts, int count, off_t offset) {
    static auto* const real = next<decltype(pwritev)>("pwritev");
    return may_go_on(kWrites, file) ? real(file, parts, count, offset) : -1;
}

int fsync(int file) {
    static auto* const real = next<decltype(fsync)>("fsync");
    return may_go_on(kFlushes, file) ? real(file) : -1;
}

int fdatasync(int file) {
    static auto* const real = next<decltype(fdatasync)>("fdatasync");
    return may_go_on(kFlushes, file) ? real(file) : -1;
}

// NOLINTBEGIN(readability-identifier-naming): the names that libaio and liburing have
int io_setup(int /*events*/, void* /*context*/) {
    return -ENOSYS;
}

int io_uring_queue_init(unsigned /*entries*/, void* /*ring*/, unsigned /*flags*/) {
    return -ENOSYS;
}
// NOLINTEND(readability-identifier-naming)

int clock_gettime(clockid_t clock, timespec* time) noexcept {
    static auto* const real = next<decltype(clock_gettime)>("clock_gettime");
    const int result = real(clock, time);
    if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
        if (const auto ahead = clock_ahead(); ahead != 0) move(*time, ahead);
    }
    return result;
}

int gettimeofday(timeval* __restrict time, void* __restrict /*zone*/) noexcept {
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    time->tv_sec = now.tv_sec;
    time->tv_usec = now.tv_nsec / 1000;
    return 0;
}

time_t time(time_t* result) noexcept {
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    if (result != nullptr) *result = now.tv_sec;
    return now.tv_sec;
}

}  // extern "C"
