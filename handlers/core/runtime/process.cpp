#include "runtime/process.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <system_error>
#include <thread>

#include <malloc.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "runtime/counters.hpp"
#include "runtime/log.hpp"

namespace likes::runtime {
namespace {

Config configure(const std::string& description, int argc, char** argv, const Extend& extend) {
    const std::string program = std::filesystem::path{argc > 0 ? argv[0] : "chat-likes"}.filename();
    return parse(program, description, {argv + std::min(argc, 1), argv + argc}, extend);
}

/// Limits malloc to one heap (arena) per core. glibc would make up to eight per core as threads contend; with as many
/// as threads run at the same time, a thread reuses the memory that another one has freed.
void limit_heaps() {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): no other thread has been started yet.
    mallopt(M_ARENA_MAX, static_cast<int>(std::max(1U, std::thread::hardware_concurrency())));
}

/// Raises the limit of open files as far as the system allows: each connection is an open file.
void raise_open_files() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

/// Blocks the stop signals in this thread and in the threads that it will start, and returns a descriptor from which
/// they can be read.
int open_stop_signal() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    const int descriptor = signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC);
    if (descriptor < 0) throw std::system_error{errno, std::generic_category(), "signalfd"};
    return descriptor;
}

}  // namespace

Process::Process(const std::string& name, const std::string& description, int argc, char** argv)
    : Process{name, description, argc, argv, Extend{}} {
    if (const auto fault = open_counters(config_.metrics_dir, name)) {
        log::warning("the monitor cannot read this process's counters", {{"error", *fault}});
    }
}

Process::Process(const std::string& name, const std::string& description, int argc, char** argv, const Extend& extend)
    : config_{configure(description, argc, argv, extend)} {
    log::init(name, config_.log_level);
    limit_heaps();
    raise_open_files();
    stop_signal_ = open_stop_signal();
    for (const auto& option : config_.retired_options) {
        log::warning("this option has no effect any more; remove it", {{"option", option}});
    }
}

Process::~Process() {
    close(stop_signal_);
}

void Process::wait_for_stop_signal() const {
    pollfd signal{stop_signal_, POLLIN, 0};
    constexpr int kForEver = -1;
    while (poll(&signal, 1, kForEver) < 0 && errno == EINTR) {
    }
    log::info("stopping");
}

int failed(const std::exception& fault) {
    if (const auto* const exit = dynamic_cast<const Exit*>(&fault)) {
        (exit->exit_code() == EXIT_SUCCESS ? std::cout : std::cerr) << exit->what() << std::flush;
        return exit->exit_code();
    }
    log::error("cannot run", {{"error", fault.what()}});
    return EXIT_FAILURE;
}

}  // namespace likes::runtime
