// What an app on a phone does, with libmosquitto: a realtime token, the chat's events, and what it missed while it was
// away or asleep. It prints a line of JSON for each. The same steps do in any MQTT client.
//
//     LIKES_TOKEN=$(scripts/token alice) phone http://127.0.0.1:8080 127.0.0.1 1883 CHAT_ID
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>

#include <curl/curl.h>
#include <mosquitto.h>
#include <rapidjson/document.h>

namespace {

using namespace std::chrono_literals;

struct Phone {
    std::string api, bearer, chat, cursor;
    /// Something may have been missed, and has not been read yet.
    bool is_behind = false;
    std::chrono::milliseconds pause = 1s;
    std::mt19937 random{std::random_device{}()};
    std::string events() const { return "chats/" + chat + "/events"; }
};

/// 400: what was asked is wrong.
struct BadRequest : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The JSON that the API answers: to a GET, or to a POST of `body`. Throws if it is no 2xx.
rapidjson::Document call(const Phone& phone, const std::string& path, const std::string& body = {}) {
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
    curl_easy_setopt(curl, CURLOPT_FAILONERROR, 1L);
    if (!body.empty()) curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.c_str());
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, append);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
    const CURLcode code = curl_easy_perform(curl);
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    if (status == 400) throw BadRequest{path};
    if (code != CURLE_OK) throw std::runtime_error{path + ": " + curl_easy_strerror(code)};
    rapidjson::Document json;
    // With its length: where RapidJSON looks at sixteen characters at a time it reads beyond a terminating zero.
    json.Parse(answer.data(), answer.size());
    return json;
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
void take_token(mosquitto* client, const Phone& phone) {
    const auto access = call(phone, "/realtime/token", R"({"chat_ids":[")" + phone.chat + R"("]})");
    mosquitto_username_pw_set(client, member(access, "username").GetString(), member(access, "token").GetString());
}

/// A part of what changed. The server may refuse the cursor: then there is none before "from now", and what is on the
/// screen is to be read anew (`GET /chats/{chat_id}/likes?message_ids=…`), whatever versions are known of it.
rapidjson::Document changes(Phone& phone) {
    const auto path = "/chats/" + phone.chat + "/likes/changes";
    if (phone.cursor.empty()) return call(phone, path);
    try {
        return call(phone, path + "?since=" + phone.cursor);
    } catch (const BadRequest&) {
        auto from_now = call(phone, path);
        std::cout << R"({"anew":true})" << std::endl;  // An app that cannot read them throws: its cursor stays.
        return from_now;
    }
}

/// After each subscription and each sleep: what changed since the last time. The cursor moves when that has been read.
void catch_up(Phone& phone) {
    bool more = true;
    while (more) {
        const auto page = changes(phone);
        for (const auto& change : member(page, "changes").GetArray()) {
            std::cout << R"({"missed":")" << member(change, "message_id").GetString() << "\"}" << std::endl;
        }
        phone.cursor = member(page, "next").GetString();
        more = member(page, "more").GetBool();
    }
    phone.is_behind = false;
    phone.pause = 1s;
    std::cout << R"({"live":true})" << std::endl;
}

/// False if it failed; then it is to be tried again.
bool attempt(const auto& step) {
    try {
        step();
        return true;
    } catch (const std::exception& error) {
        std::cerr << error.what() << std::endl;
        return false;
    }
}

/// With a new token, and after a pause that grows and is random, so that not all phones come back in the same moment.
void reconnect(mosquitto* client, Phone& phone) {
    std::this_thread::sleep_for(phone.pause * (std::uniform_real_distribution{0.5, 1.0}(phone.random)));
    phone.pause = std::min<std::chrono::milliseconds>(2 * phone.pause, 30s);
    attempt([&] { take_token(client, phone); });
    mosquitto_reconnect(client);
}

/// Hears events for up to a second. False if the connection is lost. A phone that slept may have kept its connection,
/// but the broker has dropped what its queue for this client could not hold, and says nothing of it.
bool listen(mosquitto* client, Phone& phone) {
    // Not steady_clock, which stands still while the phone sleeps.
    const auto before = std::chrono::system_clock::now();
    const bool is_connected = mosquitto_loop(client, 1000, 1) == MOSQ_ERR_SUCCESS;
    if (std::chrono::system_clock::now() - before > 3s) phone.is_behind = true;
    return is_connected;
}

}  // namespace

int main(int argc, char** argv) {
    const char* const token = std::getenv("LIKES_TOKEN");  // NOLINT(concurrency-mt-unsafe): there is one thread
    if (argc != 5 || token == nullptr) {
        std::cerr << "usage: LIKES_TOKEN=… phone ADDRESS MQTT_HOST MQTT_PORT CHAT_ID\n";
        return 2;
    }
    Phone phone{.api = std::string{argv[1]} + "/api/v1", .bearer = token, .chat = argv[4], .cursor = {}};
    mosquitto_lib_init();
    mosquitto* const client = mosquitto_new(nullptr, true, &phone);
    mosquitto_int_option(client, MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V5);

    mosquitto_connect_callback_set(client, [](mosquitto* self, void* data, int refusal) {
        if (refusal == 0) mosquitto_subscribe(self, nullptr, static_cast<Phone*>(data)->events().c_str(), 1);
    });
    mosquitto_subscribe_callback_set(
        client, [](mosquitto*, void* data, int, int, const int*) { static_cast<Phone*>(data)->is_behind = true; });
    mosquitto_message_callback_set(client, [](mosquitto*, void*, const mosquitto_message* event) {
        std::cout.write(static_cast<const char*>(event->payload), event->payloadlen) << std::endl;
    });

    attempt([&] { take_token(client, phone); });
    mosquitto_connect(client, argv[2], std::atoi(argv[3]), 30);  // NOLINT(cert-err34-c): 0 is refused
    while (true) {
        const bool is_live = listen(client, phone) && (!phone.is_behind || attempt([&] { catch_up(phone); }));
        // A catch-up that failed is tried again as a lost connection is.
        if (!is_live) reconnect(client, phone);
    }
}
