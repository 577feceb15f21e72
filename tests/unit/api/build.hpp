#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

#include "api/require.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "ids/user_id.hpp"
#include "likes/reaction_catalog.hpp"
#include "unit/http/same_json.hpp"

/// What the tests of the endpoints have in common.
namespace likes::api::test {

inline const std::string kMessage = "0f8fad5b-d9cb-469f-a165-70867728950e";
inline const std::string kUpperMessage = "0F8FAD5B-D9CB-469F-A165-70867728950E";
inline const std::string kChat = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";
inline const std::string kUpperChat = "6BA7B810-9DAD-11D1-80B4-00C04FD430C8";
inline const std::string kRequestId = "4f2a";

/// Knows one user: alice, by the header `Bearer alice`.
inline std::optional<UserId> authenticate(std::string_view authorization) {
    if (authorization != "Bearer alice") return std::nullopt;
    return UserId::parse("alice");
}

/// Three reactions, in an order that is neither that of the codes nor that of their use.
inline ReactionCatalog catalog() {
    return ReactionCatalog::parse("like=\u2764\uFE0F,thumbs_up=\U0001F44D,joy=\U0001F602");
}

inline http::Request request(const std::string& method, const std::string& path, const std::string& query = {}) {
    return {method, path, query, "Bearer alice", {}, {}, kRequestId};
}

inline std::string header(const http::Response& response, const std::string& name) {
    const auto found = std::find_if(response.headers.begin(), response.headers.end(),
                                    [&](const http::Header& candidate) { return candidate.name == name; });
    return found == response.headers.end() ? "(not there)" : found->value;
}

/// The body of a problem of this API.
inline std::string problem_json(int status, const std::string& title, const std::string& detail) {
    return R"({"type":"about:blank","title":")" + title + R"(","status":)" + std::to_string(status) + R"(,"detail":")" +
           detail + R"(","request_id":")" + kRequestId + R"("})";
}

inline void expect_problem(const http::Response& response, int status, const std::string& title,
                           const std::string& detail) {
    BOOST_TEST(response.status == status);
    BOOST_TEST(header(response, "Content-Type") == "application/problem+json");
    BOOST_TEST(header(response, "ETag") == "(not there)");
    BOOST_TEST(likes::test::same_json(response.body, problem_json(status, title, detail)));
}

}  // namespace likes::api::test
