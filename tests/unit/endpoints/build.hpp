#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "auth/claims.hpp"
#include "base/time.hpp"
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
/// 2025-10-03T10:00:00Z.
inline constexpr Time kLikedAt{std::chrono::seconds{1'759'485'600}};

/// Three reactions, in an order that is neither that of the codes nor that of their use.
inline ReactionCatalog catalog() {
    return ReactionCatalog::parse("like=\u2764\uFE0F,thumbs_up=\U0001F44D,joy=\U0001F602");
}

inline Reaction reaction(std::string_view code) {
    return Reaction::parse(code).value();
}

/// Who calls with that header: alice with `Bearer alice`, and nobody else.
inline auth::Verification verification_of(std::string_view authorization) {
    if (authorization != "Bearer alice") return auth::Rejection::kBadSignature;
    return auth::VerifiedToken{likes::test::user("alice"), Time::max()};
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

    /// Good for as long as this one is neither changed nor moved.
    web::Request request() const {
        return {.method = method,
                .path = path,
                .query = query,
                .authorization = authorization,
                .if_none_match = if_none_match,
                .body = body,
                .request_id = kRequestId,
                .traceparent = traceparent};
    }
};

/// The request with each of these values in that field.
inline std::vector<OwnRequest> variants(const OwnRequest& good, std::string OwnRequest::*field,
                                        const std::vector<std::string>& values) {
    std::vector<OwnRequest> requests(values.size(), good);
    for (std::size_t i = 0; i < values.size(); ++i) requests[i].*field = values[i];
    return requests;
}

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

    /// The same with something else of `good`.
    web::Response answer_at(const std::string& path) { return answer_with(&OwnRequest::path, path); }
    web::Response answer_query(const std::string& query) { return answer_with(&OwnRequest::query, query); }
    web::Response answer_body(const std::string& body) { return answer_with(&OwnRequest::body, body); }

  private:
    web::Response answer_with(std::string OwnRequest::*field, const std::string& value) {
        return answer(variants(good, field, {value}).front());
    }
};

inline std::string header(const web::Response& response, const std::string& name) {
    const auto found = std::find_if(response.headers.begin(), response.headers.end(),
                                    [&](const web::Header& candidate) { return candidate.name == name; });
    return found == response.headers.end() ? "(not there)" : found->value;
}

/// The body of a problem of this API.
inline std::string problem_json(int status, const std::string& title, const std::string& detail) {
    return R"({"type":"about:blank","title":")" + title + R"(","status":)" + std::to_string(status) + R"(,"detail":")" +
           detail + R"(","request_id":")" + kRequestId + R"("})";
}

inline void expect_problem(const web::Response& response, int status, const std::string& title,
                           const std::string& detail) {
    BOOST_TEST(response.status == status);
    BOOST_TEST(header(response, "Content-Type") == "application/problem+json");
    BOOST_TEST(header(response, "ETag") == "(not there)");
    BOOST_TEST(likes::test::same_json(response.body, problem_json(status, title, detail)));
}

/// 200 with this JSON, in the caller's own cache at most.
inline void expect_json(const web::Response& response, const std::string& body,
                        const std::string& cache_control = "private, no-cache") {
    BOOST_TEST(response.status == 200);
    BOOST_TEST(header(response, "Content-Type") == "application/json");
    BOOST_TEST(header(response, "Cache-Control") == cache_control);
    BOOST_TEST(likes::test::same_json(response.body, body));
}

inline bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

}  // namespace likes::endpoints::test
