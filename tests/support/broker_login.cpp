#include "support/broker_login.hpp"

#include <stdexcept>

#include "support/http_client.hpp"
#include "support/json.hpp"
#include "support/token.hpp"

namespace likes::test {

BrokerLogin broker_login(const Chat& chat) {
    return broker_login(chat.members().at(0), chat.id());
}

BrokerLogin broker_login(const std::string& user, const std::string& chat_id) {
    const auto response = HttpClient{}.send({"POST",
                                             "/api/v1/realtime/token",
                                             {"Authorization: " + bearer(user), "Content-Type: application/json"},
                                             R"({"chat_ids":[")" + chat_id + R"("]})"});
    constexpr int kOk = 200;
    if (response.status != kOk) throw std::runtime_error{"no token for the broker: " + response.body};
    const auto body = parse_json(response.body);
    return {text_of(body, "username"), text_of(body, "token")};
}

}  // namespace likes::test
