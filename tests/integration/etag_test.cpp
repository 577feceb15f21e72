#include <algorithm>
#include <map>
#include <string>

#include <boost/test/unit_test.hpp>

#include "support/api.hpp"
#include "support/chat.hpp"
#include "support/patience.hpp"

namespace likes::test {
namespace {

std::string tag_of(const HttpResponse& response) {
    return response.header("etag").value();
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

bool varies_by_encoding(const HttpResponse& response) {
    const auto [first, last] = response.headers.equal_range("vary");
    return std::any_of(first, last, [](const auto& header) { return header.second == "Accept-Encoding"; });
}

BOOST_AUTO_TEST_SUITE(etag)

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

BOOST_AUTO_TEST_CASE(a_long_answer_is_compressed_for_who_wants_it_and_known_by_its_weak_tag_and_its_strong_one) {
    const Chat chat{1, 20};
    Caller reader{chat.members()[0]};
    const std::string target = screen_path(chat.id(), chat.messages());
    const std::string gzip = "Accept-Encoding: gzip";
    const auto plain = reader.send("GET", target);
    const std::string tag = tag_of(plain);
    BOOST_TEST(!plain.header("content-encoding").has_value());
    BOOST_TEST(varies_by_encoding(plain));
    BOOST_TEST(plain.body.size() > 1024U);

    const auto compressed = reader.send("GET", target, {gzip});
    BOOST_TEST(compressed.header("content-encoding").value_or("") == "gzip");
    BOOST_TEST(varies_by_encoding(compressed));
    BOOST_TEST(compressed.body.size() < plain.body.size() / 5);
    BOOST_TEST(tag_of(compressed) == "W/" + tag);

    for (const std::string& known : {tag, "W/" + tag}) {
        const auto same = reader.send("GET", target, {gzip, "If-None-Match: " + known});
        BOOST_TEST(same.status == 304);
        BOOST_TEST(same.body.empty());
        BOOST_TEST(tag_of(same) == known);
    }
    reader.like(chat.message());
    for (const std::string& old : {tag, "W/" + tag}) {
        BOOST_TEST(reader.send("GET", target, {gzip, "If-None-Match: " + old}).status == 200);
    }
    // Below a kilobyte it is not worth it.
    BOOST_TEST(!reader.get(chat.message(), {}, {gzip}).header("content-encoding").has_value());
}

BOOST_AUTO_TEST_CASE(head_is_answered_like_get_without_the_body) {
    const Chat chat{1};
    Caller reader{chat.members()[0]};
    for (const auto& [what, target] : reads_of(chat, reader.changes(chat.id()).next)) {
        BOOST_TEST_CONTEXT(what) {
            const auto got = reader.send("GET", target);
            // Two, so that the connection is seen to be still in step.
            for (int i = 0; i < 2; ++i) {
                const auto head = reader.send("HEAD", target);
                BOOST_TEST(head.status == 200);
                BOOST_TEST(head.body.empty());
                BOOST_TEST(tag_of(head) == tag_of(got));
                for (const std::string name : {"content-type", "content-length", "cache-control"}) {
                    BOOST_TEST(head.header(name).value_or("") == got.header(name).value_or("(not there)"));
                }
            }
            BOOST_TEST(reader.send("HEAD", target, {"If-None-Match: " + tag_of(got)}).status == 304);
            BOOST_TEST(reader.send("PATCH", target).header("allow").value_or("") == "GET, HEAD");
        }
    }
    BOOST_TEST(reader.send("HEAD", likes_path("1")).status == 400);
    BOOST_TEST(reader.send("HEAD", like_path(chat.message())).status == 405);
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

BOOST_AUTO_TEST_CASE(who_has_left_the_chat_gets_403_and_not_304) {
    const Chat chat{1};
    Caller caller{chat.members()[0]};
    const std::string since = caller.changes(chat.id()).next;
    chat.leave(chat.members()[0]);
    for (const auto& [what, target] : reads_of(chat, since)) {
        BOOST_TEST_CONTEXT(what) {
            BOOST_TEST(caller.send("GET", target, {"If-None-Match: *"}).status == 403);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
