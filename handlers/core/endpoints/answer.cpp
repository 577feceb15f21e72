#include "endpoints/answer.hpp"

#include <exception>

#include "database/errors.hpp"
#include "runtime/log.hpp"

namespace likes::endpoints {
namespace {

web::Problem unavailable() {
    return {503, "The service cannot answer right now; please try the same call again.", {{"Retry-After", "1"}}};
}

void log_fault(log::Level level, const web::Request& request, const char* what) {
    log::write(level, "a request failed",
               {{"request_id", request.request_id},
                {"traceparent", request.traceparent},
                {"method", request.method},
                {"error", what}});
}

}  // namespace

web::Response answer_overloaded(const web::Request& request) noexcept {
    log_fault(log::Level::kWarning, request, "too many requests wait, or this one has waited for too long");
    return web::problem(unavailable(), request.request_id);
}

web::Response answer_to_exception(const web::Request& request) noexcept {
    try {
        throw;
    } catch (const web::Problem& problem) {
        return web::problem(problem, request.request_id);
    } catch (const database::Unavailable& fault) {
        log_fault(log::Level::kWarning, request, fault.what());
        return web::problem(unavailable(), request.request_id);
    } catch (const std::exception& fault) {
        log_fault(log::Level::kError, request, fault.what());
    } catch (...) {
        log_fault(log::Level::kError, request, "not a std::exception");
    }
    return web::problem({500, "Something went wrong on our side."}, request.request_id);
}

}  // namespace likes::endpoints
