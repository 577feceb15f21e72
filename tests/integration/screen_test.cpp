#include <map>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "problem.hpp"
#include "support/api.hpp"
#include "support/chat.hpp"
#include "support/crowd.hpp"
#include "support/statement_log.hpp"
#include "support/unique.hpp"

namespace likes::test {
namespace {

using Ids = std::vector<std::string>;

Ids ids_of(const Screen& screen) {
    Ids ids;
    for (const auto& message : screen.messages) ids.push_back(message.like.message_id);
    return ids;
}

BOOST_AUTO_TEST_SUITE(screen_of_a_chat)

BOOST_AUTO_TEST_CASE(what_is_not_in_the_chat_is_not_found_and_nothing_of_it_is_told) {
    const Chat chat{2, 4};
    const Chat elsewhere{1};
    const std::string& common = chat.members()[0];
    Caller{elsewhere.members()[0]}.like(elsewhere.message());
    Caller caller{common};
    caller.like(chat.messages()[2]);
    delete_message(chat.messages()[2]);
    const std::string unknown = unique_uuid();

    const Ids asked{unknown, chat.messages()[3], elsewhere.message(), chat.messages()[0], chat.messages()[2]};
    const auto screen = caller.screen(chat.id(), asked);
    BOOST_TEST(ids_of(screen) == (Ids{chat.messages()[3], chat.messages()[0]}), boost::test_tools::per_element());
    BOOST_TEST(screen.not_found == (Ids{unknown, elsewhere.message(), chat.messages()[2]}),
               boost::test_tools::per_element());
    // Also if nothing at all is found, and if the reader is a member of the other chat as well.
    BOOST_TEST(caller.screen(chat.id(), {unknown}).not_found == Ids{unknown}, boost::test_tools::per_element());
    BOOST_TEST(caller.screen(chat.id(), {elsewhere.message()}).not_found == Ids{elsewhere.message()},
               boost::test_tools::per_element());
    elsewhere.join(common);
    BOOST_TEST(caller.screen(chat.id(), {elsewhere.message()}).not_found == Ids{elsewhere.message()},
               boost::test_tools::per_element());
    BOOST_TEST(ids_of(caller.screen(elsewhere.id(), {elsewhere.message()})) == Ids{elsewhere.message()},
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_own_flag_is_right_however_many_like_the_message) {
    // Of few the summary holds all, of more the newest, of many not the first ones any more.
    const std::vector<std::size_t> counts{0, 1, 9, 10, 11, 60, 126, 127, 150};
    const Chat chat{151, counts.size()};
    all_at_once(counts.size(), [&](std::size_t i) {
        for (std::size_t liker = 0; liker < counts[i]; ++liker) Caller{chat.members()[liker]}.like(chat.messages()[i]);
    });
    for (const std::size_t reader : {0U, 9U, 10U, 59U, 149U, 150U}) {
        const auto screen = Caller{chat.members()[reader]}.screen(chat.id(), chat.messages());
        for (std::size_t i = 0; i < counts.size(); ++i) {
            BOOST_TEST_CONTEXT("member " << reader << ", " << counts[i] << " likers") {
                BOOST_TEST(screen.messages.at(i).like.is_liked == (reader < counts[i]));
                BOOST_TEST(screen.messages.at(i).like.likes_count == counts[i]);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(an_answer_longer_than_a_record_of_fastcgi_is_whole) {
    const Chat chat{10, 100};
    all_at_once(chat.messages().size(), [&](std::size_t i) {
        for (const auto& user : chat.members()) Caller{user}.like(chat.messages()[i]);
    });
    const auto response = Caller{chat.members()[0]}.send("GET", screen_path(chat.id(), chat.messages()));
    BOOST_TEST(response.body.size() > 0xFFFFU);
    for (const auto& message : screen(response).messages) {
        BOOST_TEST(message.like.liked_by == chat.members(), boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_CASE(a_screen_of_100_takes_as_many_statements_as_one_of_1) {
    const Chat chat{2, 100};
    Caller caller{chat.members()[0]};
    for (std::size_t i = 0; i < 100; ++i) {
        if (i % 3 != 0) caller.react(chat.messages()[i], known_reactions()[i % 5].code);
    }
    Ids ids = chat.messages();
    ids.push_back(chat.id());
    std::map<std::size_t, std::size_t> statements;
    const StatementLog log{"chat_likes"};
    for (const std::size_t count : {1U, 2U, 50U, 100U}) {
        StatementLog::clear();
        const auto last = chat.messages().begin() + static_cast<std::ptrdiff_t>(count);
        BOOST_TEST(caller.screen(chat.id(), {chat.messages().begin(), last}).messages.size() == count);
        statements[count] = StatementLog::count_naming(ids);
    }
    BOOST_TEST(statements.at(1) > 0U);
    BOOST_TEST(statements.at(1) <= 2U);
    BOOST_TEST(statements.at(2) == statements.at(1));
    BOOST_TEST(statements.at(50) == statements.at(1));
    BOOST_TEST(statements.at(100) == statements.at(1));

    // Nor is there a third one for who is not in the chat, or asks for what is not there.
    StatementLog::clear();
    check_problem(Caller{unique_user()}.send("GET", screen_path(chat.id(), chat.messages())), 403);
    BOOST_TEST(StatementLog::count_naming(ids) <= 2U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
