#include <chrono>
#include <cstdint>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "auth/key_file.hpp"
#include "auth/token_signer.hpp"
#include "base/time.hpp"
#include "problem.hpp"
#include "support/api.hpp"
#include "support/broker_login.hpp"
#include "support/chat.hpp"
#include "support/device.hpp"
#include "support/json.hpp"
#include "support/patience.hpp"
#include "support/service.hpp"
#include "support/stack.hpp"
#include "support/subscriber.hpp"
#include "support/token.hpp"
#include "support/unique.hpp"
#include "support/web_socket.hpp"

/// Who may connect to the broker, hear and say what (handlers/ARCHITECTURE.md), against the running instance.
namespace likes::test {
namespace {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

constexpr int kGranted = 0;
constexpr int kGrantedQos1 = 1;
constexpr int kNoSubscribers = 0x10;
constexpr int kNotAuthorized = 0x87;
constexpr int kOk = 200;
constexpr int kForbidden = 403;

constexpr const char* kControl = "$CONTROL/chat-likes/v1";

/// How soon a revocation or an expiry has to be in force; the rule is one second, and the machine may be busy.
constexpr auto kSoon = 5s;

// --- Tokens ---------------------------------------------------------------------------------------------------------

/// A realtime token for the topic, good but for what signed it: the keys in that file of the instance's secrets.
std::string token_signed_with(const std::string& key_file, const std::string& user, const std::string& topic,
                              std::chrono::seconds lifetime = 10min) {
    const auto now = system_now();
    return auth::TokenSigner{auth::load_key_set(stack().secret(key_file)), "mqtt+jwt"}.sign(
        {UserId::parse(user).value(), now, now + lifetime, {}, {}, {{"acl", R"({"sub":[")" + topic + R"("]})"}}});
}

std::string backend_password(const std::string& account) {
    std::ifstream file{stack().secret("mqtt-" + account + ".password")};
    std::string password;
    if (!std::getline(file, password)) throw std::runtime_error{"no MQTT password of " + account};
    return password;
}

HttpResponse ask_for_token(const std::string& user, const std::vector<std::string>& chats, bool notices = false) {
    std::string list;
    for (const auto& chat : chats) list += (list.empty() ? "\"" : ",\"") + chat + '"';
    return HttpClient{}.send({"POST",
                              "/api/v1/realtime/token",
                              {"Authorization: " + bearer(user), "Content-Type: application/json"},
                              R"({"chat_ids":[)" + list + (notices ? R"(],"notices":true})" : "]}")});
}

BrokerLogin login_for(const std::string& user, const std::vector<std::string>& chats, bool notices = false) {
    const auto response = ask_for_token(user, chats, notices);
    if (response.status != kOk) throw std::runtime_error{"no token for the broker: " + response.body};
    const auto body = parse_json(response.body);
    return {text_of(body, "username"), text_of(body, "token")};
}

// --- Clients --------------------------------------------------------------------------------------------------------

Device::Options with_session(const BrokerLogin& login, const std::string& persistent_client_id) {
    auto options = as(login);
    options.persistent_client_id = persistent_client_id;
    return options;
}

int connect_natively(const BrokerLogin& login) {
    return Device{as(login)}.connect();
}

/// Both listeners answer a CONNECT with that reason code.
void check_connect(const BrokerLogin& login, int code) {
    BOOST_TEST(connect_natively(login) == code, "native MQTT");
    BOOST_TEST(MqttOverWebSocket{}.connect(login) == code, "WebSocket");
}

/// The version of the next event, or nullopt if the broker has ended the connection; throws if there is silence
/// instead.
std::optional<std::uint64_t> next_version(MqttOverWebSocket& page) {
    const auto begin = SteadyClock::now();
    try {
        return like_event(page.next_message()).version;
    } catch (const std::runtime_error&) {
        if (SteadyClock::now() - begin > kPatience / 2) throw;
        return std::nullopt;
    }
}

/// A client that is let in and listens, ready to be checked for what it hears.
struct Listener : Device {
    explicit Listener(const Options& options, const std::string& topic) : Device{options} {
        if (const int code = connect(); code != kGranted) {
            throw std::runtime_error{"the listener is not let in: " + std::to_string(code)};
        }
        if (const int code = subscribe(topic); code != kGrantedQos1) {
            throw std::runtime_error{"the listener may not subscribe: " + std::to_string(code)};
        }
    }
};

/// A change that is committed, and thereby told. Each is another version of the first message.
class Pulse {
  public:
    Pulse(const Chat& chat, const std::string& user) : message_{chat.message()}, caller_{user} {}

    std::uint64_t operator()() {
        likes_ = !likes_;
        return (likes_ ? caller_.like(message_) : caller_.unlike(message_)).version;
    }

  private:
    std::string message_;
    Caller caller_;
    bool likes_ = false;
};

/// A real event goes through the broker to the listener, and nothing but the pulses of this case, all of which it was
/// there for, has reached it before.
void check_hears_only_real_events(Listener& listener, Pulse& pulse) {
    const auto version = pulse();
    BOOST_REQUIRE(listener.wait_for_version(version));
    BOOST_TEST(!listener.ended());
    BOOST_TEST(listener.heard().size() == version);
}

// --- The matrix -----------------------------------------------------------------------------------------------------

struct Credential {
    std::string name;
    BrokerLogin login;
};

/// What must never be let in, of what the instance's own keys, passwords and accounts make. The unit tests of the
/// plugin have every fault that a token can have in itself.
std::vector<Credential> wrong_credentials(const Chat& chat, const Chat& other) {
    const std::string user = chat.members()[0];
    const std::string stranger = other.members()[0];
    const std::string good = broker_login(chat).password;
    return {
        {"no user name and no password", {"", ""}},
        {"no password", {user, ""}},
        {"no user name", {"", good}},
        {"a guess", {user, "guess"}},
        {"API bearer token", {user, bearer(user).substr(std::string{"Bearer "}.size())}},
        {"realtime token by the API's key", {user, token_signed_with("jwks.json", user, chat.topic())}},
        {"realtime token of another user", {stranger, good}},
        {"own token, user name of another", {user, login_for(stranger, {other.id()}).password}},
        {"acl for everything", {user, token_signed_with("realtime-jwks.json", user, "#")}},
        {"backend account, wrong password", {"likes_handlers", "wrong"}},
        {"backend account, no password", {"likes_handlers", ""}},
        {"backend account, a member's token", {"likes_handlers", good}},
        {"backend account, token with its name",
         {"likes_handlers", token_signed_with("realtime-jwks.json", "likes_handlers", chat.topic())}},
        {"relay, password of the handlers", {"likes_relay", backend_password("handlers")}},
        {"notifier, password of the handlers", {"likes_notifier", backend_password("handlers")}},
        {"handlers, password of the notifier", {"likes_handlers", backend_password("notifier")}},
        {"notifier, token with its name",
         {"likes_notifier", token_signed_with("realtime-jwks.json", "likes_notifier", "users/likes_notifier/notices")}},
        {"acl for the notices of another",
         {user, token_signed_with("realtime-jwks.json", user, "users/" + stranger + "/notices")}},
        {"acl for everybody's notices", {user, token_signed_with("realtime-jwks.json", user, "users/+/notices")}},
        {"member, password of the handlers", {user, backend_password("handlers")}},
    };
}

/// What means something to the broker itself, or is nearly the member's topic. The member is in `chat` alone.
std::vector<std::string> forbidden_topics(const Chat& chat, const Chat& other) {
    return {other.topic(), "#", "+/+/+", "chats/+/events", "chats/" + chat.id() + "/#", chat.topic() + "/#", "$SYS/#",
            "$share/g/" + chat.topic(), "$share/g/#", "$CONTROL/#", kControl,
            // The token does not name them.
            "users/" + chat.members()[0] + "/notices", '/' + chat.topic(), chat.topic() + '/',
            "chats/" + chat.id() + "/typing", "chats/" + std::string(4000, 'x') + "/events"};
}

/// A user whose id has to be percent-encoded in a topic, and that topic.
struct OddUser {
    std::string id = unique_user("odd") + "/a@c";
    std::string topic = "users/" + id.substr(0, id.find('/')) + "%2Fa%40c/notices";
};

/// What is nearly the topic of the user's notices, or another's.
std::vector<std::string> forbidden_notices(const OddUser& user, const std::string& another) {
    const auto name = user.id.substr(0, user.id.find('/'));
    return {"users/" + another + "/notices",
            "users/+/notices",
            "users/#",
            "users/" + name + "/#",
            "#",
            "+/+/+",
            "$share/g/" + user.topic,
            "$share/g/users/+/notices",
            "users/" + user.id + "/notices",
            "users/" + name + "%2fa%40c/notices",
            "users/" + name + "%252Fa%2540c/notices",
            "users/" + name + "%2Fa@c/notices",
            "users/%6F" + name.substr(1) + "%2Fa%40c/notices",
            "users/" + name + "/notices",
            user.topic + "/#",
            user.topic + '/',
            '/' + user.topic,
            "users//notices",
            "users/likes_notifier/notices",
            "users/" + std::string(4000, 'x') + "/notices"};
}

/// The notifier, as somebody who has stolen its password would be.
class Notifier {
  public:
    Notifier() : device_{as({"likes_notifier", backend_password("notifier")})} {
        if (device_.connect() != kGranted) throw std::runtime_error{"the notifier is not let in"};
    }
    int publish(const std::string& topic, const std::string& payload) { return device_.publish(topic, payload); }
    int subscribe(const std::string& topic) { return device_.subscribe(topic); }

  private:
    Device device_;
};

bool hears(Listener& listener, const std::string& payload) {
    return eventually([&] {
        listener.poll(10ms);
        return !listener.heard().empty() && listener.heard().back().payload == payload;
    });
}

std::string revocation_of(const std::string& user, const Chat& chat) {
    const auto now = std::chrono::duration_cast<std::chrono::microseconds>(system_now().time_since_epoch()).count();
    return R"({"revocations":[{"user_id":")" + user + R"(","chat_id":")" + chat.id() + R"(","before":)" +
           std::to_string(now) + R"(}],"complete":true})";
}

BOOST_AUTO_TEST_SUITE(access)

// --- Who gets a token -----------------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(an_outsider_gets_no_token_and_learns_nothing) {
    const Chat chat{1};
    const Chat other{1};
    const std::string member = chat.members()[0];
    const std::string nowhere = unique_uuid();
    BOOST_TEST(ask_for_token(member, {chat.id()}).status == kOk);
    for (const auto& chats : std::vector<std::vector<std::string>>{
             {other.id()}, {chat.id(), other.id()}, {other.id(), chat.id()}, {nowhere}, {chat.id(), nowhere}}) {
        const auto response = ask_for_token(member, chats);
        check_problem(response, kForbidden);
        for (const auto& id : {chat.id(), other.id(), nowhere}) {
            BOOST_TEST(response.body.find(id) == std::string::npos);
        }
        BOOST_TEST(response.body.find("eyJ") == std::string::npos);
    }
    check_problem(ask_for_token(unique_user("outsider"), {chat.id()}), kForbidden);
    chat.leave(member);
    check_problem(ask_for_token(member, {chat.id()}), kForbidden);
}

// --- CONNECT --------------------------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(right_credentials_are_let_in_and_wrong_ones_are_not) {
    const Chat chat{1};
    const Chat other{1};
    const std::string user = chat.members()[0];
    check_connect(broker_login(chat), kGranted);
    // So that the others are refused for their fault and not for their making.
    check_connect({user, token_signed_with("realtime-jwks.json", user, chat.topic())}, kGranted);
    check_connect({"likes_handlers", backend_password("handlers")}, kGranted);
    for (const auto& [name, login] : wrong_credentials(chat, other)) {
        BOOST_TEST_CONTEXT(name) {
            check_connect(login, kNotAuthorized);
        }
    }
}

BOOST_AUTO_TEST_CASE(who_leaves_out_user_name_or_password_is_refused) {
    const Chat chat{1};
    const auto login = broker_login(chat);
    Device::Options anonymous;
    BOOST_TEST(Device{anonymous}.connect() == kNotAuthorized);
    anonymous.protocol = 4;
    constexpr int kNotAuthorizedIn311 = 5;
    BOOST_TEST(Device{anonymous}.connect() == kNotAuthorizedIn311);
    for (const std::string& name : {login.user, std::string{"likes_handlers"}, std::string{"likes_relay"}}) {
        Device::Options no_password;
        no_password.user = name;
        BOOST_TEST_CONTEXT(name) {
            BOOST_TEST(Device{no_password}.connect() == kNotAuthorized);
        }
    }
    Device::Options no_user;
    no_user.password = login.password;
    BOOST_TEST(Device{no_user}.connect() == kNotAuthorized);
}

// --- SUBSCRIBE ------------------------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_member_subscribes_to_the_own_topic_and_to_nothing_else) {
    const Chat chat{2};
    const Chat other{2};
    constexpr int kRefusedIn311 = 0x80;
    for (const int protocol : {5, 4}) {
        auto options = as(broker_login(chat));
        options.protocol = protocol;
        Device member{options};
        BOOST_REQUIRE(member.connect() == kGranted);
        for (const auto& topic : forbidden_topics(chat, other)) {
            BOOST_TEST_CONTEXT("protocol " << protocol << ": " << topic.substr(0, 100)) {
                BOOST_TEST(member.subscribe(topic) == (protocol == 5 ? kNotAuthorized : kRefusedIn311));
            }
        }
        // All that was refused is without effect: of both chats' events it hears those of its own, once.
        BOOST_TEST(member.subscribe(chat.topic()) == kGrantedQos1);
        Subscriber witness{other};
        const auto of_other = Caller{other.members()[protocol == 5 ? 0 : 1]}.like(other.message()).version;
        BOOST_REQUIRE(witness.wait_for_version(other.message(), of_other));
        const auto of_own = Caller{chat.members()[protocol == 5 ? 0 : 1]}.like(chat.message()).version;
        BOOST_REQUIRE(member.wait_for_version(of_own));
        BOOST_REQUIRE(member.heard().size() == 1U);
        BOOST_TEST(member.heard()[0].topic == chat.topic());
    }
}

BOOST_AUTO_TEST_CASE(a_backend_account_hears_nothing) {
    const Chat chat{1};
    Device device{as({"likes_handlers", backend_password("handlers")})};
    BOOST_REQUIRE(device.connect() == kGranted);
    for (const std::string& topic : {chat.topic(), std::string{"#"}, std::string{"$SYS/#"}, std::string{kControl}}) {
        BOOST_TEST_CONTEXT(topic) {
            BOOST_TEST(device.subscribe(topic) == kNotAuthorized);
        }
    }
}

// --- PUBLISH and wills ----------------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_member_publishes_nothing) {
    const Chat chat{2};
    const Chat other{1};
    const std::string loud = chat.members()[0];
    Listener listener{as(login_for(chat.members()[1], {chat.id()})), chat.topic()};
    Listener listener_of_other{as(broker_login(other)), other.topic()};
    for (const int protocol : {5, 4}) {
        auto options = as(login_for(loud, {chat.id()}));
        options.protocol = protocol;
        for (const std::string& topic :
             {chat.topic(), other.topic(), std::string{kControl}, std::string{"$CONTROL/dynamic-security/v1"},
              std::string{"$SYS/broker/uptime"}, std::string{"anything"}}) {
            BOOST_TEST_CONTEXT("protocol " << protocol << ": " << topic) {
                Device member{options};
                BOOST_REQUIRE(member.connect() == kGranted);
                const auto payload = topic == kControl ? revocation_of(chat.members()[1], chat) : std::string{"{}"};
                const int code = member.publish(topic, payload);
                // MQTT 3.1.1 has no word for it: an acknowledgement says nothing there.
                if (protocol == 5) BOOST_TEST(code == kNotAuthorized);
            }
        }
    }
    Pulse pulse{chat, loud};
    check_hears_only_real_events(listener, pulse);
    Pulse pulse_of_other{other, other.members()[0]};
    check_hears_only_real_events(listener_of_other, pulse_of_other);
    // Nor has the revocation of the member been remembered.
    BOOST_TEST(Device{as(login_for(chat.members()[1], {chat.id()}))}.connect() == kGranted);
}

BOOST_AUTO_TEST_CASE(a_backend_account_publishes_events_and_nothing_else) {
    const Chat chat{1};
    const auto login = broker_login(chat);
    Listener listener{as(login), chat.topic()};
    Device handlers{as({"likes_handlers", backend_password("handlers")})};
    BOOST_REQUIRE(handlers.connect() == kGranted);
    for (const std::string& topic :
         {std::string{kControl}, std::string{"$SYS/broker/uptime"}, std::string{"anything"},
          "chats/" + chat.id() + "/typing", chat.topic() + "/more", std::string{"chats/x/events"}}) {
        BOOST_TEST_CONTEXT(topic) {
            BOOST_TEST(handlers.publish(topic, revocation_of(chat.members()[0], chat)) == kNotAuthorized);
        }
    }
    // Had the revocation worked, the listener were gone and its token void.
    BOOST_TEST(connect_natively(login) == kGranted);
    Pulse pulse{chat, chat.members()[0]};
    check_hears_only_real_events(listener, pulse);
    // What it may say is heard: by the same way the listener would have heard the rest.
    BOOST_TEST(handlers.publish(chat.topic(), listener.heard()[0].payload) == kGranted);
    BOOST_TEST(eventually([&] {
        listener.poll(10ms);
        return listener.heard().size() == 2;
    }));
}

BOOST_AUTO_TEST_CASE(a_will_is_never_delivered) {
    const Chat chat{2};
    Listener listener{as(login_for(chat.members()[1], {chat.id()})), chat.topic()};
    const auto login = login_for(chat.members()[0], {chat.id()});
    for (const std::string& topic : {chat.topic(), std::string{kControl}}) {
        for (const int protocol : {5, 4}) {
            auto options = as(login);
            options.protocol = protocol;
            options.will = Device::Will{topic, topic == kControl ? revocation_of(chat.members()[1], chat) : "{}"};
            Device member{options};
            // It may be refused for the will; if it is let in, the will must come to nothing.
            if (member.connect() == kGranted) member.vanish();
        }
    }
    Pulse pulse{chat, chat.members()[0]};
    check_hears_only_real_events(listener, pulse);

    // Nor that of somebody who is thrown out.
    auto options = as(login);
    options.will = Device::Will{chat.topic(), "{}"};
    Device member{options};
    if (member.connect() == kGranted) {
        chat.leave(chat.members()[0]);
        BOOST_TEST(member.wait_for_end(kSoon));
    }
    Pulse others{chat, chat.members()[1]};
    check_hears_only_real_events(listener, others);
}

// --- Notices --------------------------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_token_for_the_own_notices_is_for_anybody_with_chats_or_without) {
    const OddUser user;
    const Chat chat{1};
    chat.join(user.id);
    const auto alone = parse_json(ask_for_token(user.id, {}, true).body);
    BOOST_REQUIRE(alone["topics"].Size() == 1U);
    BOOST_TEST(alone["topics"][0].GetString() == user.topic);
    const auto both = parse_json(ask_for_token(user.id, {chat.id()}, true).body);
    BOOST_REQUIRE(both["topics"].Size() == 2U);
    BOOST_TEST(both["topics"][0].GetString() == chat.topic());
    BOOST_TEST(both["topics"][1].GetString() == user.topic);
    const Chat other{1};
    check_problem(ask_for_token(user.id, {other.id()}, true), kForbidden);
}

BOOST_AUTO_TEST_CASE(a_user_subscribes_to_the_own_notices_and_to_nobody_elses) {
    const OddUser user;
    const std::string another = unique_user("another");
    const auto login = login_for(user.id, {}, true);
    constexpr int kRefusedIn311 = 0x80;
    Notifier notifier;
    for (const int protocol : {5, 4}) {
        auto options = as(login);
        options.protocol = protocol;
        Device device{options};
        BOOST_REQUIRE(device.connect() == kGranted);
        for (const auto& topic : forbidden_notices(user, another)) {
            BOOST_TEST_CONTEXT("protocol " << protocol << ": " << topic.substr(0, 100)) {
                BOOST_TEST(device.subscribe(topic) == (protocol == 5 ? kNotAuthorized : kRefusedIn311));
            }
        }
        BOOST_TEST(device.subscribe(user.topic) == kGrantedQos1);
    }
    MqttOverWebSocket page;
    BOOST_REQUIRE(page.connect(login) == kGranted);
    for (const auto& topic : forbidden_notices(user, another)) {
        BOOST_TEST_CONTEXT("WebSocket: " << topic.substr(0, 100)) {
            BOOST_TEST(page.subscribe(topic) == kNotAuthorized);
        }
    }
    BOOST_TEST(page.subscribe(user.topic) == kGrantedQos1);

    // All that was refused is without effect: of both users' notices each hears the own, once.
    Listener witness{as(login_for(another, {}, true)), "users/" + another + "/notices"};
    Listener phone{as(login), user.topic};
    BOOST_REQUIRE(notifier.publish("users/" + another + "/notices", R"({"of":"another"})") == kGranted);
    BOOST_REQUIRE(notifier.publish(user.topic, R"({"of":"user"})") == kGranted);
    BOOST_TEST(hears(witness, R"({"of":"another"})"));
    BOOST_TEST(hears(phone, R"({"of":"user"})"));
    BOOST_TEST(witness.heard().size() == 1U);
    BOOST_TEST(phone.heard().size() == 1U);
    const auto on_page = page.next_message();
    BOOST_TEST(on_page.topic == user.topic);
    BOOST_TEST(on_page.payload == R"({"of":"user"})");
}

BOOST_AUTO_TEST_CASE(a_token_without_the_notices_does_not_open_them) {
    const Chat chat{1};
    const std::string user = chat.members()[0];
    const auto login = login_for(user, {chat.id()});
    Device device{as(login)};
    BOOST_REQUIRE(device.connect() == kGranted);
    BOOST_TEST(device.subscribe("users/" + user + "/notices") == kNotAuthorized);
    MqttOverWebSocket page;
    BOOST_REQUIRE(page.connect(login) == kGranted);
    BOOST_TEST(page.subscribe("users/" + user + "/notices") == kNotAuthorized);
}

BOOST_AUTO_TEST_CASE(the_notices_end_with_their_token) {
    const std::string user = unique_user("short");
    const std::string topic = "users/" + user + "/notices";
    const BrokerLogin login{user, token_signed_with("realtime-jwks.json", user, topic, 2s)};
    Listener phone{as(login), topic};
    MqttOverWebSocket page;
    BOOST_REQUIRE(page.connect(login) == kGranted);
    BOOST_REQUIRE(page.subscribe(topic) == kGrantedQos1);
    BOOST_TEST(phone.wait_for_end());
    check_connect(login, kNotAuthorized);
    // Nobody subscribes to it any more.
    BOOST_TEST(Notifier{}.publish(topic, "{}") == kNoSubscribers);
    BOOST_CHECK_THROW(page.next_message(), std::runtime_error);
    BOOST_TEST(phone.heard().empty());
}

BOOST_AUTO_TEST_CASE(nobody_but_the_notifier_publishes_notices_and_it_publishes_nothing_else) {
    const Chat chat{1};
    const std::string user = chat.members()[0];
    const std::string topic = "users/" + user + "/notices";
    const auto login = login_for(user, {chat.id()}, true);
    Listener listener{as(login), topic};
    Listener of_chat{as(login), chat.topic()};

    for (const std::string account : {"handlers", "relay"}) {
        Device backend{as({"likes_" + account, backend_password(account)})};
        BOOST_REQUIRE(backend.connect() == kGranted);
        BOOST_TEST(backend.publish(topic, R"({"by":")" + account + R"("})") == kNotAuthorized, account);
        BOOST_TEST(backend.subscribe(topic) == kNotAuthorized, account);
    }
    Device client{as(login)};
    BOOST_REQUIRE(client.connect() == kGranted);
    BOOST_TEST(client.publish(topic, R"({"by":"the user"})") == kNotAuthorized);

    Notifier notifier;
    for (const std::string& other :
         {chat.topic(), std::string{kControl}, std::string{"$SYS/broker/uptime"}, "users/" + user + "/other",
          std::string{"users/a/b/notices"}, std::string{"anything"}}) {
        BOOST_TEST_CONTEXT(other) {
            BOOST_TEST(notifier.publish(other, revocation_of(user, chat)) == kNotAuthorized);
        }
    }
    for (const std::string& other : {topic, chat.topic(), std::string{"users/+/notices"}, std::string{"#"}}) {
        BOOST_TEST(notifier.subscribe(other) == kNotAuthorized, other);
    }
    BOOST_TEST(notifier.publish(topic, R"({"by":"the notifier"})") == kGranted);
    BOOST_TEST(hears(listener, R"({"by":"the notifier"})"));
    BOOST_TEST(listener.heard().size() == 1U);
    Pulse pulse{chat, user};
    check_hears_only_real_events(of_chat, pulse);
}

// The notices are the user's own; the notifier sends nothing of a chat that was left.
BOOST_AUTO_TEST_CASE(who_leaves_a_chat_keeps_the_notices) {
    const Chat chat{1};
    const std::string user = chat.members()[0];
    const std::string topic = "users/" + user + "/notices";
    const auto login = login_for(user, {chat.id()}, true);
    Listener with_chat{as(login), chat.topic()};
    Listener alone{as(login_for(user, {}, true)), topic};
    chat.leave(user);
    BOOST_REQUIRE(with_chat.wait_for_end(kSoon));

    Listener again{as(login), topic};
    BOOST_TEST(again.subscribe(chat.topic()) == kNotAuthorized);
    BOOST_TEST(!alone.ended());
    BOOST_TEST(Notifier{}.publish(topic, R"({"still":"heard"})") == kGranted);
    for (Listener* each : {&again, &alone}) BOOST_TEST(hears(*each, R"({"still":"heard"})"));
}

// --- Leaving --------------------------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(who_leaves_while_connected_hears_nothing_that_is_committed_a_second_later) {
    const Chat chat{2};
    const std::string leaver = chat.members()[0];
    const auto login = login_for(leaver, {chat.id()});
    Listener device{as(login), chat.topic()};
    MqttOverWebSocket page;
    BOOST_REQUIRE(page.connect(login) == kGranted);
    BOOST_REQUIRE(page.subscribe(chat.topic()) == kGrantedQos1);
    Listener stays{as(login_for(chat.members()[1], {chat.id()})), chat.topic()};
    Pulse pulse{chat, chat.members()[1]};
    BOOST_REQUIRE(device.wait_for_version(pulse()));
    BOOST_REQUIRE(like_event(page.next_message()).version == 1U);

    chat.leave(leaver);
    const auto left = SteadyClock::now();
    std::uint64_t last = 0;
    std::optional<std::uint64_t> first_late;
    while (SteadyClock::now() < left + 2s) {
        const bool late = SteadyClock::now() > left + 1s;
        last = pulse();
        if (late && !first_late) first_late = last;
        device.poll();
        stays.poll();
    }
    BOOST_REQUIRE(first_late.has_value());
    BOOST_TEST(device.wait_for_end(kSoon));
    for (const auto& each : device.heard()) BOOST_TEST(like_event(each).version < *first_late);

    // The page may still have to read what was sent before it was thrown out.
    std::uint64_t last_on_page = 0;
    while (const auto version = next_version(page)) last_on_page = *version;
    BOOST_TEST(last_on_page < *first_late);

    BOOST_TEST(stays.wait_for_version(last));
    BOOST_TEST(!stays.ended());
    check_connect(login, kNotAuthorized);
}

BOOST_AUTO_TEST_CASE(who_joins_again_is_let_in_with_a_new_token_and_not_with_the_old_one) {
    const Chat chat{2};
    const std::string leaver = chat.members()[0];
    const auto old = login_for(leaver, {chat.id()});
    Listener before{as(old), chat.topic()};
    chat.leave(leaver);
    BOOST_REQUIRE(before.wait_for_end(kSoon));
    chat.rejoin(leaver);
    // A token of the very second of the leaving is void as well; the one that is fetched next is not.
    BrokerLogin fresh;
    BOOST_REQUIRE(eventually(
        [&] {
            fresh = login_for(leaver, {chat.id()});
            return connect_natively(fresh) == kGranted;
        },
        kSoon));
    Listener again{as(fresh), chat.topic()};
    BOOST_TEST(connect_natively(old) == kNotAuthorized);
    Pulse pulse{chat, chat.members()[1]};
    check_hears_only_real_events(again, pulse);
    BOOST_TEST(before.heard().empty());
}

BOOST_AUTO_TEST_CASE(who_leaves_one_of_two_chats_keeps_the_other) {
    const Chat left{1};
    const Chat kept{1};
    const std::string user = left.members()[0];
    kept.join(user);
    const auto login = login_for(user, {left.id(), kept.id()});
    Listener before{as(login), left.topic()};
    left.leave(user);
    BOOST_REQUIRE(before.wait_for_end(kSoon));
    Device after{as(login)};
    BOOST_REQUIRE(after.connect() == kGranted);
    BOOST_TEST(after.subscribe(left.topic()) == kNotAuthorized);
    BOOST_TEST(after.subscribe(kept.topic()) == kGrantedQos1);
    MqttOverWebSocket page;
    BOOST_REQUIRE(page.connect(login) == kGranted);
    BOOST_TEST(page.subscribe(left.topic()) == kNotAuthorized);
    BOOST_TEST(page.subscribe(kept.topic()) == kGrantedQos1);
    BOOST_TEST(after.wait_for_version(Caller{user}.like(kept.message()).version));
}

BOOST_AUTO_TEST_CASE(a_persistent_session_hears_nothing_of_a_chat_that_was_left_while_it_was_offline) {
    const Chat left{2};
    const Chat kept{1};
    const std::string user = left.members()[0];
    kept.join(user);
    const std::string client_id = "test-" + unique_uuid();
    {
        Listener device{with_session(login_for(user, {left.id()}), client_id), left.topic()};
        device.disconnect();
    }
    Subscriber witness_before{left};
    Pulse pulse{left, left.members()[1]};
    BOOST_REQUIRE(witness_before.wait_for_version(left.message(), pulse()));
    const auto stays = login_for(left.members()[1], {left.id()});
    Listener witness{as(stays), left.topic()};
    left.leave(user);
    BOOST_REQUIRE(witness.wait_for_version(pulse()));

    Device device{with_session(login_for(user, {kept.id()}), client_id)};
    BOOST_REQUIRE(device.connect() == kGranted);
    BOOST_REQUIRE(device.subscribe(kept.topic()) == kGrantedQos1);
    BOOST_REQUIRE(witness.wait_for_version(pulse()));
    BOOST_REQUIRE(device.wait_for_version(Caller{user}.like(kept.message()).version));
    for (const auto& each : device.heard()) BOOST_TEST(each.topic == kept.topic());
}

// --- Restart of the broker ------------------------------------------------------------------------------------------

/// Until the relay has told who has left, the broker closes a user's connection without an answer.
int connect_after_restart(const BrokerLogin& login) {
    int code = Device::kEnded;
    BOOST_TEST(eventually([&] {
        code = connect_natively(login);
        return code != Device::kEnded;
    }));
    return code;
}

/// Until the handler is at the broker again: what is liked before, the relay tells later, and as another version.
void wait_until_likes_are_told_at_once() {
    BOOST_REQUIRE(eventually([] {
        const Chat chat{1};
        Listener listener{as(broker_login(chat)), chat.topic()};
        return listener.wait_for_version(Caller{chat.members()[0]}.like(chat.message()).version, 1s);
    }));
}

BOOST_AUTO_TEST_CASE(after_a_restart_only_members_who_come_with_a_token_hear_and_former_ones_stay_out) {
    const Chat chat{4};
    const std::string& active = chat.members()[0];
    const std::string& sleeper = chat.members()[1];
    const std::string& left_before = chat.members()[2];
    const std::string& left_meanwhile = chat.members()[3];
    const auto login_of = [&](const std::string& user) { return login_for(user, {chat.id()}); };
    const auto login = login_of(active);
    const auto before = login_of(left_before);
    const auto meanwhile = login_of(left_meanwhile);

    Listener device{as(login), chat.topic()};
    Listener asleep{as(login_of(sleeper)), chat.topic()};
    Listener kicked{as(before), chat.topic()};
    Listener stays{as(meanwhile), chat.topic()};
    chat.leave(left_before);
    BOOST_REQUIRE(kicked.wait_for_end(kSoon));
    {
        StoppedService broker{"mosquitto"};
        for (Device* each :
             {static_cast<Device*>(&device), static_cast<Device*>(&asleep), static_cast<Device*>(&stays)}) {
            BOOST_TEST(each->wait_for_end());
        }
        chat.leave(left_meanwhile);
        broker.start();
    }
    // The very first answer that anyone gets is a refusal.
    BOOST_TEST(connect_after_restart(meanwhile) == kNotAuthorized);
    BOOST_TEST(connect_after_restart(before) == kNotAuthorized);
    BOOST_TEST(connect_after_restart({active, "guess"}) == kNotAuthorized);
    BOOST_TEST(connect_after_restart(login) == kGranted);

    wait_until_likes_are_told_at_once();
    Listener back{as(login), chat.topic()};
    Pulse pulse{chat, active};
    check_hears_only_real_events(back, pulse);
    for (Device* each : {static_cast<Device*>(&device), static_cast<Device*>(&asleep), static_cast<Device*>(&stays),
                         static_cast<Device*>(&kicked)}) {
        BOOST_TEST(!each->poll());
        BOOST_TEST(each->heard().empty());
    }
    for (const auto& former : {before, meanwhile}) check_connect(former, kNotAuthorized);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
