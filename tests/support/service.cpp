#include "support/service.hpp"

#include <csignal>
#include <exception>
#include <iostream>
#include <sstream>
#include <utility>

#include "support/command.hpp"
#include "support/sql.hpp"

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

FrozenService::FrozenService(const std::string& name) : pids_{workers_of(name)} {
    for (const pid_t pid : pids_) kill(pid, SIGSTOP);
}

FrozenService::~FrozenService() {
    for (const pid_t pid : pids_) kill(pid, SIGCONT);
}

HandlersWith::HandlersWith(std::vector<std::string> names) : names_{std::move(names)} {}

HandlersWith::HandlersWith(const Variables& settings, std::vector<std::string> names) : HandlersWith{std::move(names)} {
    for (const auto& name : names_) script("service", {"restart", name}, {}, settings);
}

HandlersWith::~HandlersWith() {
    for (const auto& name : names_) {
        try {
            restart_service(name);
        } catch (const std::exception& error) {
            report(error);
        }
    }
}

NginxWith::NginxWith(const Variables& settings) {
    script("service", {"reload", "nginx"}, {}, settings);
}

NginxWith::~NginxWith() {
    try {
        script("service", {"reload", "nginx"});
    } catch (const std::exception& error) {
        report(error);
    }
}

// Nobody listens on port 1.
HandlerWithoutBroker::HandlerWithoutBroker(const std::string& name) : handler_{{{"MQTT_BROKER_PORT", "1"}}, {name}} {}

HeldLease::HeldLease(std::string name) : name_{std::move(name)} {
    sql("INSERT INTO leases (name, holder, expires_at) VALUES ('" + name_ +
        "', 'test', UTC_TIMESTAMP(6) + INTERVAL 1 HOUR) "
        "ON DUPLICATE KEY UPDATE holder = VALUES(holder), expires_at = VALUES(expires_at)");
}

HeldLease::~HeldLease() {
    try {
        release();
    } catch (const std::exception& error) {
        report(error);
    }
}

void HeldLease::release() const {
    sql("UPDATE leases SET expires_at = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND WHERE name = '" + name_ +
        "' AND holder = 'test'");
}

}  // namespace likes::test
