#include "web/response.hpp"

#include <array>
#include <utility>

#include "base/json.hpp"

namespace likes::web {
namespace {

constexpr std::array<std::pair<int, std::string_view>, 13> kReasonPhrases{{
    {200, "OK"},
    {202, "Accepted"},
    {304, "Not Modified"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {413, "Content Too Large"},
    {422, "Unprocessable Content"},
    {429, "Too Many Requests"},
    {500, "Internal Server Error"},
    {503, "Service Unavailable"},
}};

}  // namespace

Response json(std::string body, std::string cache_control) {
    Response response{200, {}, std::move(body)};
    // For these and an ETag. An initializer list would copy each of them.
    response.headers.reserve(3);
    response.headers.push_back({"Content-Type", "application/json"});
    response.headers.push_back({"Cache-Control", std::move(cache_control)});
    return response;
}

std::string_view reason_phrase(int status) {
    for (const auto& [code, phrase] : kReasonPhrases) {
        if (code == status) return phrase;
    }
    return "Unknown";
}

Response problem(const Problem& problem, std::string_view request_id) {
    JsonText json;
    json.begin_object();
    json.member("type", "about:blank");
    json.member("title", reason_phrase(problem.status));
    json.member("status", problem.status);
    json.member("detail", problem.detail);
    json.member("request_id", request_id);
    json.end_object();
    Response response{
        problem.status, {{"Content-Type", "application/problem+json"}, {"Cache-Control", "no-store"}}, json.str()};
    response.headers.insert(response.headers.end(), problem.headers.begin(), problem.headers.end());
    return response;
}

}  // namespace likes::web
