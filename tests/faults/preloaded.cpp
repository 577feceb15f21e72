#include "faults/preloaded.hpp"

#include <algorithm>
#include <exception>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <utility>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "support/service.hpp"
#include "support/stack.hpp"
#include "support/unique.hpp"

namespace likes::test {
namespace {

preload::Control* make_control(const std::filesystem::path& path) {
    const int file = open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0 || ftruncate(file, sizeof(preload::Control)) != 0) {
        throw std::runtime_error{"cannot make " + path.string()};
    }
    void* const memory = mmap(nullptr, sizeof(preload::Control), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    if (memory == MAP_FAILED) throw std::runtime_error{"cannot map " + path.string()};
    return static_cast<preload::Control*>(memory);
}

/// Everything that scripts/service starts for the service gets them, and only the service lives on. AddressSanitizer
/// wants to be the first library of a process that was built with it, and can do with being the second.
Variables variables_of(const std::filesystem::path& file, Variables settings) {
    // The loader would go on without it, and no fault would be made.
    if (!std::filesystem::exists(LIKES_FAULT_LIBRARY)) throw std::runtime_error{"there is no " LIKES_FAULT_LIBRARY};
    settings["LD_PRELOAD"] = LIKES_FAULT_LIBRARY;
    settings[preload::kFileVariable] = file.string();
    settings["ASAN_OPTIONS"] = environment_variable("ASAN_OPTIONS") + ":verify_asan_link_order=0";
    return settings;
}

}  // namespace

Preloaded::Preloaded(std::string service, const Variables& settings)
    : service_{std::move(service)},
      file_{stack().var_dir / "run" / ("test-fault-" + unique_uuid())},
      variables_{variables_of(file_, settings)},
      control_{make_control(file_)} {
    script("service", {"restart", service_}, {}, variables_);
}

Preloaded::~Preloaded() {
    try {
        let_go();
        set_clock_ahead(std::chrono::milliseconds{0});
        restart_service(service_);
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
    }
    munmap(control_, sizeof(preload::Control));
    std::error_code ignored;
    std::filesystem::remove(file_, ignored);
}

void Preloaded::stall(std::uint32_t calls, const std::string& path) {
    begin(calls, path, preload::kStall);
}

void Preloaded::fail(std::uint32_t calls, const std::string& path, int error) {
    control_->error = error;
    begin(calls, path, preload::kFail);
}

void Preloaded::let_go() {
    control_->action = preload::kNothing;
}

void Preloaded::begin(std::uint32_t calls, const std::string& path, preload::Action action) {
    let_go();
    if (path.size() >= control_->path.size()) throw std::runtime_error{"too long: " + path};
    control_->path.fill('\0');
    std::copy(path.begin(), path.end(), control_->path.begin());
    control_->calls = calls;
    control_->action = action;
}

void Preloaded::set_clock_ahead(std::chrono::milliseconds ahead) {
    control_->clock_ahead_nanoseconds = std::chrono::nanoseconds{ahead}.count();
}

void Preloaded::kill() {
    script("service", {"kill", service_});
    let_go();
    control_->waiting = 0;
}

void Preloaded::start() {
    script("service", {"start", service_}, {}, variables_);
}

}  // namespace likes::test
