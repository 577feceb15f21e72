#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "auth/claims.hpp"
#include "base/time.hpp"
#include "likes/queries.hpp"
#include "likes/reaction.hpp"
#include "likes/reaction_catalog.hpp"
#include "unit/endpoints/one_request.hpp"
#include "unit/likes/build.hpp"
#include "unit/web/same_json.hpp"
#include "web/request.hpp"
#include "web/response.hpp"

/// What the tests of the endpoints have in common.
namespace likes::endpoints::test {

inline const std::string kMessage = "0f8fad5b-d9cb-469f-a165-70867728950e";
inline const std::string kUpperMessage = "0F8FAD5B-D9CB-469F-A165-70867728950E";
inline const std::string kChat = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";
inline const std::string kUpperChat = "6BA7B810-9DAD-11D1-80B4-00C04FD430C8";
inline const std::string kRequestId = "4f2a";
/// The last moment of the second 2025-10-03T10:00:00Z.
inline constexpr Time kLikedAt{std::chrono::seconds{1'759'485'600} + std::chrono::microseconds{999'999}};

/// Three reactions, in an order that is neither that of the codes nor that of their use.
inline ReactionCatalog catalog() {
    return ReactionCatalog::parse("like=\u2764\uFE0F,thumbs_up=\U0001F44D,joy=\U0001F602");
}

inline Reaction reaction(std::string_view code) {
    return Reaction::parse(code).value();
}

/// Who calls with that header: alice with `Bearer alice`, or with kOperator, where her token has the scope of the
/// numbers; and nobody else.
inline const std::string kOperator = "Bearer alice, for all chats";
inline auth::Verification verification_of(std::string_view authorization) {
    if (authorization != "Bearer alice" && authorization != kOperator) return auth::Rejection::kBadSignature;
    const auto* const scopes = authorization == kOperator ? "likes:analytics" : "";
    return auth::VerifiedToken{likes::test::user("alice"), Time::max(), auth::Scopes::parse(scopes)};
}

/// A request that owns its texts.
struct OwnRequest {
    std::string method;
    std::string path;
    std::string query = {};
    std::string body = {};
    std::string authorization = "Bearer alice";
    std::string if_none_match = {};
    std::string traceparent = {};
    std::string accept = {};

    /// Good for as long as this one is neither changed nor moved.
    web::Request request() const {
        return {.method = method,
                .path = path,
                .query = query,
                .authorization = authorization,
                .accept = accept,
                .if_none_match = if_none_match,
                .body = body,
                .request_id = kRequestId,
                .traceparent = traceparent};
    }
};

/// An endpoint, and a worker that remembers what it was asked and answers every query with `view`.
template <class Endpoint, class View>
struct Bench {
    Endpoint endpoint;
    View view;
    /// One that is answered 200.
    OwnRequest good;
    std::vector<typename Endpoint::Query> asked = {};

    web::Response answer(const OwnRequest& asking) {
        return answer_one(endpoint, asking.request(), verification_of(asking.authorization), [this](const auto& query) {
            asked.push_back(query);
            return view;
        });
    }
    web::Response answer() { return answer(good); }

    /// The same with another text in that field of `good`.
    web::Response answer_with(std::string OwnRequest::*field, const std::string& text) {
        auto asking = good;
        asking.*field = text;
        return answer(asking);
    }
    web::Response answer_at(const std::string& path) { return answer_with(&OwnRequest::path, path); }
    web::Response answer_query(const std::string& query) { return answer_with(&OwnRequest::query, query); }
    web::Response answer_body(const std::string& body) { return answer_with(&OwnRequest::body, body); }
};

inline std::string header(const web::Response& response, const std::string& name) {
    const auto found = std::find_if(response.headers.begin(), response.headers.end(),
                                    [&](const web::Header& candidate) { return candidate.name == name; });
    return found == response.headers.end() ? "(not there)" : found->value;
}

/// A problem of this API. `detail` is as it stands in JSON.
inline void expect_problem(const web::Response& response, int status, const std::string& detail) {
    BOOST_TEST(response.status == status);
    BOOST_TEST(header(response, "Content-Type") == "application/problem+json");
    BOOST_TEST(header(response, "ETag") == "(not there)");
    BOOST_TEST(likes::test::same_json(response.body, R"({"type":"about:blank","title":")" +
                                                         std::string{web::reason_phrase(status)} + R"(","status":)" +
                                                         std::to_string(status) + R"(,"detail":")" + detail +
                                                         R"(","request_id":")" + kRequestId + R"("})"));
}

/// 200 with this JSON, in the caller's own cache at most.
inline void expect_json(const web::Response& response, const std::string& body,
                        const std::string& cache_control = "private, no-cache") {
    BOOST_TEST(response.status == 200);
    BOOST_TEST(header(response, "Content-Type") == "application/json");
    BOOST_TEST(header(response, "Cache-Control") == cache_control);
    BOOST_TEST(likes::test::same_json(response.body, body));
}

// What holds for several endpoints. A `bench` is a Bench.

/// With each of these texts in that field the request is answered with this problem, and no worker hears of it.
template <class Bench>
void expect_refused(Bench bench, std::string OwnRequest::*field, const std::vector<std::string>& texts, int status,
                    const std::string& detail) {
    for (const auto& text : texts) {
        BOOST_TEST_CONTEXT("'" << text << "'") {
            expect_problem(bench.answer_with(field, text), status, detail);
            BOOST_TEST(bench.asked.empty());
        }
    }
}

/// Another path is answered 404.
template <class Bench>
void expect_404_at(const Bench& bench, const std::vector<std::string>& paths) {
    expect_refused(bench, &OwnRequest::path, paths, 404, "There is nothing here.");
}

/// Another path is answered 404, and an id in the path that is no UUID 400, whatever the query says.
template <class Bench>
void expect_path_first(Bench bench, const std::string& other_path, const std::string& no_uuid,
                       const std::string& detail) {
    bench.good.query = "surplus=1";
    expect_404_at(bench, {other_path});
    expect_refused(bench, &OwnRequest::path, {no_uuid}, 400, detail);
}

/// The parameter `limit` is a whole number from 1 to 100, and 50 unless it is there; nothing else gets anywhere.
template <class Bench>
void expect_limit_from_1_to_100(Bench bench) {
    expect_refused(bench, &OwnRequest::query, {"limit=0", "limit=101"}, 400,
                   "The parameter 'limit' must be a whole number from 1 to 100.");
    for (const auto& [query, limit] :
         std::map<std::string, std::size_t>{{"", 50}, {"limit=1", 1}, {"limit=100", 100}}) {
        BOOST_TEST(bench.answer_query(query).status == 200);
        BOOST_TEST(bench.asked.back().limit == limit);
    }
}

/// Who holds the answer already gets 304; who holds another, all of it.
template <class Bench>
void expect_304_for_who_holds_it(Bench bench) {
    const auto first = bench.answer();
    const auto tag = header(first, "ETag");
    const auto same = bench.answer_with(&OwnRequest::if_none_match, tag);
    BOOST_TEST(same.status == 304);
    BOOST_TEST(header(same, "ETag") == tag);
    const auto other = bench.answer_with(&OwnRequest::if_none_match, "\"old\"");
    BOOST_TEST(other.status == 200);
    BOOST_TEST(other.body == first.body);
}

/// What is not there is answered 404, and what is not the caller's 403, also to who holds an answer. `visibility_of`
/// gives the visibility in a view, to be changed.
template <class Bench, class VisibilityOf>
void expect_closed(Bench bench, const std::string& not_there, const VisibilityOf& visibility_of) {
    bench.good.if_none_match = "*";
    visibility_of(bench.view) = Visibility::kNotFound;
    expect_problem(bench.answer(), 404, not_there);
    visibility_of(bench.view) = Visibility::kNotAMember;
    expect_problem(bench.answer(), 403, "Only members of the chat may do that.");
}

inline bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

}  // namespace likes::endpoints::test
