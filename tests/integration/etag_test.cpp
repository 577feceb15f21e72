#include <map>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "support/api.hpp"
#include "support/chat.hpp"
#include "support/patience.hpp"

namespace likes::test {
namespace {

std::string tag_of(const HttpResponse& response) {
    return response.header("etag").value();
}

HttpResponse get_if_not(Caller& caller, const std::string& message, const std::string& tags,
                        const std::string& query = {}) {
    return caller.get(message, query, {"If-None-Match: " + tags});
}

/// Everything that can be read of the chat, by what it is.
std::map<std::string, std::string> reads_of(const Chat& chat, const std::string& since) {
    return {
        {"likes", likes_path(chat.message())},
        {"reactions", reactions_path(chat.message())},
        {"screen", screen_path(chat.id(), chat.messages())},
        {"changes", changes_path(chat.id(), "since=" + since)},
    };
}

BOOST_AUTO_TEST_SUITE(etag)

BOOST_AUTO_TEST_CASE(who_holds_the_newest_list_gets_304_and_no_body) {
    const Chat chat{1};
    Caller caller{chat.members()[0]};
    caller.like(chat.message());
    const auto first = caller.get(chat.message());
    const std::string tag = tag_of(first);
    BOOST_TEST(tag.size() > 2U);
    BOOST_TEST((tag.front() == '"' && tag.back() == '"'));

    for (const std::string& tags : {tag, "W/" + tag, "\"other\", " + tag, tag + ", \"other\"", std::string{"*"}}) {
        BOOST_TEST_CONTEXT("If-None-Match: " << tags) {
            const auto again = get_if_not(caller, chat.message(), tags);
            BOOST_TEST(again.status == 304);
            BOOST_TEST(again.body.empty());
            BOOST_TEST(tag_of(again) == tag);
            BOOST_TEST(!again.header("content-type").has_value());
            BOOST_TEST(again.header("cache-control").value_or("") == first.header("cache-control").value_or("none"));
            BOOST_TEST(again.header("x-request-id").has_value());
        }
    }
    for (const std::string& tags : {std::string{"\"other\""}, tag.substr(1, tag.size() - 2), std::string{"\"\""}}) {
        BOOST_TEST_CONTEXT("If-None-Match: " << tags) {
            const auto again = get_if_not(caller, chat.message(), tags);
            BOOST_TEST(again.status == 200);
            BOOST_TEST(again.body == first.body);
        }
    }
}

BOOST_AUTO_TEST_CASE(every_change_makes_another_tag) {
    const Chat chat{2};
    Caller reader{chat.members()[0]};
    Caller liker{chat.members()[1]};
    std::vector<std::string> tags{tag_of(reader.get(chat.message()))};
    for (int change = 0; change < 4; ++change) {
        BOOST_TEST_CONTEXT("change " << change) {
            change % 2 == 0 ? liker.like(chat.message()) : liker.unlike(chat.message());
            const auto response = get_if_not(reader, chat.message(), tags.back());
            BOOST_TEST(response.status == 200);
            for (const auto& tag : tags) BOOST_TEST(tag_of(response) != tag);
            tags.push_back(tag_of(response));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_call_that_changes_nothing_keeps_the_tag) {
    const Chat chat{2};
    Caller reader{chat.members()[0]};
    Caller liker{chat.members()[1]};
    liker.like(chat.message());
    const std::string tag = tag_of(reader.get(chat.message()));
    liker.like(chat.message());
    reader.unlike(chat.message());
    BOOST_TEST(get_if_not(reader, chat.message(), tag).status == 304);
}

BOOST_AUTO_TEST_CASE(the_tag_of_one_user_does_not_hide_anothers_own_flag) {
    const Chat chat{2};
    Caller liker{chat.members()[0]};
    Caller other{chat.members()[1]};
    liker.like(chat.message());
    const auto response = get_if_not(other, chat.message(), tag_of(liker.get(chat.message())));
    BOOST_TEST(response.status == 200);
    BOOST_TEST(!like_list(response).state.is_liked_by_user);
}

BOOST_AUTO_TEST_CASE(each_page_has_its_tag) {
    const Chat chat{3};
    for (const auto& user : chat.members()) Caller{user}.like(chat.message());
    Caller reader{chat.members()[0]};
    const auto first = reader.get(chat.message(), "limit=1");
    const auto second = reader.get(chat.message(), "limit=1&cursor=" + like_list(first).next_cursor.value());
    BOOST_TEST(tag_of(first) != tag_of(second));
    BOOST_TEST(get_if_not(reader, chat.message(), tag_of(first), "limit=1").status == 304);
    BOOST_TEST(get_if_not(reader, chat.message(), tag_of(first), "limit=2").status == 200);
}

BOOST_AUTO_TEST_CASE(every_read_has_a_tag_that_a_like_changes) {
    const Chat chat{2, 2};
    Caller reader{chat.members()[0]};
    Caller liker{chat.members()[1]};
    liker.like(chat.message());
    BOOST_REQUIRE(eventually([&] { return chat.outbox_rows() == 0; }));
    for (const auto& [what, target] : reads_of(chat, reader.changes(chat.id()).next)) {
        BOOST_TEST_CONTEXT(what) {
            const auto first = reader.send("GET", target);
            const std::string tag = tag_of(first);
            const auto unchanged = reader.send("GET", target, {"If-None-Match: " + tag});
            BOOST_TEST(unchanged.status == 304);
            BOOST_TEST(unchanged.body.empty());
            BOOST_TEST(tag_of(unchanged) == tag);
            liker.unlike(chat.message());
            const auto changed = reader.send("GET", target, {"If-None-Match: " + tag});
            BOOST_TEST(changed.status == 200);
            BOOST_TEST(tag_of(changed) != tag);
            BOOST_TEST(changed.body != first.body);
            liker.like(chat.message());
        }
    }
}

BOOST_AUTO_TEST_CASE(another_reaction_changes_the_tags_of_those_who_show_it) {
    const Chat chat{2};
    Caller reader{chat.members()[0]};
    const auto reads = reads_of(chat, reader.changes(chat.id()).next);
    std::map<std::string, std::string> tags;
    for (const auto& [what, target] : reads) tags[what] = tag_of(reader.send("GET", target));
    Caller{chat.members()[1]}.react(chat.message(), "joy");
    for (const auto& [what, target] : reads) {
        BOOST_TEST_CONTEXT(what) {
            const int status = what == "likes" ? 304 : 200;
            BOOST_TEST(reader.send("GET", target, {"If-None-Match: " + tags.at(what)}).status == status);
        }
    }
}

BOOST_AUTO_TEST_CASE(no_read_hides_the_own_flag_behind_the_tag_of_another_user) {
    const Chat chat{2};
    Caller liker{chat.members()[0]};
    Caller other{chat.members()[1]};
    const std::string since = liker.changes(chat.id()).next;
    liker.like(chat.message());
    BOOST_REQUIRE(eventually([&] { return chat.outbox_rows() == 0; }));
    for (const auto& [what, target] : reads_of(chat, since)) {
        BOOST_TEST_CONTEXT(what) {
            const auto own = liker.send("GET", target);
            BOOST_TEST(other.send("GET", target, {"If-None-Match: " + tag_of(own)}).status == 200);
        }
    }
}

BOOST_AUTO_TEST_CASE(only_the_users_own_cache_may_keep_an_answer_and_has_to_ask_each_time) {
    const Chat chat{1};
    Caller caller{chat.members()[0]};
    std::vector<HttpResponse> responses{
        caller.post(chat.message()),
        caller.del(chat.message()),
        caller.send("PUT", reaction_path(chat.message(), "joy")),
        caller.send("DELETE", reaction_path(chat.message(), "joy")),
        caller.send("GET", changes_path(chat.id())),
    };
    for (const auto& [what, target] : reads_of(chat, caller.changes(chat.id()).next)) {
        responses.push_back(caller.send("GET", target));
        responses.push_back(caller.send("GET", target, {"If-None-Match: *"}));
        BOOST_TEST(responses.back().status == 304);
    }
    for (const auto& response : responses) {
        BOOST_TEST(response.header("cache-control").value_or("") == "private, no-cache");
    }
}

BOOST_AUTO_TEST_CASE(who_has_left_the_chat_gets_403_and_not_304) {
    const Chat chat{1};
    Caller caller{chat.members()[0]};
    const std::string tag = tag_of(caller.get(chat.message()));
    const std::string since = caller.changes(chat.id()).next;
    chat.leave(chat.members()[0]);
    BOOST_TEST(get_if_not(caller, chat.message(), tag).status == 403);
    for (const auto& [what, target] : reads_of(chat, since)) {
        BOOST_TEST_CONTEXT(what) {
            BOOST_TEST(caller.send("GET", target, {"If-None-Match: *"}).status == 403);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
