#pragma once

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "unit/api/build.hpp"

/// What holds for every endpoint. A `Bench` is an endpoint over a service that remembers in `asked` what it was asked;
/// `args` make one.
namespace likes::api::test {

/// Another verb than `verb` is answered 405 with the one that is known, and gets nowhere.
template <class Bench, class... Args>
void expect_only(const std::string& verb, const std::string& path, Args... args) {
    for (const std::string method :
         {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "", "get", "post", "put", "delete"}) {
        if (method == verb) continue;
        BOOST_TEST_CONTEXT(method << " instead of " << verb) {
            Bench bench{args...};
            const auto response = bench.answer(request(method, path));
            expect_problem(response, 405, "Method Not Allowed", "This resource does not know that method.");
            BOOST_TEST(header(response, "Allow") == verb);
            BOOST_TEST(bench.asked.empty());
        }
    }
}

/// Nobody is answered 401, whatever is wrong with the path and the query besides.
template <class Bench, class... Args>
void expect_401_first(const std::string& verb, const std::vector<std::string>& paths,
                      const std::vector<std::string>& queries, Args... args) {
    for (const auto& path : paths) {
        for (const auto& query : queries) {
            for (const std::string authorization : {"", "Bearer", "Bearer mallory", "Basic YTpi", "alice"}) {
                BOOST_TEST_CONTEXT(path << '?' << query << ", Authorization: " << authorization) {
                    Bench bench{args...};
                    auto asking = request(verb, path, query);
                    asking.authorization = authorization;
                    asking.if_none_match += '*';
                    const auto response = bench.answer(asking);
                    expect_problem(response, 401, "Unauthorized", "A valid bearer token is needed.");
                    BOOST_TEST(header(response, "WWW-Authenticate") == "Bearer realm=\"chat-likes\"");
                    BOOST_TEST(bench.asked.empty());
                }
            }
        }
    }
}

/// The parameter `limit` is a whole number from 1 to 100; nothing else gets anywhere.
template <class Bench>
void expect_limit_from_1_to_100() {
    for (const std::size_t limit : {1U, 50U, 100U}) {
        BOOST_TEST_CONTEXT("limit " << limit) {
            Bench bench;
            BOOST_TEST(bench.get("limit=" + std::to_string(limit)).status == 200);
            BOOST_REQUIRE(bench.asked.size() == 1U);
            BOOST_TEST(bench.asked[0].limit == limit);
        }
    }
    for (const std::string limit : {"0", "101", "-1", "+1", "%2B1", "1.5", "", "ten", "18446744073709551617"}) {
        BOOST_TEST_CONTEXT("limit " << limit) {
            Bench bench;
            expect_problem(bench.get("limit=" + limit), 400, "Bad Request",
                           "The parameter 'limit' must be a whole number from 1 to 100.");
            BOOST_TEST(bench.asked.empty());
        }
    }
}

/// Who holds the answer already gets 304 with the same tag; who holds another, all of it.
template <class Bench>
void expect_304_for_who_holds_it(const std::string& path, const std::string& query) {
    const Bench bench;
    const auto first = bench.answer(request("GET", path, query));
    BOOST_TEST(first.status == 200);
    const auto tag = header(first, "ETag");
    BOOST_REQUIRE(tag.starts_with('"'));
    auto again = request("GET", path, query);
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

}  // namespace likes::api::test
