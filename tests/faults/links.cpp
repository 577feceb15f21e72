#include "faults/links.hpp"

#include <cstdio>
#include <exception>
#include <iostream>
#include <stdexcept>

#include "support/command.hpp"
#include "support/stack.hpp"

namespace likes::test {
namespace {

std::string socket_of(const std::string& service) {
    std::string path = script("service", {"socket", service});
    path.pop_back();
    return path;
}

void move(const std::string& from, const std::string& to) {
    if (std::rename(from.c_str(), to.c_str()) != 0) throw std::runtime_error{"cannot move " + from};
}

/// Connections that nginx keeps would go on past a proxy that has just come.
void make_nginx_connect_anew() {
    script("service", {"reload", "nginx"});
}

}  // namespace

const std::vector<std::string>& writing_handlers() {
    static const std::vector<std::string> names{"like_message", "unlike_message", "react_to_message",
                                                "unreact_to_message"};
    return names;
}

BackLinks::BackLinks(const std::vector<std::string>& names)
    : database_{{.path = socket_of("mariadb")}},
      broker_{{.path = {}, .port = stack().broker_port}},
      services_{settings(), names} {}

Variables BackLinks::settings() const {
    return {{"LIKES_DB_URL", "tcp://127.0.0.1:" + std::to_string(database_.port())},
            {"MQTT_BROKER_PORT", std::to_string(broker_.port())}};
}

FrontLink::FrontLink(const std::string& handler)
    : handler_{handler},
      socket_{socket_of(handler)},
      // A path as short as before: there is a limit.
      moved_{socket_.substr(0, socket_.size() - 4) + "real"},
      proxy_{(move(socket_, moved_), Address{.path = moved_}), Address{.path = socket_}} {
    make_nginx_connect_anew();
}

FrontLink::~FrontLink() {
    try {
        move(moved_, socket_);
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
    }
}

}  // namespace likes::test
