#include "api/monitor_endpoint.hpp"

#include <utility>

#include <rapidjson/stringbuffer.h>

#include "api/require.hpp"
#include "likes/snapshot_json.hpp"

namespace likes::api {
namespace {

/// The exposition format of Prometheus, version 0.0.4.
constexpr const char* kExposition = "text/plain; version=0.0.4; charset=utf-8";

http::Response reply(std::string body, const char* content_type, int status = 200) {
    return {status, {{"Content-Type", content_type}, {"Cache-Control", "no-store"}}, std::move(body)};
}

http::Response live() {
    return reply(R"({"status":"live"})", "application/json");
}

http::Response readiness(const Readiness& ready) {
    constexpr int kUnavailable = 503;
    const char* const status = !ready.database                        ? "unready"
                               : !ready.broker || !ready.admits_users ? "degraded"
                                                                      : "ready";
    rapidjson::StringBuffer buffer;
    JsonWriter json{buffer};
    json.StartObject();
    put(json, "status", status);
    put(json, "database", ready.database);
    put(json, "broker", ready.broker);
    put(json, "broker_admits_users", ready.admits_users);
    json.EndObject();
    return reply({buffer.GetString(), buffer.GetSize()}, "application/json", ready.database ? 200 : kUnavailable);
}

}  // namespace

MonitorEndpoint::MonitorEndpoint(Ready ready, Metrics metrics)
    : ready_{std::move(ready)}, metrics_{std::move(metrics)} {}

http::Response MonitorEndpoint::operator()(const http::Request& request) const {
    require_method(request, "GET");
    if (request.path == "/livez") return live();
    if (request.path == "/readyz") return readiness(ready_());
    if (request.path == "/metrics") return reply(metrics_(), kExposition);
    throw http::Problem{404, "There is nothing here."};
}

}  // namespace likes::api
