#include "unit/auth/token_attacks.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <string>

#include <boost/test/unit_test.hpp>

#include "base/time.hpp"
#include "problem.hpp"
#include "support/api.hpp"
#include "support/broker_login.hpp"
#include "support/chat.hpp"
#include "support/service.hpp"
#include "support/stack.hpp"
#include "support/tcp_connection.hpp"
#include "support/token.hpp"
#include "support/web_socket.hpp"
#include "unit/auth/victim.hpp"

namespace likes::test {
namespace {

namespace fs = std::filesystem;

/// The instance's keys and those of the victim, as long as the object lives.
class MoreKeys {
  public:
    explicit MoreKeys(const auth::test::Victim& victim) {
        std::ifstream stream{file_};
        before_.assign(std::istreambuf_iterator<char>{stream}, {});
        const auto end = before_.rfind("]}");
        write(before_.substr(0, end) + ',' + victim.jwks().substr(victim.jwks().find('[') + 1));
    }
    ~MoreKeys() { write(before_); }
    MoreKeys(const MoreKeys&) = delete;
    MoreKeys& operator=(const MoreKeys&) = delete;

  private:
    void write(const std::string& text) const {
        const auto fresh = file_.string() + ".new";
        std::ofstream{fresh};
        fs::permissions(fresh, fs::perms::owner_read | fs::perms::owner_write);
        std::ofstream{fresh} << text;
        fs::rename(fresh, file_);
    }

    fs::path file_ = stack().secret("jwks.json");
    std::string before_;
};

/// Whether HTTP lets the token through to the handler: 8 KiB without control characters.
bool fits_in_a_header(const std::string& token) {
    constexpr std::size_t kHeaderMax = 8000;
    return token.size() <= kHeaderMax &&
           std::none_of(token.begin(), token.end(), [](char c) { return c == '\0' || c == '\r' || c == '\n'; });
}

HttpResponse like(const std::string& message, const std::string& token) {
    return HttpClient{}.send({"POST", like_path(message), {"Authorization: Bearer " + token}, {}});
}

/// The status of a call whose header is sent byte by byte as it is. Nullopt if the connection was closed first: nginx
/// does not read a header to its end that is too long, and its answer may be lost with the rest.
std::optional<int> status_of_raw_like(const std::string& message, const std::string& token) {
    try {
        TcpConnection connection{stack().http_port};
        connection.write("POST " + like_path(message) + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" +
                         "Authorization: Bearer " + token + "\r\n\r\n");
        return std::stoi(connection.read_through("\r\n").substr(std::string{"HTTP/1.1 "}.size()));
    } catch (const std::runtime_error&) {
        return std::nullopt;
    }
}

BOOST_AUTO_TEST_SUITE(token_attacks)

BOOST_AUTO_TEST_CASE(every_attack_is_answered_401_and_changes_nothing) {
    const Chat chat{1};
    const auto& message = chat.message();
    const auth::test::Victim victim{system_now(), chat.members()[0]};
    const MoreKeys keys{victim};
    const HandlersWith handler{{{"LIKES_JWT_ISSUER", *auth::test::Victim::rules().issuer},
                                {"LIKES_JWT_AUDIENCE", *auth::test::Victim::rules().audience}},
                               {"like_message"}};

    for (const auto& attack : auth::test::token_attacks(victim)) {
        BOOST_TEST_CONTEXT(attack.name << " (RFC " << attack.rule << ")") {
            if (fits_in_a_header(attack.token)) {
                const auto response = like(message, attack.token);
                check_problem(response, 401);
                BOOST_TEST(response.header("www-authenticate").value_or("") == "Bearer realm=\"chat-likes\"");
            } else {
                const int status = status_of_raw_like(message, attack.token).value_or(431);
                BOOST_TEST((status == 400 || status == 401 || status == 431), "status " << status);
            }
        }
    }
    BOOST_TEST(summary_row(message).version == 0U);

    // And what they are made from passes: they are refused for their fault.
    for (const auto& good : {victim.token(), victim.es_token(), victim.rs_token(), victim.ps_token()}) {
        BOOST_TEST(like(message, good).status == 200);
    }
    BOOST_TEST(rows_of_reactions(message) == chat.members(), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_realtime_token_is_no_bearer_token_and_the_reverse) {
    const Chat chat{1};
    const auto login = broker_login(chat);
    check_problem(like(chat.message(), login.password), 401);
    const auto api_token = bearer(login.user).substr(std::string{"Bearer "}.size());
    BOOST_TEST(like(chat.message(), api_token).status == 200);

    constexpr int kNotAuthorized = 0x87;
    BOOST_TEST(MqttOverWebSocket{}.connect({login.user, api_token}) == kNotAuthorized);
    BOOST_TEST(MqttOverWebSocket{}.connect(login) == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
