#include "plugin/revocations.hpp"

#include <chrono>
#include <utility>

#include <boost/test/unit_test.hpp>

#include "unit/realtime/tokens.hpp"

namespace likes::plugin::revocations_test {

using namespace std::chrono_literals;
using realtime::test::chat;
using realtime::test::kStart;

const UserId kAlice = *UserId::parse("alice");
const UserId kBob = *UserId::parse("bob");

BOOST_AUTO_TEST_SUITE(revocations)

BOOST_AUTO_TEST_CASE(a_token_issued_at_or_before_that_moment_has_lost_that_chat) {
    Revocations revocations{1h, 10};
    BOOST_TEST(revocations.add({kAlice, chat('1'), kStart}, kStart));
    BOOST_TEST(revocations.is_revoked(kAlice, chat('1'), kStart - 1us));
    BOOST_TEST(revocations.is_revoked(kAlice, chat('1'), kStart));
    BOOST_TEST(!revocations.is_revoked(kAlice, chat('1'), kStart + 1us));
    BOOST_TEST(!revocations.is_revoked(kAlice, chat('2'), kStart));
    BOOST_TEST(!revocations.is_revoked(kBob, chat('1'), kStart));
    BOOST_TEST(!revocations.is_void(kStart - 100h));
}

BOOST_AUTO_TEST_CASE(of_two_the_later_counts_in_whatever_order_they_come) {
    for (const auto& [first, second] : {std::pair{kStart, kStart + 2s}, std::pair{kStart + 2s, kStart}}) {
        Revocations revocations{1h, 10};
        revocations.add({kAlice, chat('1'), first}, kStart);
        revocations.add({kAlice, chat('1'), second}, kStart);
        BOOST_TEST(!revocations.is_revoked(kAlice, chat('1'), kStart + 3s));
        revocations.prune(kStart + 1h + 1s);
        BOOST_TEST(revocations.is_revoked(kAlice, chat('1'), kStart + 2s));
        revocations.prune(kStart + 1h + 2s);
        BOOST_TEST(!revocations.is_revoked(kAlice, chat('1'), kStart + 2s));
        BOOST_TEST(revocations.size() == 0U);
    }
}

BOOST_AUTO_TEST_CASE(what_no_living_token_comes_under_is_forgotten) {
    Revocations revocations{1h, 10};
    revocations.add({kAlice, chat('1'), kStart}, kStart);
    revocations.add({kBob, chat('1'), kStart + 1s}, kStart);
    revocations.prune(kStart + 1h - 1us);
    BOOST_TEST(revocations.size() == 2U);
    revocations.prune(kStart + 1h);
    BOOST_TEST(revocations.size() == 1U);
    BOOST_TEST(revocations.is_revoked(kBob, chat('1'), kStart + 1s));
    revocations.add({kAlice, chat('1'), kStart}, kStart + 1h);
    BOOST_TEST(revocations.size() == 1U);
}

BOOST_AUTO_TEST_CASE(when_there_are_too_many_every_token_until_then_is_void) {
    Revocations revocations{1h, 3};
    BOOST_TEST(revocations.add({kAlice, chat('1'), kStart - 5s}, kStart));
    BOOST_TEST(revocations.add({kAlice, chat('2'), kStart + 7s}, kStart));  // By a clock that is ahead of ours.
    BOOST_TEST(revocations.add({kAlice, chat('3'), kStart - 3s}, kStart));
    BOOST_TEST(!revocations.add({kBob, chat('1'), kStart - 2s}, kStart + 1s));
    BOOST_TEST(revocations.size() == 0U);
    BOOST_TEST(revocations.is_void(kStart + 7s));
    BOOST_TEST(!revocations.is_void(kStart + 7s + 1us));
    BOOST_TEST(revocations.is_revoked(*UserId::parse("anyone"), chat('9'), kStart + 7s));

    BOOST_TEST(revocations.add({kBob, chat('1'), kStart + 9s}, kStart + 9s));
    BOOST_TEST(revocations.is_revoked(kBob, chat('1'), kStart + 8s));
    BOOST_TEST(!revocations.is_revoked(kAlice, chat('1'), kStart + 8s));
}

BOOST_AUTO_TEST_CASE(leaving_again_and_again_or_being_told_again_does_not_pass_the_bound) {
    Revocations told{1h, 2};
    for (int i = 0; i < 100; ++i) BOOST_TEST(told.add({kAlice, chat('1'), kStart}, kStart));
    BOOST_TEST(told.size() == 1U);
    Revocations revocations{1h, 100};
    for (int i = 0; i < 1000; ++i) {
        revocations.add({kAlice, chat('1'), kStart + std::chrono::seconds{i}}, kStart);
        BOOST_TEST(revocations.size() <= 100U);
        BOOST_TEST(revocations.is_revoked(kAlice, chat('1'), kStart + std::chrono::seconds{i}));
    }
}

BOOST_AUTO_TEST_CASE(to_be_told_a_later_moment_again_and_again_takes_no_memory) {
    Revocations revocations{1h, 2};
    for (int i = 0; i < 100; ++i) {
        BOOST_TEST(revocations.add({kAlice, chat('1'), kStart + std::chrono::seconds{i}}, kStart));
    }
    BOOST_TEST(revocations.size() == 1U);
    BOOST_TEST(revocations.is_revoked(kAlice, chat('1'), kStart + 99s));
    BOOST_TEST(!revocations.is_revoked(kBob, chat('1'), kStart));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::plugin::revocations_test
