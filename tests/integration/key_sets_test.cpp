// A handler that runs is given the key sets of identity providers, one after the other, and tokens with real
// signatures.
#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <string>

#include <arpa/inet.h>
#include <boost/test/unit_test.hpp>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/time.hpp"
#include "problem.hpp"
#include "support/api.hpp"
#include "support/chat.hpp"
#include "support/monitor.hpp"
#include "support/patience.hpp"
#include "support/service.hpp"
#include "support/stack.hpp"
#include "support/unique.hpp"
#include "unit/auth/identity_providers.hpp"
#include "unit/auth/test_keys.hpp"
#include "unit/auth/victim.hpp"

namespace likes::test {
namespace {

namespace fs = std::filesystem;

/// A key file for as long as the object lives, as a job that fetches the keys would write it.
class KeyFile {
  public:
    explicit KeyFile(const std::string& json) { write(json); }
    ~KeyFile() { fs::remove(path_); }
    KeyFile(const KeyFile&) = delete;
    KeyFile& operator=(const KeyFile&) = delete;

    void write(const std::string& json) const {
        const auto fresh = path_.string() + ".new";
        std::ofstream{fresh} << json;
        fs::rename(fresh, path_);
    }
    std::string path() const { return path_.string(); }

  private:
    fs::path path_ = stack().var_dir / ("jwks-" + unique_uuid() + ".json");
};

HttpResponse like(const std::string& message, const std::string& token) {
    return HttpClient{}.send({"POST", like_path(message), {"Authorization: Bearer " + token}, {}});
}

const std::string kProgram = R"(program="like_message")";

double keys(const std::string& state) {
    return metric("chat_likes_jwks_keys", {kProgram, "state=\"" + state + '"'});
}

double file_is_refused() {
    return metric("chat_likes_jwks_file_refused", {kProgram});
}

/// Listens at a port of its own on loopback.
class Listener {
  public:
    Listener() : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        auto* const generic = reinterpret_cast<sockaddr*>(&address);
        socklen_t size = sizeof address;
        if (::bind(socket_, generic, size) != 0 || ::listen(socket_, 1) != 0 ||
            ::getsockname(socket_, generic, &size) != 0) {
            throw std::runtime_error{"no port to listen at"};
        }
        port_ = ntohs(address.sin_port);
    }
    ~Listener() { ::close(socket_); }
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/keys"; }
    bool was_called() const {
        pollfd waiting{socket_, POLLIN, 0};
        return ::poll(&waiting, 1, 0) != 0;
    }

  private:
    int socket_;
    int port_ = 0;
};

BOOST_AUTO_TEST_SUITE(key_sets)

BOOST_AUTO_TEST_CASE(a_running_handler_takes_the_set_of_each_identity_provider_its_tokens_and_no_others) {
    const auto providers = auth::test::identity_providers(system_now());
    const KeyFile file{providers.front().jwks};
    const HandlersWith handler{{{"LIKES_JWKS_FILE", file.path()}}, {"like_message"}};
    for (const auto& provider : providers) {
        BOOST_TEST_CONTEXT(provider.name) {
            const Chat chat{0};
            chat.join(provider.user);
            file.write(provider.jwks);
            // The keys of the one before may do for some of its tokens, but not for all.
            BOOST_TEST(eventually([&] {
                return std::all_of(provider.tokens.begin(), provider.tokens.end(), [&](const auto& each) {
                    return each.expected || like(chat.message(), each.token).status == 200;
                });
            }));
            for (const auto& each : provider.tokens) {
                BOOST_TEST_CONTEXT(each.what) {
                    const auto response = like(chat.message(), each.token);
                    if (each.expected) {
                        check_problem(response, 401);
                        continue;
                    }
                    BOOST_TEST(response.status == 200, response.body);
                    if (response.status == 200) {
                        BOOST_TEST(like_state(response).liked_by == std::vector{provider.user},
                                   boost::test_tools::per_element());
                    }
                }
            }
            BOOST_TEST(keys("skipped") == static_cast<double>(provider.skipped));
            BOOST_TEST(keys("in_use") > 0);
            BOOST_TEST(file_is_refused() == 0);
        }
    }
}

// A key that is taken out because it was stolen, by a job that then writes something that is no key set.
BOOST_AUTO_TEST_CASE(an_idle_handler_reads_a_new_file_and_tells_of_a_refused_one) {
    const auth::test::Victim victim{system_now()};
    const auto jwks = auth::test::jwks({victim.es().public_members() + R"(,"kid":"es")"});
    const KeyFile file{jwks};
    const HandlersWith handler{{{"LIKES_JWKS_FILE", file.path()}}, {"like_message"}};
    BOOST_TEST(eventually([] { return keys("in_use") == 1; }));
    BOOST_TEST(file_is_refused() == 0);
    file.write("<html>Bad Gateway</html>");
    BOOST_TEST(eventually([] { return file_is_refused() == 1; }));
    BOOST_TEST(keys("in_use") == 1);
    file.write(auth::test::jwks({auth::test::Victim::rsa().public_members() + R"(,"kid":"rs")",
                                 victim.es().public_members() + R"(,"kid":"es")"}));
    BOOST_TEST(eventually([] { return file_is_refused() == 0; }));
    BOOST_TEST(keys("in_use") == 2);
}

BOOST_AUTO_TEST_CASE(what_a_token_says_of_where_its_key_is_is_never_followed) {
    const Listener listener;
    const Chat chat{1};
    const auth::test::Victim victim{system_now(), chat.members()[0]};
    const KeyFile file{auth::test::jwks({victim.es().public_members() + R"(,"kid":"es")"})};
    const HandlersWith handler{{{"LIKES_JWKS_FILE", file.path()}}, {"like_message"}};
    for (const std::string member : {"jku", "x5u"}) {
        const auto header = auth::test::Victim::header("ES256", "es", ",\"" + member + "\":\"" + listener.url() + '"');
        BOOST_TEST(like(chat.message(), make_token(victim.es(), "ES256", header, victim.claims())).status == 200);
        const auto stranger = auth::test::TestKey::ec("P-256");
        BOOST_TEST(like(chat.message(), make_token(stranger, "ES256", header, victim.claims())).status == 401);
    }
    BOOST_TEST(!listener.was_called());
}

BOOST_AUTO_TEST_CASE(a_token_may_be_as_long_as_the_option_says_and_nginx_has_room_for_it) {
    const Chat chat{1};
    const auth::test::Victim victim{system_now(), chat.members()[0]};
    const KeyFile file{auth::test::jwks({victim.es().public_members() + R"(,"kid":"es")"})};
    const auto token = [&](std::size_t groups) {
        return make_token(victim.es(), "ES256", auth::test::Victim::header("ES256", "es"),
                          victim.claims_with({{"groups", '"' + std::string(groups, 'g') + '"'}}));
    };
    const auto longest = [&](std::size_t max) {
        std::size_t groups = max / 4 * 3;
        while (token(groups).size() > max) --groups;
        return groups;
    };
    const HandlersWith handler{{{"LIKES_JWKS_FILE", file.path()}}, {"like_message"}};
    const auto groups = longest(8192);
    BOOST_TEST(token(groups).size() > 8188U);
    BOOST_TEST(like(chat.message(), token(groups)).status == 200);
    check_problem(like(chat.message(), token(groups + 4)), 401);
    {
        const auto least = longest(1024);
        const HandlersWith shorter{{{"LIKES_JWKS_FILE", file.path()}, {"LIKES_TOKEN_MAX_BYTES", "1024"}},
                                   {"like_message"}};
        BOOST_TEST(like(chat.message(), token(least)).status == 200);
        check_problem(like(chat.message(), token(least + 4)), 401);
    }
    {
        const auto most = longest(16'384);
        const HandlersWith longer{{{"LIKES_JWKS_FILE", file.path()}, {"LIKES_TOKEN_MAX_BYTES", "16384"}},
                                  {"like_message", "nginx"}};
        BOOST_TEST(like(chat.message(), token(most)).status == 200);
        check_problem(like(chat.message(), token(most + 4)), 401);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
