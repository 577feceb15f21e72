#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "poller.hpp"
#include "support/web_socket.hpp"

namespace likes::bench {

/// Who listens to which chat, by their numbers; without a chat, to their own notices.
struct Seat {
    std::size_t user;
    std::optional<std::size_t> chat;
};

/// Subscribers in browsers: MQTT over WebSocket through the web server, at QoS 1, each with a token of its own.
class Audience {
  public:
    /// Gets each message as it arrives.
    using Heard = std::function<void(const test::Delivered&)>;

    Audience(Poller& poller, Heard heard) : poller_{poller}, heard_{std::move(heard)} {}

    /// They take their seats, many at a time: the broker needs a fifth of a second for each. Throws std::runtime_error
    /// if one is refused.
    void admit(const std::vector<Seat>& seats);

    std::size_t size() const { return subscribers_.size(); }

  private:
    Poller& poller_;
    Heard heard_;
    std::vector<std::unique_ptr<test::MqttOverWebSocket>> subscribers_;
};

/// The value of a member that is a text in `payload`, without reading the rest of it.
std::string_view text_in(std::string_view payload, std::string_view name);

}  // namespace likes::bench
