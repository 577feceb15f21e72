// What an app on a phone does, with libmosquitto: it holds what the chat shows, hears the chat's events, asks what it
// missed while it was away or asleep, and goes on when a token ends. It prints a line of JSON for each change of what
// it holds. Any MQTT client can take the same steps. By itself it is built so (Debian: g++ libmosquitto-dev
// libcurl4-openssl-dev rapidjson-dev):
//
//     g++ -std=c++20 -o phone phone.cpp -lmosquitto -lcurl
//     ./phone http://127.0.0.1:8080 127.0.0.1 1883 CHAT_ID 'scripts/token alice'
//
// The last argument is a command that prints a bearer token of the user. An app asks its sign-in instead.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <map>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

#include <curl/curl.h>
#include <mosquitto.h>
#include <rapidjson/document.h>

namespace {

using namespace std::chrono_literals;

struct Phone {
    std::string api, chat, token_command;
    /// Empty: to be asked for.
    std::string bearer{};
    /// Up to where the changes of the chat have been read. Empty: nothing yet.
    std::string cursor{};
    /// The versions of what is held, by message and reaction. An app keeps the rest of each state beside them.
    std::map<std::pair<std::string, std::string>, std::uint64_t> versions{};
    /// The broker hears this client's subscription.
    bool is_subscribed = false;
    /// Something may have been missed, and has not been read yet.
    bool is_behind = false;
    std::chrono::milliseconds pause = 1s;
    std::mt19937 random{std::random_device{}()};
    std::string events() const { return "chats/" + chat + "/events"; }
};

/// What the API answers instead of a 2xx.
struct Refused : std::runtime_error {
    Refused(const std::string& path, long answered)
        : runtime_error{path + " was answered with " + std::to_string(answered)}, status{answered} {}
    long status;
};

constexpr long kBadRequest = 400;
constexpr long kUnauthorized = 401;
constexpr long kForbidden = 403;

/// The first line that the command prints. Throws if there is none.
std::string first_line_of(const std::string& command) {
    // NOLINTNEXTLINE(cert-env33-c): the command is what whoever starts this wrote
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> output{::popen(command.c_str(), "re"), &::pclose};
    std::string line;
    if (output != nullptr) {
        for (int c = 0; (c = std::fgetc(output.get())) != EOF && c != '\n';) line += static_cast<char>(c);
    }
    if (line.empty()) throw std::runtime_error{"no token from: " + command};
    return line;
}

/// The JSON that the API answers: to a GET, or to a POST of `body`. Throws if it is no 2xx.
rapidjson::Document call_once(const Phone& phone, const std::string& path, const std::string& body) {
    CURL* const curl = curl_easy_init();
    curl_slist* const headers = curl_slist_append(nullptr, ("Authorization: Bearer " + phone.bearer).c_str());
    std::string answer;
    const auto append = +[](char* data, std::size_t, std::size_t size, void* to) {
        static_cast<std::string*>(to)->append(data, size);
        return size;
    };
    curl_easy_setopt(curl, CURLOPT_URL, (phone.api + path).c_str());
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, 10L);
    if (!body.empty()) curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.c_str());
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, append);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
    const CURLcode code = curl_easy_perform(curl);
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    if (code != CURLE_OK) throw std::runtime_error{path + ": " + curl_easy_strerror(code)};
    if (status / 100 != 2) throw Refused{path, status};
    rapidjson::Document json;
    // With its length: where RapidJSON looks at sixteen characters at a time it reads beyond a terminating zero.
    json.Parse(answer.data(), answer.size());
    return json;
}

/// The same with a new bearer token if there is none, or if the one that there is has ended.
rapidjson::Document call(Phone& phone, const std::string& path, const std::string& body = {}) {
    if (!phone.bearer.empty()) {
        try {
            return call_once(phone, path, body);
        } catch (const Refused& refused) {
            if (refused.status != kUnauthorized) throw;
        }
    }
    phone.bearer = first_line_of(phone.token_command);
    return call_once(phone, path, body);
}

/// Throws if the answer does not have it.
const rapidjson::Value& member(const rapidjson::Value& answer, const char* name) {
    if (answer.IsObject()) {
        const auto found = answer.FindMember(name);
        if (found != answer.MemberEnd()) return found->value;
    }
    throw std::runtime_error{std::string{"an answer without "} + name};
}

/// Before each connection: the password is good for minutes, and ends with the membership.
void take_token(mosquitto* client, Phone& phone) {
    const auto access = call(phone, "/realtime/token", R"({"chat_ids":[")" + phone.chat + R"("]})");
    mosquitto_username_pw_set(client, member(access, "username").GetString(), member(access, "token").GetString());
}

/// Holds the state of a reaction on a message, unless a newer one is held already: events and answers may come twice,
/// and in any order.
void apply(Phone& phone, const std::string& message, const std::string& reaction, const rapidjson::Value& state) {
    const auto version = member(state, "version").GetUint64();
    auto& held = phone.versions[{message, reaction}];
    if (version <= held) return;
    held = version;
    std::cout << R"({"message_id":")" << message << R"(","reaction":")" << reaction << R"(","likes_count":)"
              << member(state, "likes_count").GetUint64() << R"(,"version":)" << version << '}' << std::endl;
}

/// An event is a state as well.
void apply_event(Phone& phone, const std::string& text) {
    rapidjson::Document event;
    event.Parse(text.data(), text.size());
    const auto& payload = member(event, "payload");
    const bool names_it = payload.IsObject() && payload.HasMember("reaction");
    apply(phone, member(payload, "message_id").GetString(), names_it ? payload["reaction"].GetString() : "like",
          payload);
}

/// A part of what changed. The server may refuse the cursor: then there is none before "from now", and what is on the
/// screen is to be read anew (`GET /chats/{chat_id}/likes?message_ids=…`), whatever versions are known of it.
rapidjson::Document changes(Phone& phone) {
    const auto path = "/chats/" + phone.chat + "/likes/changes";
    if (phone.cursor.empty()) return call(phone, path);
    try {
        return call(phone, path + "?since=" + phone.cursor);
    } catch (const Refused& refused) {
        if (refused.status != kBadRequest) throw;
        auto from_now = call(phone, path);
        phone.versions.clear();
        std::cout << R"({"anew":true})" << std::endl;  // An app that cannot read them throws: its cursor stays.
        return from_now;
    }
}

/// After each subscription and each sleep: what changed since the last time. The cursor moves when that has been held.
void catch_up(Phone& phone) {
    bool more = true;
    while (more) {
        const auto page = changes(phone);
        for (const auto& change : member(page, "changes").GetArray()) {
            const std::string message = member(change, "message_id").GetString();
            if (change.HasMember("deleted")) {
                std::cout << R"({"message_id":")" << message << R"(","deleted":true})" << std::endl;
                continue;
            }
            for (const auto& state : member(change, "reactions").GetArray()) {
                apply(phone, message, member(state, "reaction").GetString(), state);
            }
        }
        phone.cursor = member(page, "next").GetString();
        more = member(page, "more").GetBool();
    }
    phone.is_behind = false;
    phone.pause = 1s;
    std::cout << R"({"live":true})" << std::endl;
}

/// False if it failed; then it is to be tried again. Only who is no member of the chat any more need not.
bool attempt(const auto& step) {
    try {
        step();
        return true;
    } catch (const Refused& refused) {
        if (refused.status == kForbidden) throw;
        std::cerr << refused.what() << std::endl;
    } catch (const std::exception& error) {
        std::cerr << error.what() << std::endl;
    }
    return false;
}

/// With a new token.
void connect(mosquitto* client, Phone& phone, const char* host, int port) {
    constexpr int kKeepaliveSeconds = 30;
    phone.is_subscribed = false;
    if (!attempt([&] { take_token(client, phone); })) return;
    const int error = mosquitto_connect(client, host, port, kKeepaliveSeconds);
    if (error != MOSQ_ERR_SUCCESS) std::cerr << "no connection: " << mosquitto_strerror(error) << std::endl;
}

/// That grows, and is random so that not all phones come back in the same moment.
void wait_a_while(Phone& phone) {
    std::this_thread::sleep_for(phone.pause * (std::uniform_real_distribution{0.5, 1.0}(phone.random)));
    phone.pause = std::min<std::chrono::milliseconds>(2 * phone.pause, 30s);
}

/// Hears events for up to a second. False if the connection is lost, which it also is when the token has ended: the
/// broker says DISCONNECT, and libmosquitto tells only the next call of it. A phone that slept may have kept its
/// connection, but the broker has dropped what its queue for this client could not hold, and says nothing of it.
bool listen(mosquitto* client, Phone& phone) {
    // Not steady_clock, which stands still while the phone sleeps.
    const auto before = std::chrono::system_clock::now();
    const bool is_connected = mosquitto_loop(client, 1000, 1) == MOSQ_ERR_SUCCESS;
    if (std::chrono::system_clock::now() - before > 3s) phone.is_behind = true;
    return is_connected;
}

void on_connack(mosquitto* client, void* data, int refusal) {
    if (refusal == 0) {
        mosquitto_subscribe(client, nullptr, static_cast<Phone*>(data)->events().c_str(), 1);
    } else {
        std::cerr << "the broker refuses the connection: " << mosquitto_reason_string(refusal) << std::endl;
        mosquitto_disconnect(client);
    }
}

/// A subscription may be refused: the token does not open the chat, or not any more. Another token is asked for then.
void on_suback(mosquitto* client, void* data, int /*packet*/, int count, const int* granted) {
    constexpr int kLeastRefusal = 0x80;
    auto& phone = *static_cast<Phone*>(data);
    phone.is_subscribed = count == 1 && granted[0] < kLeastRefusal;
    phone.is_behind = phone.is_subscribed;
    if (phone.is_subscribed) return;
    std::cerr << "the broker refuses the subscription" << std::endl;
    mosquitto_disconnect(client);
}

void on_message(mosquitto* /*client*/, void* data, const mosquitto_message* event) {
    const std::string text{static_cast<const char*>(event->payload), static_cast<std::size_t>(event->payloadlen)};
    auto& phone = *static_cast<Phone*>(data);
    // What cannot be read is asked for: nothing is lost by it.
    if (!attempt([&] { apply_event(phone, text); })) phone.is_behind = true;
}

int run(char** argv) {
    Phone phone{.api = std::string{argv[1]} + "/api/v1", .chat = argv[4], .token_command = argv[5]};
    const int port = std::atoi(argv[3]);  // NOLINT(cert-err34-c): 0 is refused
    mosquitto_lib_init();
    mosquitto* const client = mosquitto_new(nullptr, true, &phone);
    mosquitto_int_option(client, MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V5);
    mosquitto_connect_callback_set(client, on_connack);
    mosquitto_subscribe_callback_set(client, on_suback);
    mosquitto_message_callback_set(client, on_message);

    connect(client, phone, argv[2], port);
    while (true) {
        bool is_well = listen(client, phone);
        // A catch-up that failed is tried again as a lost connection is.
        if (is_well && phone.is_subscribed && phone.is_behind) is_well = attempt([&] { catch_up(phone); });
        if (is_well) continue;
        wait_a_while(phone);
        connect(client, phone, argv[2], port);
    }
}

}  // namespace

int main(int argc, char** argv) try {
    constexpr int kArguments = 6;
    if (argc == kArguments) return run(argv);
    std::cerr << "usage: phone ADDRESS MQTT_HOST MQTT_PORT CHAT_ID TOKEN_COMMAND\n";
    return 2;
} catch (const std::exception& fault) {
    std::cerr << "phone: " << fault.what() << '\n';
    return EXIT_FAILURE;
}
