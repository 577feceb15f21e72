#include <string>

#include <boost/test/unit_test.hpp>

#include "faults/links.hpp"
#include "faults/load.hpp"
#include "faults/verdict.hpp"

namespace likes::test {
namespace {

/// The database commits, and the handler that asked for it never hears so.
void check_survives_lost_commits(Proxy::Loss loss, std::size_t count, const std::string& what) {
    constexpr std::size_t kTimes = 2;
    const Chat chat{kClients, 12};
    Listener listener{chat};
    History history;
    BackLinks links{writing_handlers()};
    change_likes_while(chat, history, [&] {
        for (std::size_t i = 0; i < kTimes; ++i) {
            BOOST_REQUIRE(history.wait_for_more(wanted_calls() / (kTimes * 4)));
            links.database().lose_commits(loss, count);
        }
        BOOST_REQUIRE(history.wait_for_more(wanted_calls() / 4));
    });
    BOOST_TEST(links.database().lost_commits() == kTimes * count);
    check_evidence(chat, history, listener, std::to_string(kTimes * count) + ' ' + what);
}

BOOST_AUTO_TEST_SUITE(lost_answers)

BOOST_AUTO_TEST_CASE(a_commit_whose_answer_is_cut_off_happens_once) {
    check_survives_lost_commits(Proxy::Loss::kCut, 10, "answers to COMMIT cut off");
}

BOOST_AUTO_TEST_CASE(a_commit_whose_answer_never_comes_happens_once) {
    check_survives_lost_commits(Proxy::Loss::kSilence, 2, "answers to COMMIT never came");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
