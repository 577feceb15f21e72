#include "endpoints/monitor.hpp"

#include <string>
#include <utility>

#include "base/json.hpp"
#include "endpoints/require.hpp"

namespace likes::endpoints {
namespace {

using service::MonitorQuery;

/// The exposition format of Prometheus, version 0.0.4.
constexpr const char* kExposition = "text/plain; version=0.0.4; charset=utf-8";

web::Response reply(std::string body, const char* content_type, int status = 200) {
    return {status, {{"Content-Type", content_type}, {"Cache-Control", "no-store"}}, std::move(body)};
}

web::Response readiness(const service::Readiness& ready) {
    constexpr int kUnavailable = 503;
    const bool can_serve = ready.database && ready.handlers_down.empty();
    const char* const status = !can_serve ? "unready" : !ready.broker || !ready.admits_users ? "degraded" : "ready";
    JsonText json;
    json.begin_object();
    json.member("status", status);
    json.member("database", ready.database);
    json.begin_array("handlers_down");
    for (const auto& handler : ready.handlers_down) json.value(handler);
    json.end_array();
    json.member("broker", ready.broker);
    json.member("broker_admits_users", ready.admits_users);
    json.end_object();
    return reply(json.str(), "application/json", can_serve ? 200 : kUnavailable);
}

}  // namespace

MonitorQuery Monitor::parse(const web::Request& request) {
    require_method(request, "GET");
    if (request.path == "/livez") return MonitorQuery::kLive;
    if (request.path == "/readyz") return MonitorQuery::kReady;
    require_path(request, "/metrics");
    return MonitorQuery::kMetrics;
}

web::Response Monitor::render(const web::Request& /*request*/, MonitorQuery query, const service::MonitorView& view) {
    switch (query) {
        case MonitorQuery::kReady:
            return readiness(view.readiness);
        case MonitorQuery::kMetrics:
            return reply(view.metrics, kExposition);
        case MonitorQuery::kLive:
            break;
    }
    return reply(R"({"status":"live"})", "application/json");
}

}  // namespace likes::endpoints
