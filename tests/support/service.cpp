#include "support/service.hpp"

#include <csignal>
#include <exception>
#include <iostream>
#include <sstream>
#include <utility>

#include "support/command.hpp"

namespace likes::test {
namespace {

/// Of what goes wrong in a destructor. The cases that follow will notice as well.
void report(const std::exception& error) {
    std::cerr << error.what() << '\n';
}

}  // namespace

void restart_service(const std::string& name) {
    script("service", {"restart", name});
}

std::vector<pid_t> workers_of(const std::string& name) {
    std::istringstream lines{script("service", {"workers", name})};
    std::vector<pid_t> pids;
    for (pid_t pid = 0; lines >> pid;) pids.push_back(pid);
    return pids;
}

std::size_t kill_workers_of(const std::string& name) {
    const auto pids = workers_of(name);
    for (const pid_t pid : pids) kill(pid, SIGKILL);
    return pids.size();
}

StoppedService::StoppedService(std::string name) : name_{std::move(name)} {
    script("service", {"stop", name_});
}

StoppedService::~StoppedService() {
    if (!stopped_) return;
    try {
        start();
    } catch (const std::exception& error) {
        report(error);
    }
}

void StoppedService::start() {
    script("service", {"start", name_});
    stopped_ = false;
}

HandlerWithoutBroker::HandlerWithoutBroker(std::string name) : name_{std::move(name)} {
    // Nobody listens on port 1.
    script("service", {"restart", name_}, {}, {{"MQTT_PORT", "1"}});
}

HandlerWithoutBroker::~HandlerWithoutBroker() {
    try {
        restart_service(name_);
    } catch (const std::exception& error) {
        report(error);
    }
}

}  // namespace likes::test
