#include "support/broker_login.hpp"

#include <stdexcept>

#include "support/http_client.hpp"
#include "support/json.hpp"
#include "support/token.hpp"

namespace likes::test {

namespace {

/// What the user gets who asks for a token with that body.
BrokerLogin login_by(const std::string& user, const std::string& question) {
    const auto response = HttpClient{}.send({"POST",
                                             "/api/v1/realtime/token",
                                             {"Authorization: " + bearer(user), "Content-Type: application/json"},
                                             question});
    constexpr int kOk = 200;
    if (response.status != kOk) throw std::runtime_error{"no token for the broker: " + response.body};
    const auto body = parse_json(response.body);
    return {text_of(body, "username"), text_of(body, "token")};
}

}  // namespace

BrokerLogin broker_login(const Chat& chat) {
    return broker_login(chat.members().at(0), chat.id());
}

BrokerLogin broker_login(const std::string& user, const std::string& chat_id) {
    return login_by(user, R"({"chat_ids":[")" + chat_id + R"("]})");
}

BrokerLogin notices_login(const std::string& user) {
    return login_by(user, R"({"chat_ids":[],"notices":true})");
}

}  // namespace likes::test
