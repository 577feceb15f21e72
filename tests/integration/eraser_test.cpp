#include "store/upkeep/eraser.hpp"

#include <cstddef>
#include <cstdint>
#include <future>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "direct_store.hpp"
#include "runtime/log.hpp"
#include "support/chat.hpp"
#include "support/counters.hpp"
#include "support/patience.hpp"
#include "support/row_lock.hpp"
#include "support/service.hpp"
#include "support/sql.hpp"
#include "unit/likes/build.hpp"

namespace likes::test {
namespace {

using store::Eraser;

/// No relay publishes what the cases leave in the outbox.
struct OncePerProcess {
    OncePerProcess() { log::init("eraser_test", "error"); }
    HeldLease lease;
};
BOOST_TEST_GLOBAL_FIXTURE(OncePerProcess);

Eraser make_eraser(Eraser::Pause pause = [] {}) {
    static const Time kNow = system_now();
    return {session_of("operator"),
            writer_at(kNow, {}, session_of("operator")),
            {session_of("operator"), kTenLikers, system_now, seeded_random_bits()},
            std::move(pause)};
}

constexpr auto kQuietly = [](std::size_t) {};

void like_all(const Chat& chat, const std::string& user) {
    const Time now = system_now();
    std::vector<ReactionChange> likes;
    for (const auto& message : chat.messages()) likes.push_back(put(target(message), user));
    writer_at(now).apply(likes);
}

std::uint64_t records_of(const std::string& user) {
    return sql_number("SELECT COUNT(*) FROM erasures WHERE user_id = " + sql_text(user));
}

BOOST_AUTO_TEST_SUITE(eraser)

BOOST_AUTO_TEST_CASE(two_erasures_of_one_user_at_once_both_have_a_receipt_and_none_of_what_they_removed_is_lost) {
    const Chat chat{1, 5};
    const auto& gone = chat.members()[0];
    like_all(chat, gone);
    auto first = make_eraser();
    auto second = make_eraser();
    Eraser::Receipt of_second;
    // The second one begins, ends and is forgotten while the first is at work.
    const auto of_first = first.erase(user(gone), [&](std::size_t) {
        of_second = second.erase(user(gone), kQuietly);
        second.forget(user(gone), of_second);
    });
    first.forget(user(gone), of_first);
    BOOST_TEST(of_second.erased == 5U);
    BOOST_TEST(of_second.published == 5U);
    BOOST_TEST(of_first.erased == 0U);
    BOOST_TEST((of_first.begun_at <= of_second.begun_at));
    BOOST_TEST((of_first.ended_at >= of_second.ended_at));
    BOOST_TEST(rows_of_reactions(chat.message()).empty());
    BOOST_TEST(records_of(gone) == 0U);
}

BOOST_AUTO_TEST_CASE(a_receipt_that_another_erasure_has_added_to_is_not_forgotten) {
    const Chat chat{1, 3};
    const auto& gone = chat.members()[0];
    like_all(chat, gone);
    auto first = make_eraser();
    auto second = make_eraser();
    const auto of_first = first.erase(user(gone), kQuietly);
    like_all(chat, gone);
    const auto of_second = second.erase(user(gone), kQuietly);
    first.forget(user(gone), of_first);
    BOOST_TEST(of_first.erased == 3U);
    BOOST_TEST(of_second.erased == 6U);
    BOOST_TEST(records_of(gone) == 1U);
    second.forget(user(gone), of_second);
    BOOST_TEST(records_of(gone) == 0U);
}

BOOST_AUTO_TEST_CASE(a_like_that_was_on_its_way_when_the_user_left_does_not_survive_the_receipt) {
    const Chat chat{2};
    const auto& [gone, stays] = std::tie(chat.members()[0], chat.members()[1]);
    const auto message = target(chat.message());
    // It takes its user for a member as long as it waits.
    store::ReactionWriter writer{session_of("handlers"),
                                 {kTenLikers, kEventInterval, {}, std::chrono::hours{1}},
                                 system_now,
                                 seeded_random_bits()};
    writer.apply(std::vector{put(message, stays)});

    std::future<store::ReactionWriter::Written> like;
    std::future<Eraser::Receipt> receipt;
    std::promise<void> paused;
    auto eraser = make_eraser([&] {
        paused.set_value();
        like.wait();
    });
    while_locked(
        "SELECT version FROM reaction_summaries WHERE message_id = " + sql_id(chat.message()) + " FOR UPDATE", [&] {
            like = std::async(std::launch::async, [&] { return writer.apply(std::vector{put(message, gone)}); });
            BOOST_TEST_REQUIRE(eventually([] { return waiting_transactions() == 1; }));
            chat.leave(gone);
            receipt = std::async(std::launch::async, [&] { return eraser.erase(user(gone), kQuietly); });
            paused.get_future().wait();
        });
    const auto of_gone = receipt.get();
    eraser.forget(user(gone), of_gone);
    BOOST_TEST((like.get().outcomes[0].result == ChangeResult::kLiked));
    BOOST_TEST(of_gone.erased == 1U);
    BOOST_TEST(rows_of_reactions(chat.message()) == std::vector{stays}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
