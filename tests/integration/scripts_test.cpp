#include <algorithm>
#include <regex>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "base/base64url.hpp"
#include "support/api.hpp"
#include "support/chat.hpp"
#include "support/command.hpp"
#include "support/service.hpp"

namespace likes::test {
namespace {

int status_of_get(const Chat& chat, const std::string& token) {
    return HttpClient{}.send({"GET", likes_path(chat.message()), {"Authorization: Bearer " + token}, {}}).status;
}

/// It failed, said why in one line, and printed nothing that could be taken for a result.
void check_refused(const CommandResult& result) {
    BOOST_TEST(result.exit_code != 0);
    BOOST_TEST(result.output == "");
    BOOST_TEST(std::count(result.errors.begin(), result.errors.end(), '\n') == 1);
}

BOOST_AUTO_TEST_SUITE(scripts)

BOOST_AUTO_TEST_CASE(token_prints_a_token_that_works_and_nothing_else) {
    const Chat chat{1};
    for (const std::vector<std::string>& options :
         {std::vector<std::string>{}, std::vector<std::string>{"--ttl", "60"}, std::vector<std::string>{"--ttl=60"}}) {
        std::vector<std::string> arguments{chat.members()[0]};
        arguments.insert(arguments.end(), options.begin(), options.end());
        const auto result = run_script("token", arguments);
        BOOST_TEST(result.exit_code == 0);
        BOOST_TEST(result.errors == "");
        BOOST_TEST(std::regex_match(result.output, std::regex{R"([\w-]+\.[\w-]+\.[\w-]+\n)"}), result.output);
        BOOST_TEST(status_of_get(chat, result.output.substr(0, result.output.size() - 1)) == 200);
    }
}

/// The claims of a token, as JSON.
std::string claims_of(const std::string& token) {
    const auto begin = token.find('.') + 1;
    return base64url_decode(token.substr(begin, token.find('.', begin) - begin)).value();
}

BOOST_AUTO_TEST_CASE(token_names_the_scopes_it_is_asked_for_and_no_others) {
    const auto token = [](const std::vector<std::string>& options) {
        auto arguments = options;
        arguments.emplace_back("alice");
        const auto result = run_script("token", arguments);
        BOOST_TEST(result.exit_code == 0, result.errors);
        return claims_of(result.output);
    };
    const std::string claim = R"("scope":"likes:analytics likes:export")";
    BOOST_TEST(token({"--scope", "likes:analytics likes:export"}).find(claim) != std::string::npos);
    BOOST_TEST(token({"--scope=likes:analytics likes:export"}).find(claim) != std::string::npos);
    BOOST_TEST(token({}).find("scope") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(token_works_for_every_user_id_of_the_contract) {
    for (const std::string& user : {std::string{"A"}, std::string{"z9._~@:-|/+="}, std::string{"-x"},
                                    std::string{"--help"}, std::string(128, 'u')}) {
        BOOST_TEST_CONTEXT("user: " << user) {
            BOOST_TEST(run_script("token", {"--", user}).exit_code == 0);
        }
    }
}

BOOST_AUTO_TEST_CASE(token_refuses_what_it_does_not_understand) {
    for (const std::vector<std::string>& arguments : {
             std::vector<std::string>{},
             std::vector<std::string>{"no user"},
             std::vector<std::string>{"алиса"},
             std::vector<std::string>{std::string(129, 'u')},
             std::vector<std::string>{"alice", "bob"},
             std::vector<std::string>{"--", "--ttl", "60"},
             std::vector<std::string>{"--"},
             std::vector<std::string>{"alice", "--ttl"},
             std::vector<std::string>{"alice", "--ttl", "0"},
             std::vector<std::string>{"alice", "--ttl", "-1"},
             std::vector<std::string>{"alice", "--ttl", "1h"},
             std::vector<std::string>{"alice", "--scope"},
             std::vector<std::string>{"alice", "--scope", ""},
             std::vector<std::string>{"alice", "--scope", "likes:\"analytics\""},
             std::vector<std::string>{"alice", "--color"},
         }) {
        BOOST_TEST_CONTEXT("arguments: " << arguments.size()
                                         << ", last: " << (arguments.empty() ? "" : arguments.back())) {
            check_refused(run_script("token", arguments));
        }
    }
}

BOOST_AUTO_TEST_CASE(status_names_every_service_and_exits_with_0_only_when_all_run) {
    const auto all_run = run_script("status");
    BOOST_TEST(all_run.exit_code == 0);
    for (const std::string name : {"mariadb", "mosquitto", "like_message", "unlike_message", "message_likes",
                                   "realtime_token", "relay", "nginx"}) {
        BOOST_TEST(all_run.output.find(name) != std::string::npos);
    }
    BOOST_TEST(all_run.output.find("stopped") == std::string::npos);
    {
        StoppedService relay{"relay"};
        const auto one_stopped = run_script("status");
        BOOST_TEST(one_stopped.exit_code != 0);
        BOOST_TEST(std::regex_search(one_stopped.output, std::regex{"relay +stopped"}), one_stopped.output);
        relay.start();
    }
    BOOST_TEST(run_script("status").exit_code == 0);
    check_refused(run_script("status", {"--color"}));
}

BOOST_AUTO_TEST_CASE(sql_runs_what_comes_on_standard_input_as_the_owner) {
    BOOST_TEST(script("sql", {"-N"}, "SELECT CURRENT_USER(), DATABASE()") == "likes_owner@%\tlikes\n");
    BOOST_TEST(script("sql", {"-N", "-e", "SELECT 1"}) == "1\n");
    BOOST_TEST(run_script("sql", {}, "SELECT nothing").exit_code != 0);
}

BOOST_AUTO_TEST_CASE(sql_and_migrate_say_in_one_line_that_the_database_does_not_run) {
    StoppedService database{"mariadb"};
    check_refused(run_script("sql", {}, "SELECT 1"));
    check_refused(run_script("migrate"));
    database.start();
}

BOOST_AUTO_TEST_CASE(a_service_that_is_started_twice_is_the_same_and_one_that_does_not_exist_is_refused) {
    const auto before = workers_of("relay");
    BOOST_TEST(run_script("service", {"start", "relay"}).exit_code == 0);
    BOOST_TEST(workers_of("relay") == before, boost::test_tools::per_element());
    check_refused(run_script("service", {"start", "kitchen"}));
    check_refused(run_script("service", {"polish", "relay"}));
    check_refused(run_script("service", {"start"}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
