// What an app on a phone does, with libmosquitto: a realtime token, the chat's events, and what it missed while it was
// away. It prints a line of JSON for each. Without libmosquitto's own loop the same steps do in any MQTT client.
//
//     LIKES_TOKEN=$(scripts/token alice) phone http://127.0.0.1:8080 127.0.0.1 1883 CHAT_ID
#include <cstdlib>
#include <iostream>
#include <stdexcept>
#include <string>

#include <curl/curl.h>
#include <mosquitto.h>
#include <rapidjson/document.h>

namespace {

struct Phone {
    std::string api, bearer, chat, cursor;
    std::string events() const { return "chats/" + chat + "/events"; }
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
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
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

/// After each subscription, and before any event is read: what changed since the last time.
void catch_up(Phone& phone) {
    bool more = true;
    while (more) {
        const auto since = phone.cursor.empty() ? "" : "?since=" + phone.cursor;
        const auto page = call(phone, "/chats/" + phone.chat + "/likes/changes" + since);
        for (const auto& change : member(page, "changes").GetArray()) {
            std::cout << R"({"missed":")" << member(change, "message_id").GetString() << "\"}" << std::endl;
        }
        phone.cursor = member(page, "next").GetString();
        more = member(page, "more").GetBool();
    }
    std::cout << R"({"live":true})" << std::endl;
}

/// What goes wrong is tried again: libmosquitto connects anew by itself, and comes by here.
void attempt(const auto& step) {
    try {
        step();
    } catch (const std::exception& error) {
        std::cerr << error.what() << std::endl;
    }
}

}  // namespace

int main(int argc, char** argv) {
    const char* const token = std::getenv("LIKES_TOKEN");  // NOLINT(concurrency-mt-unsafe): there is one thread
    if (argc != 5 || token == nullptr) {
        std::cerr << "usage: LIKES_TOKEN=… phone ADDRESS MQTT_HOST MQTT_PORT CHAT_ID\n";
        return 2;
    }
    Phone phone{std::string{argv[1]} + "/api/v1", token, argv[4], {}};
    mosquitto_lib_init();
    mosquitto* const client = mosquitto_new(nullptr, true, &phone);
    mosquitto_int_option(client, MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V5);
    mosquitto_reconnect_delay_set(client, 1, 30, true);

    mosquitto_connect_callback_set(client, [](mosquitto* self, void* data, int refusal) {
        if (refusal == 0) mosquitto_subscribe(self, nullptr, static_cast<Phone*>(data)->events().c_str(), 1);
    });
    mosquitto_subscribe_callback_set(client, [](mosquitto*, void* data, int, int, const int*) {
        attempt([data] { catch_up(*static_cast<Phone*>(data)); });
    });
    mosquitto_message_callback_set(client, [](mosquitto*, void*, const mosquitto_message* event) {
        std::cout.write(static_cast<const char*>(event->payload), event->payloadlen) << std::endl;
    });
    mosquitto_disconnect_callback_set(client, [](mosquitto* self, void* data, int) {
        attempt([self, data] { take_token(self, *static_cast<Phone*>(data)); });
    });

    attempt([&] { take_token(client, phone); });
    mosquitto_connect(client, argv[2], std::atoi(argv[3]), 30);  // NOLINT(cert-err34-c): 0 is refused
    return mosquitto_loop_forever(client, -1, 1);
}
