#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "problem.hpp"
#include "support/api.hpp"
#include "support/chat.hpp"
#include "support/command.hpp"
#include "support/patience.hpp"
#include "support/service.hpp"
#include "support/stack.hpp"
#include "support/unique.hpp"

namespace likes::test {
namespace {

bool log_holds(const std::filesystem::path& log, const std::string& text) {
    std::ifstream file{log};
    const std::string content{std::istreambuf_iterator<char>{file}, {}};
    return content.find(text) != std::string::npos;
}

BOOST_AUTO_TEST_SUITE(drain)

BOOST_AUTO_TEST_CASE(a_handler_that_does_not_run_is_503_for_its_calls_only) {
    const Chat chat{1};
    Caller caller{chat.members()[0]};
    {
        StoppedService handler{"like_message"};
        const auto response = caller.post(chat.message());
        check_problem(response, 503);
        check_retry_after(response);
        BOOST_TEST(caller.get(chat.message()).status == 200);
        BOOST_TEST(caller.del(chat.message()).status == 200);
        handler.start();
    }
    BOOST_TEST(caller.post(chat.message()).status == 200);
}

BOOST_AUTO_TEST_CASE(a_handler_exits_with_0_when_it_is_told_to_stop) {
    const auto config = (stack().var_dir / "etc" / "likes.conf").string();
    for (const std::string handler : {"like_message", "unlike_message", "message_likes"}) {
        for (const int signal : {SIGTERM, SIGINT}) {
            BOOST_TEST_CONTEXT(handler << " and signal " << signal) {
                const auto socket = std::filesystem::path{"/tmp"} / ("likes-test-" + unique_uuid() + ".sock");
                const auto log = stack().var_dir / "log" / ("test-" + handler + '-' + unique_uuid() + ".log");
                BackgroundProcess process{{"/usr/bin/spawn-fcgi", "-n", "-s", socket.string(), "--",
                                           (stack().bin_dir / handler).string(), "--config", config},
                                          log};
                BOOST_TEST(eventually([&] { return log_holds(log, "\"serving\""); }));
                BOOST_TEST(process.end(signal) == 0);
                BOOST_TEST(log_holds(log, "\"stopped\""));
                std::filesystem::remove(socket);
            }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
