#include <atomic>
#include <cctype>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "problem.hpp"
#include "support/api.hpp"
#include "support/chat.hpp"
#include "support/crowd.hpp"
#include "support/service.hpp"

namespace likes::test {
namespace {

const std::string kVariationSelector = "\xEF\xB8\x8F";

std::string without_selector(std::string emoji) {
    if (emoji.ends_with(kVariationSelector)) emoji.resize(emoji.size() - kVariationSelector.size());
    return emoji;
}

std::string lower(std::string text) {
    for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

/// All ways to write a reaction in a path.
std::vector<std::string> names_of_reaction(const KnownReaction& reaction) {
    const std::string bare = without_selector(reaction.emoji);
    return {reaction.code,
            percent_encoded(reaction.code),
            percent_encoded(bare + "\uFE0E"),
            percent_encoded(bare + "\U0001F3FD"),
            percent_encoded(bare),
            percent_encoded(bare + kVariationSelector),
            lower(percent_encoded(bare)),
            bare,
            bare + kVariationSelector};
}

BOOST_AUTO_TEST_SUITE(reactions)

BOOST_AUTO_TEST_CASE(a_reaction_is_named_by_its_code_or_its_emoji_with_and_without_the_variation_selector) {
    const Chat chat{1};
    Caller caller{chat.members()[0]};
    for (const auto& reaction : known_reactions()) {
        std::uint64_t version = 0;
        for (const auto& name : names_of_reaction(reaction)) {
            BOOST_TEST_CONTEXT(reaction.code << " as " << name) {
                const auto put = reaction_state(caller.send("PUT", reaction_path(chat.message(), name)));
                BOOST_TEST(put.reaction == reaction.code);
                BOOST_TEST(put.emoji == reaction.emoji);
                BOOST_TEST(put.state.version == ++version);
                const auto taken = reaction_state(caller.send("DELETE", reaction_path(chat.message(), name)));
                BOOST_TEST(taken.reaction == reaction.code);
                BOOST_TEST(taken.state.version == ++version);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_reaction_that_was_taken_off_the_list_is_shown_while_it_is_there_and_can_be_taken_back_only) {
    const std::string tada = "tada";
    const Chat chat{2};
    Caller ann{chat.members()[0]};
    Caller bob{chat.members()[1]};
    {
        const HandlersWith tada_too{{{"LIKES_REACTIONS", "like=❤️,tada=🎉"}}, {"react_to_message"}};
        ann.react(chat.message(), tada);
        bob.react(chat.message(), tada);
    }
    const auto shown = [&](Caller& reader) {
        std::optional<ReactionState> found;
        for (auto& state : reader.reactions(chat.message())) {
            if (state.reaction == tada) found = std::move(state);
        }
        return found;
    };
    check_problem(ann.send("PUT", reaction_path(chat.message(), tada)), 422);
    BOOST_REQUIRE(shown(ann).has_value());
    BOOST_TEST(shown(ann)->emoji == "");
    BOOST_TEST(shown(ann)->state.is_liked);
    BOOST_TEST(shown(ann)->state.likes_count == 2U);
    BOOST_TEST(ann.screen(chat.id(), chat.messages()).messages.at(0).button(tada).likes_count == 2U);

    BOOST_TEST(ann.unreact(chat.message(), tada).state.likes_count == 1U);
    BOOST_TEST(!shown(ann)->state.is_liked);
    BOOST_TEST(shown(bob)->state.is_liked);
    for (int i = 0; i < 2; ++i) BOOST_TEST(bob.unreact(chat.message(), tada).state.likes_count == 0U);
    BOOST_TEST(!shown(bob).has_value());
    check_problem(bob.send("DELETE", reaction_path(chat.message(), "never_used")), 422);
    check_problem(bob.send("DELETE", reaction_path(chat.message(), percent_encoded("🎉"))), 422);
}

BOOST_AUTO_TEST_CASE(what_is_no_name_of_a_reaction_at_all_is_the_clients_fault) {
    const Chat chat{1};
    Caller caller{chat.members()[0]};
    const std::vector<std::pair<std::string, int>> forms{
        {"%ZZ", 400}, {"%", 400},       {"%E2%9", 400},   {"%00", 400},       {"like%00", 400},
        {"..", 404},  {"%2E%2E", 404},  {"%2F", 404},     {"like%2F", 404},   {"like/joy", 404},
        {"", 404},    {"../like", 405}, {"like%0A", 422}, {"%2e%2e%2f", 404}, {std::string(25'000, 'a'), 414},
    };
    for (const auto& [form, status] : forms) {
        for (const std::string method : {"PUT", "DELETE"}) {
            // DELETE …/like is a call.
            if (form == "../like" && method == "DELETE") continue;
            BOOST_TEST_CONTEXT(method << " …/reactions/" << form.substr(0, 20)) {
                check_problem(caller.send(method, reaction_path(chat.message(), form)), status);
            }
        }
    }
    BOOST_TEST(chat.tables().empty());
}

/// There is no summary to lock yet, and the row of the one is there before the other looks for it.
BOOST_AUTO_TEST_CASE(the_first_reaction_may_be_taken_back_at_the_same_moment) {
    const Chat chat{1, 200};
    std::atomic<std::size_t> at = 0;
    std::atomic<std::size_t> taken_back = 0;
    std::atomic<std::size_t> refused = 0;
    const auto answered = [&] { return taken_back + refused; };
    meanwhile(
        1,
        [&](std::size_t, const std::stop_token& stop) {
            Caller caller{chat.members()[0]};
            while (!stop.stop_requested()) {
                const auto answer = caller.send("DELETE", reaction_path(chat.messages()[at], "joy"));
                ++(answer.status == 200 ? taken_back : refused);
            }
        },
        [&] {
            Caller caller{chat.members()[0]};
            for (; at + 1 < chat.messages().size(); ++at) {
                const auto before = answered();
                caller.react(chat.messages()[at], "joy");
                while (answered() == before) std::this_thread::yield();
            }
        });
    BOOST_TEST(taken_back >= chat.messages().size() - 1);
    BOOST_TEST(refused == 0U);
    for (const auto& [subject, rows] : chat.tables()) BOOST_TEST(rows.total == rows.users.size());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
