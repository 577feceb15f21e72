#include <atomic>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "support/api.hpp"
#include "support/chat.hpp"
#include "support/crowd.hpp"
#include "support/patience.hpp"
#include "support/service.hpp"
#include "support/subscriber.hpp"

namespace likes::test {
namespace {

using Changes = std::vector<std::pair<std::string, bool>>;

/// LIKES_REACTION_POLICY=unique, for those who put reactions.
struct OneReaction {
    const HandlersWith handlers{{{"LIKES_REACTION_POLICY", "unique"}}, {"like_message", "react_to_message"}};
};

std::vector<std::string> own(Caller& caller, const std::string& message) {
    std::vector<std::string> codes;
    for (const auto& each : caller.reactions(message)) {
        if (each.state.is_liked) codes.push_back(each.reaction);
    }
    return codes;
}

/// Everybody who has a reaction on the message, as often as they have one.
std::vector<std::string> everybody(const Chat& chat) {
    std::vector<std::string> users;
    for (const auto& [subject, rows] : chat.tables()) {
        BOOST_TEST(rows.users.size() == rows.total, subject.second);
        users.insert(users.end(), rows.users.begin(), rows.users.end());
    }
    return users;
}

BOOST_AUTO_TEST_SUITE(one_reaction)

BOOST_FIXTURE_TEST_CASE(a_new_reaction_replaces_the_old_one_and_both_are_told, OneReaction) {
    const Chat chat{2};
    const auto& message = chat.message();
    Caller caller{chat.members()[0]};
    Caller other{chat.members()[1]};
    other.react(message, "joy");
    Subscriber subscriber{chat};

    BOOST_TEST(caller.react(message, "joy").replaced.empty());
    BOOST_REQUIRE(subscriber.wait_for_version(message, 2, "joy"));
    const auto put = caller.react(message, "thumbs_up");
    BOOST_TEST(put.replaced == std::vector<std::string>{"joy"}, boost::test_tools::per_element());
    // Nothing is left to be replaced, and nothing of anybody else.
    BOOST_TEST(caller.react(message, "thumbs_up").replaced.empty());
    BOOST_TEST(put.state.version == 1U);
    BOOST_TEST(put.state.liked_by == std::vector{caller.user()}, boost::test_tools::per_element());
    BOOST_TEST(own(caller, message) == std::vector<std::string>{"thumbs_up"}, boost::test_tools::per_element());
    BOOST_TEST(own(other, message) == std::vector<std::string>{"joy"}, boost::test_tools::per_element());
    BOOST_TEST(summary_row(message, "joy").version == 3U);

    BOOST_REQUIRE(subscriber.wait_for_version(message, 1, "thumbs_up"));
    BOOST_REQUIRE(subscriber.wait_for_version(message, 3, "joy"));
    const auto taken = subscriber.events(message, "joy").back();
    BOOST_TEST(taken.type == "message_unreacted");
    BOOST_TEST(taken.likes_count == 1U);
    BOOST_TEST(taken.liked_by == std::vector{other.user()}, boost::test_tools::per_element());
    BOOST_TEST(taken.changes == (Changes{{caller.user(), false}}));
    const auto came = subscriber.events(message, "thumbs_up").back();
    BOOST_TEST(came.type == "message_reacted");
    BOOST_TEST(came.changes == (Changes{{caller.user(), true}}));
}

BOOST_FIXTURE_TEST_CASE(the_answer_to_a_like_names_what_it_took_back_as_well, OneReaction) {
    const Chat chat{1};
    Caller caller{chat.members()[0]};
    const auto has_replaced = [](const HttpResponse& response) {
        BOOST_TEST(response.status == 200);
        return response.body.find(R"("replaced":["joy"])") != std::string::npos;
    };
    caller.react(chat.message(), "joy");
    BOOST_TEST(has_replaced(caller.post(chat.message())));
    BOOST_TEST(!has_replaced(caller.post(chat.message())));
    BOOST_TEST(own(caller, chat.message()) == std::vector<std::string>{"like"}, boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(sixteen_devices_of_one_user_end_with_one_reaction_and_never_show_two, OneReaction) {
    constexpr std::size_t kDevices = 16;
    constexpr std::size_t kRounds = 60;
    const Chat chat{2};
    const auto& message = chat.message();
    const auto& user = chat.members()[0];
    Subscriber subscriber{chat};
    std::atomic<std::size_t> looks = 0;
    std::atomic<std::size_t> two_at_once = 0;
    meanwhile(
        1,
        [&](std::size_t, const std::stop_token& stop) {
            Caller caller{user};
            for (; !stop.stop_requested(); ++looks) {
                if (own(caller, message).size() > 1) ++two_at_once;
            }
        },
        [&] {
            all_at_once(kDevices, [&](std::size_t i) {
                Caller caller{user};
                for (std::size_t round = 0; round < kRounds; ++round) {
                    const auto& code = known_reactions()[(i + round) % known_reactions().size()].code;
                    // Half of the likes come through the handler of likes.
                    if (code == "like" && i % 2 == 0) {
                        caller.like(message);
                    } else {
                        caller.react(message, code);
                    }
                }
            });
        });
    BOOST_TEST(looks > 10U);
    BOOST_TEST(two_at_once == 0U);
    BOOST_TEST(everybody(chat) == std::vector{user}, boost::test_tools::per_element());

    BOOST_TEST(eventually([&] { return chat.outbox_rows() == 0; }));
    for (const auto& [subject, rows] : chat.tables()) {
        BOOST_TEST_CONTEXT(subject.second) {
            BOOST_REQUIRE(subscriber.wait_for_version(message, rows.version, subject.second));
            const auto view = view_of(subscriber.events(), message, subject.second);
            BOOST_TEST(view.liked_by == rows.users, boost::test_tools::per_element());
            BOOST_TEST(view.flags.at(user) == !rows.users.empty());
        }
    }
}

/// On a message without any reaction there is no row that both of them would lock; and they come to two handlers, which
/// know nothing of one another.
BOOST_FIXTURE_TEST_CASE(the_first_reactions_of_two_devices_exclude_one_another, OneReaction) {
    constexpr std::size_t kMessages = 200;
    const Chat chat{1, kMessages};
    Caller phone{chat.members()[0]};
    Caller laptop{chat.members()[0]};
    for (const auto& message : chat.messages()) {
        all_at_once(2, [&](std::size_t device) {
            if (device == 0) {
                phone.react(message, "joy");
            } else {
                laptop.like(message);
            }
        });
    }
    std::map<std::string, std::size_t> reactions;
    for (const auto& [subject, rows] : chat.tables()) reactions[subject.first] += rows.users.size();
    BOOST_TEST(reactions.size() == kMessages);
    for (const auto& [message, count] : reactions) BOOST_TEST(count == 1U, message);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
