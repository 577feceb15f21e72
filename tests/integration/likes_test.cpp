#include <cstdint>
#include <string>

#include <boost/test/unit_test.hpp>

#include "base/time.hpp"
#include "support/api.hpp"
#include "support/chat.hpp"

namespace likes::test {
namespace {

BOOST_AUTO_TEST_SUITE(likes_api)

BOOST_AUTO_TEST_CASE(a_like_has_the_time_at_which_it_was_put) {
    const Chat chat{1};
    Caller caller{chat.members()[0]};
    // In this form the order of the texts is that of the times.
    const auto before = to_rfc3339(system_now());
    const auto liked_at = caller.like(chat.message()).liked_at.value();
    BOOST_TEST(liked_at >= before);
    BOOST_TEST(liked_at <= to_rfc3339(system_now()));
    BOOST_TEST(caller.likes(chat.message()).likes.front().second == liked_at);
}

BOOST_AUTO_TEST_CASE(every_user_id_of_the_contract_can_like) {
    const Chat chat{0};
    std::uint64_t count = 0;
    for (const std::string& user : {std::string{"a"}, std::string{"Z9._~@:-|/+="}, std::string(128, 'u')}) {
        BOOST_TEST_CONTEXT("user: " << user) {
            chat.join(user);
            const auto state = Caller{user}.like(chat.message());
            BOOST_TEST(state.likes_count == ++count);
            BOOST_TEST(state.liked_by.back() == user);
        }
    }
}

BOOST_AUTO_TEST_CASE(user_ids_that_differ_in_letter_case_are_different_users) {
    const Chat chat{0};
    chat.join("Ann");
    chat.join("ann");
    Caller{"Ann"}.like(chat.message());
    BOOST_TEST(!Caller{"ann"}.likes(chat.message()).state.is_liked_by_user);
    BOOST_TEST(Caller{"ann"}.like(chat.message()).likes_count == 2U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
