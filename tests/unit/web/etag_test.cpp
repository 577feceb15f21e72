#include "web/etag.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace likes::web::etag_test {

const std::string kBody = R"({"likes_count":5})";

std::string header(const Response& response, const std::string& name) {
    const auto found = std::find_if(response.headers.begin(), response.headers.end(),
                                    [&](const Header& candidate) { return candidate.name == name; });
    return found == response.headers.end() ? "(not there)" : found->value;
}

std::string tag_of(const std::string& body) {
    return header(with_etag(json(body), ""), "ETag");
}

BOOST_AUTO_TEST_SUITE(etag)

BOOST_AUTO_TEST_CASE(the_same_body_has_the_same_tag_and_another_body_another) {
    BOOST_TEST(tag_of(kBody) == tag_of(kBody));
    for (const std::string other : {"", " ", R"({"likes_count":6})", R"({"likes_count":5} )"}) {
        BOOST_TEST_CONTEXT("body: " << other) {
            BOOST_TEST(tag_of(other) != tag_of(kBody));
        }
    }
}

BOOST_AUTO_TEST_CASE(the_tag_outlives_the_process) {
    // XXH3 of nothing and of "a": handlers on every machine agree on it.
    BOOST_TEST(tag_of("") == "\"2d06800538d394c2\"");
    BOOST_TEST(tag_of("a") == "\"e6c632b61e964e1f\"");
}

BOOST_AUTO_TEST_CASE(without_a_match_the_answer_keeps_everything_and_gets_the_tag) {
    const std::string tag = tag_of(kBody);
    const std::string bare = tag.substr(1, tag.size() - 2);
    for (const std::string& value :
         std::vector<std::string>{"", " ", ",", "\"other\"", "W/\"other\"", bare, "\"" + bare, "w/" + tag, "W/ " + tag,
                                  tag + "x", "\"*\"", "\"" + bare + "0\""}) {
        BOOST_TEST_CONTEXT("If-None-Match: " << value) {
            const auto response = with_etag(json(kBody), value);
            BOOST_TEST(response.status == 200);
            BOOST_TEST(response.body == kBody);
            BOOST_TEST(header(response, "ETag") == tag);
            BOOST_TEST(header(response, "Content-Type") == "application/json");
        }
    }
}

BOOST_AUTO_TEST_CASE(a_match_is_answered_304_without_body_and_its_type_but_with_the_tag_as_it_was_named) {
    const std::string tag = tag_of(kBody);
    for (const std::string& value :
         std::vector<std::string>{tag, "W/" + tag, "*", " * ", " " + tag + "\t", "\"other\"," + tag,
                                  tag + ", \"other\"", "\"a\" ,\tW/" + tag + " , \"b\"", "," + tag}) {
        BOOST_TEST_CONTEXT("If-None-Match: " << value) {
            const auto response = with_etag(json(kBody), value);
            BOOST_TEST(response.status == 304);
            BOOST_TEST(response.body.empty());
            const bool is_weak = value.find("W/" + tag) != std::string::npos;
            BOOST_TEST(header(response, "ETag") == (is_weak ? "W/" + tag : tag));
            BOOST_TEST(header(response, "Content-Type") == "(not there)");
            BOOST_TEST(header(response, "Cache-Control") == "private, no-cache");
        }
    }
}

BOOST_AUTO_TEST_CASE(what_has_the_same_meaning_has_the_same_weak_tag_and_is_not_sent_again) {
    const auto answer = [](const std::string& body, std::string_view if_none_match) {
        return with_weak_etag(json(body), "meaning", if_none_match);
    };
    const auto first = answer("meaning at 10:00", "");
    const auto tag = header(first, "ETag");
    BOOST_TEST(first.status == 200);
    BOOST_TEST(first.body == "meaning at 10:00");
    BOOST_TEST(tag == "W/" + tag_of("meaning"));
    for (const std::string& value : {tag, tag.substr(2), std::string{"*"}}) {
        const auto second = answer("meaning at 10:01", value);
        BOOST_TEST(second.status == 304);
        BOOST_TEST(second.body == "");
        BOOST_TEST(header(second, "ETag") == tag);
    }
    BOOST_TEST(with_weak_etag(json("x"), "another meaning", tag).status == 200);
}

BOOST_AUTO_TEST_CASE(a_304_says_nothing_of_content_that_is_not_there) {
    Response response = json(kBody);
    response.headers.push_back({"Content-Disposition", "attachment"});
    const auto known = with_etag(std::move(response), "*");
    BOOST_TEST(header(known, "Content-Disposition") == "(not there)");
    BOOST_TEST(header(known, "Content-Type") == "(not there)");
    BOOST_TEST(header(known, "Cache-Control") == "private, no-cache");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::web::etag_test
