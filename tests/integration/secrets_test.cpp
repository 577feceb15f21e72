#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <sys/stat.h>
#include <unistd.h>

#include "support/api.hpp"
#include "support/broker_login.hpp"
#include "support/chat.hpp"
#include "support/command.hpp"
#include "support/device.hpp"
#include "support/json.hpp"
#include "support/processes.hpp"
#include "support/service.hpp"
#include "support/sql.hpp"
#include "support/stack.hpp"
#include "support/token.hpp"
#include "support/web_socket.hpp"

namespace likes::test {
namespace {

namespace fs = std::filesystem;

std::string content_of(const fs::path& file) {
    std::ifstream stream{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

std::vector<fs::path> files_below(const fs::path& directory) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator{directory}) {
        if (entry.is_regular_file()) files.push_back(entry.path());
    }
    return files;
}

/// What nobody may find where it does not belong: name to text.
using Secrets = std::map<std::string, std::string>;

/// The passwords and keys that the instance was made with.
Secrets secrets_of_instance() {
    Secrets secrets;
    for (const auto& file : files_below(stack().var_dir / "secrets")) {
        const auto text = content_of(file);
        const std::string name = file.filename();
        if (file.extension() == ".password") secrets[name] = text;
        if (file.extension() == ".json") {
            const auto json = parse_json(text);
            for (const auto& key : member(json, "keys").GetArray()) {
                secrets[name + ' ' + text_of(key, "kid")] = text_of(key, "k");
            }
        }
    }
    return secrets;
}

/// A token as a secret: whole, what it claims, and what makes it good.
void add_token(Secrets& secrets, const std::string& name, const std::string& token) {
    const auto first = token.find('.');
    const auto last = token.rfind('.');
    secrets[name] = token;
    secrets["the claims of " + name] = token.substr(first + 1, last - first - 1);
    secrets["the signature of " + name] = token.substr(last + 1);
}

void check_holds_none(const std::string& where, const std::string& text, const Secrets& secrets) {
    for (const auto& [name, secret] : secrets)
        BOOST_TEST(text.find(secret) == std::string::npos, where << " has " << name);
}

std::string token_of(const std::string& authorization) {
    return authorization.substr(std::string{"Bearer "}.size());
}

/// Every program says as much as it can.
struct TalkativeServices {
    const HandlersWith handlers{{{"LIKES_LOG_LEVEL", "debug"}},
                                {"like_message", "unlike_message", "message_likes", "realtime_token", "demo", "relay"}};
};

BOOST_AUTO_TEST_SUITE(secrets)

BOOST_AUTO_TEST_CASE(what_is_secret_is_in_files_of_its_owner_alone) {
    const auto& var_dir = stack().var_dir;
    BOOST_TEST(secrets_of_instance().size() >= 7U);
    std::vector<fs::path> files = files_below(var_dir / "secrets");
    BOOST_TEST(files.size() >= 9U);
    for (const auto& file : files_below(var_dir / "etc")) files.push_back(file);
    for (const auto& file : files) {
        struct stat status {};
        BOOST_REQUIRE(stat(file.c_str(), &status) == 0);
        // The snippets of nginx are copies of what anybody can read in the sources.
        if (file.parent_path().filename() == "snippets") continue;
        BOOST_TEST((status.st_mode & 07777U) == 0600U,
                   file << " has the mode " << std::oct << (status.st_mode & 07777U));
        BOOST_TEST(status.st_uid == geteuid());
    }
    for (const std::string directory : {"", "secrets", "etc", "log", "run", "mariadb"}) {
        const auto permissions = fs::status(var_dir / directory).permissions();
        BOOST_TEST(((permissions & (fs::perms::group_all | fs::perms::others_all)) == fs::perms::none), directory);
    }
}

BOOST_AUTO_TEST_CASE(no_secret_is_outside_of_its_files) {
    const auto secrets = secrets_of_instance();
    for (const std::string directory : {"etc", "log", "run"}) {
        for (const auto& file : files_below(stack().var_dir / directory)) {
            check_holds_none(file, content_of(file), secrets);
        }
    }
    check_holds_none("settings", content_of(stack().var_dir / "settings"), secrets);
}

BOOST_AUTO_TEST_CASE(no_secret_is_on_a_command_line_or_in_an_environment) {
    const auto secrets = secrets_of_instance();
    const auto processes = processes_of_instance();
    for (const std::string service : {"mariadb", "mosquitto", "nginx", "relay", "like_message", "realtime_token"}) {
        BOOST_TEST(processes.contains(service), service);
    }
    for (const auto& [service, pids] : processes) {
        for (const auto pid : pids) {
            const fs::path process = "/proc/" + std::to_string(pid);
            const auto command_line = content_of(process / "cmdline");
            BOOST_TEST(!command_line.empty());
            check_holds_none(service + "'s command line", command_line, secrets);
            check_holds_none(service + "'s environment", content_of(process / "environ"), secrets);
        }
    }
}

BOOST_FIXTURE_TEST_CASE(no_log_holds_a_token_a_password_a_cookie_or_a_message, TalkativeServices) {
    const Chat chat{1};
    const std::string& user = chat.members()[0];
    auto secrets = secrets_of_instance();
    secrets["a cookie"] = "cookie-of-" + user;
    secrets["a body"] = "body-of-" + user;
    secrets["a message"] = "message-of-" + user;
    secrets["a wrong password"] = "password-of-" + user;
    secrets["a message of the demo"] = "в субботу обещают";
    sql("UPDATE messages SET body = " + sql_text(secrets["a message"]) +
        " WHERE message_id = " + sql_id(chat.message()));

    const std::string good = bearer(user);
    const std::map<std::string, std::string> tokens{{"a token", good},
                                                    {"an expired token", bearer(user, std::chrono::seconds{-1})},
                                                    {"a stranger's token", bearer_of_stranger(user)},
                                                    {"the demo's token", bearer("alice")}};
    HttpClient client;
    std::string last_request;
    const auto call = [&](const std::string& method, const std::string& target, const std::string& authorization) {
        const auto response =
            client.send({method,
                         target,
                         {"Authorization: " + authorization, "Cookie: session=" + secrets["a cookie"]},
                         R"({"x":")" + secrets["a body"] + R"("})"});
        last_request = response.header("x-request-id").value_or("");
        return response.status;
    };
    const auto call_everything = [&](const std::string& authorization) {
        for (const std::string& form : {authorization, authorization + "x", token_of(authorization)}) {
            call("POST", like_path(chat.message()), form);
            call("DELETE", like_path(chat.message()), form);
            call("GET", likes_path(chat.message()), form);
            call("POST", "/api/v1/realtime/token", form);
            call("GET", "/demo/messages", form);
            call("GET", "/nowhere", form);
        }
    };
    for (const auto& [name, authorization] : tokens) {
        add_token(secrets, name, token_of(authorization));
        call_everything(authorization);
    }
    BOOST_TEST(call("POST", like_path(chat.message()), good) == 200);
    BOOST_TEST(call("GET", "/demo/messages", tokens.at("the demo's token")) == 200);

    const auto login = broker_login(chat);
    add_token(secrets, "a realtime token", login.password);
    for (const std::string& password :
         {login.password, login.password + 'x', token_of(good), secrets["a wrong password"]}) {
        Device device{as({user, password})};
        if (device.connect() == 0) {
            BOOST_TEST(device.subscribe(chat.topic()) == 1);
            device.publish(chat.topic(), secrets["a body"]);
        }
        MqttOverWebSocket{}.connect({user, password});
    }
    {
        StoppedService database{"mariadb"};
        BOOST_TEST(call("POST", like_path(chat.message()), good) == 503);
        call_everything(good);
        database.start();
    }
    BOOST_TEST(eventually([&] { return call("POST", like_path(chat.message()), good) == 200; }));

    const auto log_dir = stack().var_dir / "log";
    BOOST_TEST(
        eventually([&] { return content_of(log_dir / "nginx.access.log").find(last_request) != std::string::npos; }));
    // The logs tell of all this: that they hold no secret is not because they hold nothing.
    BOOST_TEST(content_of(log_dir / "like_message.log").find("bad_signature") != std::string::npos);
    BOOST_TEST(content_of(log_dir / "mosquitto.log").find(user) != std::string::npos);
    for (const auto& file : files_below(log_dir)) check_holds_none(file, content_of(file), secrets);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
