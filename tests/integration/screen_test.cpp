#include <map>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "problem.hpp"
#include "support/api.hpp"
#include "support/chat.hpp"
#include "support/statement_log.hpp"
#include "support/unique.hpp"

namespace likes::test {
namespace {

using Ids = std::vector<std::string>;

std::string upper(std::string text) {
    for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return text;
}

Ids ids_of(const Screen& screen) {
    Ids ids;
    for (const auto& message : screen.messages) ids.push_back(message.like.message_id);
    return ids;
}

Ids reversed(const Ids& ids) {
    return {ids.rbegin(), ids.rend()};
}

/// What the reactions of one message say, asked for one by one.
std::vector<ReactionButton> buttons(const std::vector<ReactionState>& states) {
    std::vector<ReactionButton> all;
    for (const auto& [reaction, emoji, state] : states) {
        all.push_back({reaction, emoji, state.likes_count, state.is_liked, state.version});
    }
    return all;
}

BOOST_AUTO_TEST_SUITE(screen_of_a_chat)

BOOST_AUTO_TEST_CASE(fifty_messages_are_shown_as_each_of_them_by_itself) {
    const Chat chat{4, 50};
    std::vector<Caller> people;
    for (const auto& user : chat.members()) people.emplace_back(user);
    // So that no two neighbours have the same, some have nothing, and some have had something.
    for (std::size_t i = 0; i < chat.messages().size(); ++i) {
        const auto& message = chat.messages()[i];
        for (std::size_t person = 0; person < people.size(); ++person) {
            for (std::size_t r = 0; r < known_reactions().size(); ++r) {
                if ((i * 7 + person * 3 + r * 5) % 4 == 0 && i % 10 != 9) {
                    people[person].react(message, known_reactions()[r].code);
                }
            }
        }
        if (i % 6 == 0) people[i % 4].unlike(message);
    }
    for (auto& person : {&people[0], &people[3]}) {
        const auto screen = person->screen(chat.id(), chat.messages());
        BOOST_TEST(screen.not_found.empty());
        BOOST_TEST(ids_of(screen) == chat.messages(), boost::test_tools::per_element());
        std::size_t own = 0;
        for (std::size_t i = 0; i < screen.messages.size(); ++i) {
            const auto& shown = screen.messages[i];
            const auto alone = person->likes(chat.messages()[i]).state;
            BOOST_TEST_CONTEXT("message " << i) {
                BOOST_TEST(shown.like.likes_count == alone.likes_count);
                BOOST_TEST(shown.like.liked_by == alone.liked_by, boost::test_tools::per_element());
                BOOST_TEST((shown.like.liked_at == alone.liked_at));
                BOOST_TEST(shown.like.is_liked == alone.is_liked);
                BOOST_TEST(shown.like.is_liked_by_user == alone.is_liked);
                BOOST_TEST(shown.like.truncated == alone.truncated);
                BOOST_TEST(shown.like.version == alone.version);
                BOOST_TEST((shown.reactions == buttons(person->reactions(chat.messages()[i]))));
                BOOST_TEST(shown.button("like").version == alone.version);
            }
            for (const auto& button : shown.reactions) own += button.is_liked ? 1 : 0;
        }
        // A quarter of 225, minus what was taken back.
        BOOST_TEST(own > 30U);
        BOOST_TEST(own < 80U);
    }
}

BOOST_AUTO_TEST_CASE(a_change_is_on_the_next_screen) {
    const Chat chat{2, 3};
    Caller reader{chat.members()[0]};
    Caller liker{chat.members()[1]};
    for (std::uint64_t version = 1; version < 10; ++version) {
        if (version % 2 == 1) {
            liker.react(chat.messages()[1], "joy");
        } else {
            liker.unreact(chat.messages()[1], "joy");
        }
        const auto screen = reader.screen(chat.id(), chat.messages());
        BOOST_TEST(screen.messages.at(1).button("joy").version == version);
        BOOST_TEST(screen.messages.at(1).button("joy").likes_count == version % 2);
        BOOST_TEST(screen.messages.at(0).button("joy").version == 0U);
        BOOST_TEST(screen.messages.at(2).button("joy").version == 0U);
    }
}

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

BOOST_AUTO_TEST_CASE(messages_come_in_the_order_they_are_asked_for_each_once_in_either_letter_case) {
    const Chat chat{1, 3};
    Caller caller{chat.members()[0]};
    const auto& ids = chat.messages();
    BOOST_TEST(ids_of(caller.screen(chat.id(), reversed(ids))) == reversed(ids), boost::test_tools::per_element());
    const std::string unknown = unique_uuid();
    const auto screen = caller.screen(
        upper(chat.id()), {ids[1], upper(ids[1]), upper(ids[0]), unknown, ids[1], upper(unknown), ids[0], ids[2]});
    BOOST_TEST(ids_of(screen) == (Ids{ids[1], ids[0], ids[2]}), boost::test_tools::per_element());
    BOOST_TEST(screen.not_found == Ids{unknown}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(up_to_100_messages_can_be_asked_for) {
    const Chat chat{1, 101};
    Caller caller{chat.members()[0]};
    const Ids hundred{chat.messages().begin(), chat.messages().begin() + 100};
    BOOST_TEST(ids_of(caller.screen(chat.id(), hundred)) == hundred, boost::test_tools::per_element());
    check_problem(caller.send("GET", screen_path(chat.id(), chat.messages())), 400);
    // As many ids are too many, be they the same.
    check_problem(caller.send("GET", screen_path(chat.id(), Ids(101, chat.message()))), 400);
    BOOST_TEST(caller.screen(chat.id(), Ids(100, chat.message())).messages.size() == 1U);
}

BOOST_AUTO_TEST_CASE(the_own_flag_is_right_however_many_like_the_message) {
    // Of few the summary holds all, of more the newest, of many not the first ones any more.
    const std::vector<std::size_t> counts{0, 1, 9, 10, 11, 60, 126, 127, 150};
    const Chat chat{151, counts.size()};
    for (std::size_t i = 0; i < counts.size(); ++i) {
        for (std::size_t liker = 0; liker < counts[i]; ++liker) Caller{chat.members()[liker]}.like(chat.messages()[i]);
    }
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
    for (const auto& user : chat.members()) {
        Caller caller{user};
        for (const auto& message : chat.messages()) caller.like(message);
    }
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

BOOST_AUTO_TEST_CASE(only_members_see_a_screen) {
    const Chat chat{2};
    const Chat elsewhere{1};
    Caller member{chat.members()[0]};
    Caller leaver{chat.members()[1]};
    Caller other{elsewhere.members()[0]};
    member.like(chat.message());
    const auto path = screen_path(chat.id(), chat.messages());
    BOOST_TEST(leaver.send("GET", path).status == 200);
    chat.leave(leaver.user());
    check_problem(leaver.send("GET", path), 403);
    check_problem(leaver.send("GET", screen_path(chat.id(), {unique_uuid()})), 403);
    check_problem(other.send("GET", path), 403);
    check_problem(other.send("GET", screen_path(chat.id(), elsewhere.messages())), 403);
    check_problem(other.send("GET", screen_path(unique_uuid(), elsewhere.messages())), 404);
    BOOST_TEST(member.send("GET", path).status == 200);
    chat.rejoin(leaver.user());
    BOOST_TEST(leaver.send("GET", path).status == 200);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
