#include "http/response.hpp"

#include <array>
#include <utility>

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace likes::http {
namespace {

constexpr std::array<std::pair<int, std::string_view>, 12> kReasonPhrases{{
    {200, "OK"},
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
    return {200, {{"Content-Type", "application/json"}, {"Cache-Control", std::move(cache_control)}}, std::move(body)};
}

std::string_view reason_phrase(int status) {
    for (const auto& [code, phrase] : kReasonPhrases) {
        if (code == status) return phrase;
    }
    return "Unknown";
}

Response problem(const Problem& problem, std::string_view request_id) {
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer{buffer};
    const auto put = [&writer](std::string_view name, std::string_view value) {
        writer.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
        writer.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
    };
    writer.StartObject();
    put("type", "about:blank");
    put("title", reason_phrase(problem.status));
    writer.Key("status");
    writer.Int(problem.status);
    put("detail", problem.detail);
    put("request_id", request_id);
    writer.EndObject();
    Response response{problem.status,
                      {{"Content-Type", "application/problem+json"}, {"Cache-Control", "no-store"}},
                      {buffer.GetString(), buffer.GetSize()}};
    response.headers.insert(response.headers.end(), problem.headers.begin(), problem.headers.end());
    return response;
}

}  // namespace likes::http
