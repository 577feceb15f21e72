#include "api/answer.hpp"

#include <chrono>

#include "lanes/group_commit.hpp"
#include "log/log.hpp"
#include "metrics/process.hpp"
#include "store/faults.hpp"

namespace likes::api {
namespace {

http::Problem unavailable() {
    return {503, "The service cannot answer right now; please try the same call again.", {{"Retry-After", "1"}}};
}

void log_fault(log::Level level, const http::Request& request, const char* what) {
    log::write(level, "a request failed",
               {{"request_id", request.request_id},
                {"traceparent", request.traceparent},
                {"method", request.method},
                {"error", what}});
}

http::Response respond(const http::Request& request, const Endpoint& endpoint) noexcept {
    try {
        return endpoint(request);
    } catch (const http::Problem& problem) {
        return http::problem(problem, request.request_id);
    } catch (const lanes::Overloaded& fault) {
        log_fault(log::Level::kWarning, request, fault.what());
        return http::problem(unavailable(), request.request_id);
    } catch (const store::Unavailable& fault) {
        log_fault(log::Level::kWarning, request, fault.what());
        return http::problem(unavailable(), request.request_id);
    } catch (const std::exception& fault) {
        log_fault(log::Level::kError, request, fault.what());
    } catch (...) {
        log_fault(log::Level::kError, request, "not a std::exception");
    }
    return http::problem({500, "Something went wrong on our side."}, request.request_id);
}

}  // namespace

http::Response answer(const http::Request& request, const Endpoint& endpoint) noexcept {
    const auto start = std::chrono::steady_clock::now();
    auto response = respond(request, endpoint);
    metrics::here().count_request(response.status, std::chrono::steady_clock::now() - start);
    return response;
}

}  // namespace likes::api
