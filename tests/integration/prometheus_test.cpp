#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <regex>
#include <stdexcept>
#include <string>
#include <vector>

#include <arpa/inet.h>
#include <boost/test/unit_test.hpp>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/api.hpp"
#include "support/chat.hpp"
#include "support/command.hpp"
#include "support/monitor.hpp"
#include "support/patience.hpp"
#include "support/service.hpp"
#include "support/stack.hpp"
#include "support/unique.hpp"

namespace likes::test {
namespace {

namespace fs = std::filesystem;

/// A port that is free just now.
int free_port() {
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    const bool bound = bind(listener, any, size) == 0 && getsockname(listener, any, &size) == 0;
    close(listener);
    if (!bound) throw std::runtime_error{"there is no free port"};
    return ntohs(address.sin_port);
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
    const auto at = text.find(what);
    if (at == std::string::npos) throw std::runtime_error{"not in the configuration: " + what};
    return text.replace(at, what.size(), by);
}

/// Debian's Prometheus with the configuration that ships, but for the port of this instance and less patience.
class Prometheus {
  public:
    Prometheus() : directory_{stack().var_dir / ("prometheus-" + unique_uuid())}, port_{free_port()} {
        const fs::path shipped = stack().scripts_dir / "monitoring";
        std::ifstream file{shipped / "prometheus.yml"};
        std::string config{std::istreambuf_iterator<char>{file}, {}};
        config = replaced(config, "127.0.0.1:9464", "127.0.0.1:" + std::to_string(stack().monitor_port));
        config = replaced(config, "scrape_interval: 15s", "scrape_interval: 1s");
        config = replaced(config, "evaluation_interval: 15s", "evaluation_interval: 1s");
        fs::create_directory(directory_);
        std::ofstream{directory_ / "prometheus.yml"} << config;
        fs::copy_file(shipped / "alerts.yml", directory_ / "alerts.yml");
        process_.emplace(
            std::vector<std::string>{"prometheus", "--config.file=" + (directory_ / "prometheus.yml").string(),
                                     "--storage.tsdb.path=" + (directory_ / "data").string(),
                                     "--web.listen-address=127.0.0.1:" + std::to_string(port_)},
            directory_ / "log");
    }

    /// The value of an expression that has one; nullopt if it has none, or Prometheus does not answer yet.
    std::optional<double> value(const std::string& expression) const {
        const auto result =
            run({"promtool", "query", "instant", "http://127.0.0.1:" + std::to_string(port_), expression});
        const auto arrow = result.output.find("=> ");
        if (result.exit_code != 0 || arrow == std::string::npos) return std::nullopt;
        return std::stod(result.output.substr(arrow + 3));
    }

    int end() { return process_->end(SIGTERM); }

  private:
    fs::path directory_;
    int port_;
    std::optional<BackgroundProcess> process_;
};

BOOST_AUTO_TEST_SUITE(prometheus)

BOOST_AUTO_TEST_CASE(the_real_one_scrapes_the_instance_and_sees_the_counters_move) {
    // What other cases have planted in the tables would be an alert as soon as it is corrected.
    const HeldLease audit{"analytics-audit"};
    const Chat chat{1};
    Caller caller{chat.members()[0]};
    caller.like(chat.message());
    Prometheus prometheus;
    BOOST_REQUIRE(eventually([&] { return prometheus.value(R"(up{job="chat-likes"})") == 1.0; }));
    const std::string likes = R"(sum(chat_likes_requests_total{program="like_message",code="200"}))";
    std::optional<double> before;
    BOOST_REQUIRE(eventually([&] { return (before = prometheus.value(likes)).has_value(); }));
    BOOST_TEST(*before >= 1);
    caller.unlike(chat.message());
    caller.like(chat.message());
    BOOST_TEST(eventually([&] { return prometheus.value(likes) == *before + 1; }));
    BOOST_TEST((prometheus.value(R"(count(ALERTS{alertstate="firing"}) or vector(0))") == 0.0));
    BOOST_TEST(prometheus.end() == 0);
}

BOOST_AUTO_TEST_CASE(what_the_alerts_and_the_dashboard_ask_for_is_there) {
    const Chat chat{1};
    Caller{chat.members()[0]}.like(chat.message());
    const auto all = metrics();
    for (const std::string file : {"alerts.yml", "grafana-dashboard.json"}) {
        std::ifstream stream{stack().scripts_dir / "monitoring" / file};
        const std::string text{std::istreambuf_iterator<char>{stream}, {}};
        std::size_t named = 0;
        const std::regex name{R"(chat_likes_[a-z0-9_]+)"};
        for (auto found = std::sregex_iterator{text.begin(), text.end(), name}; found != std::sregex_iterator{};
             ++found, ++named) {
            BOOST_TEST(all.find('\n' + found->str()) != std::string::npos, file + " asks for " + found->str());
        }
        BOOST_TEST(named > 10U);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
