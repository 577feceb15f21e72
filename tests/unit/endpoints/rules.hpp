#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <type_traits>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "likes/queries.hpp"
#include "unit/endpoints/build.hpp"

/// What holds for every endpoint, or for several. A `bench` is a Bench.
namespace likes::endpoints::test {

/// Whatever else is there, these requests are answered with this problem, and no worker hears of them.
template <class Bench>
void expect_refused(Bench bench, const std::vector<OwnRequest>& requests, int status, const std::string& title,
                    const std::string& detail) {
    for (const auto& asking : requests) {
        BOOST_TEST_CONTEXT(asking.method << " '" << asking.path << '?' << asking.query << "', body: " << asking.body) {
            expect_problem(bench.answer(asking), status, title, detail);
            BOOST_TEST(bench.asked.empty());
        }
    }
}

/// Another path is answered 404.
template <class Bench>
void expect_404_at(const Bench& bench, const std::vector<std::string>& paths) {
    expect_refused(bench, variants(bench.good, &OwnRequest::path, paths), 404, "Not Found", "There is nothing here.");
}

/// A query that is not understood is answered 400; what is wrong with it is web::Query's to say.
template <class Bench>
void expect_400_for_queries(Bench bench, const std::vector<std::string>& queries) {
    for (const auto& query : queries) {
        BOOST_TEST_CONTEXT("query: " << query) {
            BOOST_TEST(bench.answer_query(query).status == 400);
            BOOST_TEST(bench.asked.empty());
        }
    }
}

/// Another verb than `verb` is answered 405 with the one that is known, and gets nowhere.
template <class Bench>
void expect_only(Bench bench, const std::string& verb) {
    BOOST_TEST(bench.endpoint.method() == verb);
    auto asking = bench.good;
    for (const std::string method :
         {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "", "get", "post", "put", "delete"}) {
        if (method == verb) continue;
        BOOST_TEST_CONTEXT(method << " instead of " << verb) {
            asking.method = method;
            const auto response = bench.answer(asking);
            expect_problem(response, 405, "Method Not Allowed", "This resource does not know that method.");
            BOOST_TEST(header(response, "Allow") == verb);
            BOOST_TEST(bench.asked.empty());
        }
    }
}

/// Nobody is answered 401, whatever is wrong with the path, the query and the body besides.
template <class Bench>
void expect_401_first(Bench bench, std::vector<std::string> paths, std::vector<std::string> queries,
                      std::vector<std::string> bodies = {}) {
    paths.push_back(bench.good.path);
    paths.emplace_back("/nowhere");
    queries.push_back(bench.good.query);
    queries.emplace_back("surplus=1");
    queries.emplace_back("%");
    bodies.push_back(bench.good.body);
    auto asking = bench.good;
    asking.if_none_match = "*";
    const auto expect_401 = [&] {
        BOOST_TEST_CONTEXT(asking.path << '?' << asking.query << ", Authorization: " << asking.authorization) {
            const auto response = bench.answer(asking);
            expect_problem(response, 401, "Unauthorized", "A valid bearer token is needed.");
            BOOST_TEST(header(response, "WWW-Authenticate") == "Bearer realm=\"chat-likes\"");
            BOOST_TEST(bench.asked.empty());
        }
    };
    for (const std::string authorization : {"", "Bearer", "Bearer mallory", "Basic YTpi", "alice"}) {
        asking.authorization = authorization;
        for (const auto& path : paths) {
            asking.path = path;
            for (const auto& query : queries) {
                asking.query = query;
                for (const auto& body : bodies) {
                    asking.body = body;
                    expect_401();
                }
            }
        }
    }
}

/// The parameter `limit` is a whole number from 1 to 100, and 50 unless it is there; nothing else gets anywhere.
template <class Bench>
void expect_limit_from_1_to_100(Bench bench) {
    const auto wrong = variants(bench.good, &OwnRequest::query,
                                {"limit=0", "limit=101", "limit=-1", "limit=+1", "limit=%2B1", "limit=1.5",
                                 "limit=", "limit=ten", "limit=18446744073709551617"});
    expect_refused(bench, wrong, 400, "Bad Request", "The parameter 'limit' must be a whole number from 1 to 100.");
    const auto limit_of = [&](const std::string& query) {
        BOOST_TEST(bench.answer_query(query).status == 200);
        BOOST_REQUIRE(!bench.asked.empty());
        return bench.asked.back().limit;
    };
    BOOST_TEST(limit_of("") == 50U);
    for (const std::size_t limit : {1U, 50U, 100U}) BOOST_TEST(limit_of("limit=" + std::to_string(limit)) == limit);
}

/// Who holds the answer already gets 304 with the same tag; who holds another, all of it.
template <class Bench>
void expect_304_for_who_holds_it(Bench bench) {
    const auto first = bench.answer();
    BOOST_TEST(first.status == 200);
    const auto tag = header(first, "ETag");
    BOOST_REQUIRE(tag.starts_with('"'));
    auto again = bench.good;
    for (const std::string& value : {tag, "W/" + tag, "\"old\", " + tag, std::string{"*"}}) {
        BOOST_TEST_CONTEXT("If-None-Match: " << value) {
            again.if_none_match = value;
            const auto response = bench.answer(again);
            BOOST_TEST(response.status == 304);
            BOOST_TEST(response.body.empty());
            BOOST_TEST(header(response, "ETag") == tag);
            BOOST_TEST(header(response, "Cache-Control") == "private, no-cache");
            BOOST_TEST(header(response, "Content-Type") == "(not there)");
        }
    }
    again.if_none_match = "\"old\"";
    BOOST_TEST(bench.answer(again).status == 200);
    BOOST_TEST(bench.answer(again).body == first.body);
}

/// Each of these changes of a view that was answered makes another answer: 200 with another tag, for who holds the
/// first one.
template <class Endpoint, class View>
void expect_another_tag_after(const Bench<Endpoint, View>& bench,
                              const std::type_identity_t<std::vector<std::function<void(View&)>>>& changes) {
    auto asking = bench.good;
    asking.if_none_match = header(Bench<Endpoint, View>{bench}.answer(), "ETag");
    for (std::size_t i = 0; i < changes.size(); ++i) {
        BOOST_TEST_CONTEXT("change " << i) {
            auto changed = bench;
            changes[i](changed.view);
            const auto response = changed.answer(asking);
            BOOST_TEST(response.status == 200);
            BOOST_TEST(header(response, "ETag") != asking.if_none_match);
        }
    }
}

/// What is not there is answered 404, and what is not the caller's 403, also to who holds an answer. `visibility_of`
/// gives the visibility in a view, to be changed.
template <class Bench, class VisibilityOf>
void expect_closed(Bench bench, const std::string& not_there, const VisibilityOf& visibility_of) {
    bench.good.if_none_match = "*";
    visibility_of(bench.view) = Visibility::kNotFound;
    expect_problem(bench.answer(), 404, "Not Found", not_there);
    visibility_of(bench.view) = Visibility::kNotAMember;
    expect_problem(bench.answer(), 403, "Forbidden", "Only members of the chat may do that.");
}

}  // namespace likes::endpoints::test
