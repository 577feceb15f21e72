#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "problem.hpp"
#include "support/api.hpp"
#include "support/chat.hpp"
#include "support/subscriber.hpp"
#include "support/unique.hpp"

namespace likes::test {
namespace {

using Changes = std::vector<std::pair<std::string, bool>>;

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
            percent_encoded(bare),
            percent_encoded(bare + kVariationSelector),
            lower(percent_encoded(bare)),
            bare,
            bare + kVariationSelector};
}

void check_same(const LikeState& left, const LikeState& right) {
    BOOST_TEST(left.message_id == right.message_id);
    BOOST_TEST(left.likes_count == right.likes_count);
    BOOST_TEST(left.liked_by == right.liked_by, boost::test_tools::per_element());
    BOOST_TEST((left.liked_at == right.liked_at));
    BOOST_TEST(left.is_liked == right.is_liked);
    BOOST_TEST(left.is_liked_by_user == right.is_liked_by_user);
    BOOST_TEST(left.version == right.version);
}

BOOST_AUTO_TEST_SUITE(reactions)

BOOST_AUTO_TEST_CASE(a_reaction_is_put_once_and_taken_back_once_however_often_it_is_asked_for) {
    const Chat chat{1};
    Caller caller{chat.members()[0]};
    for (const auto& [code, emoji] : known_reactions()) {
        BOOST_TEST_CONTEXT(code) {
            BOOST_TEST(caller.unreact(chat.message(), code).state.version == 0U);
            for (int i = 0; i < 3; ++i) {
                const auto put = caller.react(chat.message(), code);
                BOOST_TEST(put.reaction == code);
                BOOST_TEST(put.emoji == emoji);
                BOOST_TEST(put.state.message_id == chat.message());
                BOOST_TEST(put.state.likes_count == 1U);
                BOOST_TEST(put.state.liked_by == std::vector{caller.user()}, boost::test_tools::per_element());
                BOOST_TEST(put.state.liked_at.has_value());
                BOOST_TEST(put.state.is_liked);
                BOOST_TEST(put.state.is_liked_by_user);
                BOOST_TEST(put.state.version == 1U);
            }
            for (int i = 0; i < 3; ++i) {
                const auto taken = caller.unreact(chat.message(), code);
                BOOST_TEST(taken.reaction == code);
                BOOST_TEST(taken.emoji == emoji);
                BOOST_TEST(taken.state.likes_count == 0U);
                BOOST_TEST(taken.state.liked_by.empty());
                BOOST_TEST(taken.state.liked_at.has_value());
                BOOST_TEST(!taken.state.is_liked);
                BOOST_TEST(!taken.state.is_liked_by_user);
                BOOST_TEST(taken.state.version == 2U);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(each_reaction_has_a_count_a_version_and_an_order_of_its_own) {
    const Chat chat{3};
    const auto& users = chat.members();
    Caller first{users[0]};
    Caller second{users[1]};
    Caller third{users[2]};
    first.react(chat.message(), "joy");
    second.react(chat.message(), "joy");
    third.react(chat.message(), "thumbs_up");
    first.react(chat.message(), "thumbs_up");
    first.unreact(chat.message(), "joy");
    second.like(chat.message());

    const auto states = first.reactions(chat.message());
    BOOST_REQUIRE(states.size() == known_reactions().size());
    const std::vector<std::vector<std::string>> liked_by{{users[1]}, {}, {users[1]}, {users[2], users[0]}, {}};
    const std::vector<std::uint64_t> versions{1, 0, 3, 2, 0};
    for (std::size_t i = 0; i < states.size(); ++i) {
        const auto& [code, emoji] = known_reactions()[i];
        BOOST_TEST_CONTEXT(code) {
            BOOST_TEST(states[i].reaction == code);
            BOOST_TEST(states[i].emoji == emoji);
            BOOST_TEST(states[i].state.liked_by == liked_by[i], boost::test_tools::per_element());
            BOOST_TEST(states[i].state.likes_count == liked_by[i].size());
            BOOST_TEST(states[i].state.version == versions[i]);
            BOOST_TEST(states[i].state.is_liked == (code == "thumbs_up"));
            BOOST_TEST(states[i].state.is_liked_by_user == (code == "thumbs_up"));
            BOOST_TEST(states[i].state.liked_at.has_value() == (versions[i] > 0));
            BOOST_TEST(rows_of_reactions(chat.message(), code) == liked_by[i], boost::test_tools::per_element());
            BOOST_TEST(summary_row(chat.message(), code).total == liked_by[i].size());
        }
    }
    BOOST_TEST(first.likes(chat.message()).state.likes_count == 1U);
}

BOOST_AUTO_TEST_CASE(the_reaction_like_is_the_like_by_whatever_name) {
    for (const auto& name : names_of_reaction(known_reactions()[0])) {
        BOOST_TEST_CONTEXT("name: " << name) {
            const Chat chat{2};
            Caller caller{chat.members()[0]};
            Subscriber subscriber{chat};

            const auto put = reaction_state(caller.send("PUT", reaction_path(chat.message(), name)));
            BOOST_TEST(put.reaction == "like");
            BOOST_TEST(put.state.version == 1U);
            check_same(caller.likes(chat.message()).state, put.state);
            check_same(caller.reactions(chat.message()).front().state, put.state);
            check_same(caller.like(chat.message()), put.state);
            BOOST_TEST(rows_of_reactions(chat.message()) == std::vector{caller.user()},
                       boost::test_tools::per_element());
            BOOST_REQUIRE(subscriber.wait_for_version(chat.message(), 1));

            // The parser of events wants none of them to say `reaction`.
            const auto unliked = caller.unlike(chat.message());
            BOOST_TEST(unliked.version == 2U);
            check_same(reaction_state(caller.send("DELETE", reaction_path(chat.message(), name))).state, unliked);
            caller.like(chat.message());
            BOOST_TEST(reaction_state(caller.send("DELETE", reaction_path(chat.message(), name))).state.version == 4U);
            BOOST_TEST(rows_of_reactions(chat.message()).empty());

            BOOST_REQUIRE(subscriber.wait_for_version(chat.message(), 4));
            const auto events = subscriber.events();
            BOOST_TEST(events.front().type == "message_liked");
            BOOST_TEST(events.back().type == "message_unliked");
            BOOST_TEST((changes_of(events).front() == Changes::value_type{caller.user(), true}));
            BOOST_TEST((changes_of(events).back() == Changes::value_type{caller.user(), false}));
        }
    }
}

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

BOOST_AUTO_TEST_CASE(a_reaction_that_is_not_on_the_list_cannot_be_processed) {
    const Chat chat{1};
    Caller caller{chat.members()[0]};
    const std::vector<std::string> unknown{
        "heart",
        "LIKE",
        "Like",
        "like%20",
        "%20like",
        "lik",
        "likes",
        percent_encoded("🎉"),
        // Of another colour, two of them, the selector alone, joined ones, one that only looks alike.
        percent_encoded("👍🏽"),
        percent_encoded("👍👍"),
        percent_encoded(kVariationSelector),
        percent_encoded("❤️‍🔥"),
        percent_encoded("♥"),
        "like=" + percent_encoded("❤️"),
        "like,joy",
        "%27%20OR%201=1",
        std::string(300, 'a'),
        // No UTF-8: a lone byte, a sequence cut short, an overlong one, a surrogate, beyond the last code point.
        "%FF",
        "%E2%9D",
        "%C0%AF",
        "%ED%A0%80",
        "%F4%90%80%80",
        "like%FF",
    };
    for (const auto& name : unknown) {
        for (const std::string method : {"PUT", "DELETE"}) {
            BOOST_TEST_CONTEXT(method << ' ' << name) {
                check_problem(caller.send(method, reaction_path(chat.message(), name)), 422);
            }
        }
    }
    BOOST_TEST(chat.tables().empty());
}

BOOST_AUTO_TEST_CASE(what_is_no_name_of_a_reaction_at_all_is_the_clients_fault) {
    const Chat chat{1};
    Caller caller{chat.members()[0]};
    const std::vector<std::pair<std::string, int>> forms{
        {"%ZZ", 400}, {"%", 400},       {"%E2%9", 400},   {"%00", 400},       {"like%00", 400},
        {"..", 404},  {"%2E%2E", 404},  {"%2F", 404},     {"like%2F", 404},   {"like/joy", 404},
        {"", 404},    {"../like", 405}, {"like%0A", 422}, {"%2e%2e%2f", 404}, {std::string(9000, 'a'), 414},
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

BOOST_AUTO_TEST_CASE(a_failed_call_changes_nothing) {
    const Chat chat{2};
    const Chat elsewhere{1};
    Caller leaver{chat.members()[1]};
    leaver.react(chat.message(), "joy");
    chat.leave(leaver.user());
    for (const std::string method : {"PUT", "DELETE"}) {
        for (const auto& [code, emoji] : known_reactions()) {
            BOOST_TEST_CONTEXT(method << ' ' << code) {
                check_problem(leaver.send(method, reaction_path(chat.message(), code)), 403);
                check_problem(Caller{elsewhere.members()[0]}.send(method, reaction_path(chat.message(), code)), 403);
                check_problem(Caller{chat.members()[0]}.send(method, reaction_path(unique_uuid(), code)), 404);
            }
        }
    }
    const auto tables = chat.tables();
    BOOST_REQUIRE(tables.size() == 1U);
    BOOST_TEST(tables.begin()->first.second == "joy");
    BOOST_TEST(tables.begin()->second.version == 1U);
}

BOOST_AUTO_TEST_CASE(both_kinds_of_events_tell_exactly_what_was_done) {
    const Chat chat{2};
    Caller caller{chat.members()[0]};
    Caller other{chat.members()[1]};
    other.react(chat.message(), "joy");
    Subscriber subscriber{chat};
    const auto& message = chat.message();

    const auto put = caller.react(message, "joy");
    BOOST_REQUIRE(subscriber.wait_for_version(message, 2, "joy"));
    const auto taken = caller.unreact(message, "joy");
    BOOST_REQUIRE(subscriber.wait_for_version(message, 3, "joy"));
    const auto up = caller.react(message, "thumbs_up");
    BOOST_REQUIRE(subscriber.wait_for_version(message, 1, "thumbs_up"));

    // The first one is there, or not, depending on when the device came.
    auto events = subscriber.events();
    std::erase_if(events, [](const auto& event) { return event.reaction == "joy" && event.version == 1; });
    BOOST_REQUIRE(events.size() == 3U);
    const std::vector<std::string> types{"message_reacted", "message_unreacted", "message_reacted"};
    const std::vector<LikeState> states{put.state, taken.state, up.state};
    const std::vector<bool> flags{true, false, true};
    for (std::size_t i = 0; i < events.size(); ++i) {
        BOOST_TEST_CONTEXT("event " << i) {
            BOOST_TEST(events[i].type == types[i]);
            BOOST_TEST(events[i].chat_id == chat.id());
            BOOST_TEST(events[i].message_id == message);
            BOOST_TEST(events[i].reaction == (i < 2 ? "joy" : "thumbs_up"));
            BOOST_TEST(events[i].likes_count == states[i].likes_count);
            BOOST_TEST(events[i].liked_by == states[i].liked_by, boost::test_tools::per_element());
            BOOST_TEST((events[i].liked_at == states[i].liked_at));
            BOOST_TEST(events[i].version == states[i].version);
            const auto changes = events[i].changes;
            BOOST_TEST((changes.back() == std::pair{caller.user(), static_cast<bool>(flags[i])}));
        }
    }
    BOOST_TEST(events[1].changes.size() == 1U);
    BOOST_TEST(events[2].changes.size() == 1U);
}

// That something does not come is known when something comes that was asked for later.
BOOST_AUTO_TEST_CASE(a_call_that_changes_nothing_tells_nobody) {
    const Chat chat{2};
    Caller caller{chat.members()[0]};
    Subscriber subscriber{chat};
    caller.react(chat.message(), "joy");
    BOOST_REQUIRE(subscriber.wait_for_version(chat.message(), 1, "joy"));
    for (int i = 0; i < 5; ++i) {
        caller.react(chat.message(), "joy");
        caller.unreact(chat.message(), "thumbs_up");
    }
    Caller other{chat.members()[1]};
    other.react(chat.message(), "joy");
    other.react(chat.message(), "thumbs_up");
    BOOST_REQUIRE(subscriber.wait_for_version(chat.message(), 2, "joy"));
    BOOST_REQUIRE(subscriber.wait_for_version(chat.message(), 1, "thumbs_up"));
    BOOST_TEST(changes_of(subscriber.events(chat.message(), "joy")) ==
               (Changes{{caller.user(), true}, {other.user(), true}}));
    BOOST_TEST(changes_of(subscriber.events(chat.message(), "thumbs_up")) == (Changes{{other.user(), true}}));
    BOOST_TEST(subscriber.delivered().size() == 3U);
}

BOOST_AUTO_TEST_CASE(a_message_that_nobody_reacted_to_has_all_reactions_at_zero) {
    const Chat chat{1};
    const auto states = Caller{chat.members()[0]}.reactions(chat.message());
    BOOST_REQUIRE(states.size() == known_reactions().size());
    for (std::size_t i = 0; i < states.size(); ++i) {
        BOOST_TEST(states[i].reaction == known_reactions()[i].code);
        BOOST_TEST(states[i].emoji == known_reactions()[i].emoji);
        BOOST_TEST(states[i].state.likes_count == 0U);
        BOOST_TEST(states[i].state.liked_by.empty());
        BOOST_TEST(!states[i].state.liked_at.has_value());
        BOOST_TEST(!states[i].state.is_liked);
        BOOST_TEST(states[i].state.version == 0U);
    }
}

BOOST_AUTO_TEST_CASE(a_deleted_message_has_no_reactions) {
    const Chat chat{1};
    Caller caller{chat.members()[0]};
    caller.react(chat.message(), "joy");
    delete_message(chat.message());
    check_problem(caller.send("GET", reactions_path(chat.message())), 404);
    check_problem(caller.send("PUT", reaction_path(chat.message(), "joy")), 404);
    check_problem(caller.send("DELETE", reaction_path(chat.message(), "joy")), 404);
    BOOST_TEST(summary_row(chat.message(), "joy").version == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
