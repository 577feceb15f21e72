#include "endpoints/push/push_subscriptions.hpp"

#include <chrono>
#include <cstdlib>
#include <exception>

#include "endpoints/serve.hpp"
#include "runtime/process.hpp"
#include "service/push_subscriptions.hpp"
#include "service/settings.hpp"

using namespace likes;

namespace {

/// How often one user may register a device, ten times a minute, and try one, once a minute; or as often as anything
/// where nothing else has a limit.
web::Rate registration_rate(const web::Rate& changes) {
    return changes.interval.count() == 0 ? changes : web::Rate{std::chrono::seconds{6}, 10};
}
web::Rate test_rate(const web::Rate& changes) {
    return changes.interval.count() == 0 ? changes : web::Rate{std::chrono::minutes{1}, 1};
}

}  // namespace

int main(int argc, char** argv) try {
    const runtime::Process process{"push_subscriptions",
                                   "FastCGI handler of /api/v1/push…: where one gets pushes when the app is closed.",
                                   argc, argv};
    const auto& config = process.config();
    auto authenticator = service::make_authenticator(config);
    auto limit = service::make_user_limit(service::user_rate(config));
    auto registrations = service::make_user_limit(registration_rate(service::user_rate(config)));
    auto tests = service::make_user_limit(test_rate(service::user_rate(config)));
    service::PushSubscriptions subscriptions{config};
    endpoints::serve(process, authenticator,
                     endpoints::PushSubscriptions{service::vapid_keys(config),
                                                  service::push_hosts(config),
                                                  {.changes = limit, .registrations = registrations, .tests = tests}},
                     subscriptions);
    return EXIT_SUCCESS;
} catch (const std::exception& fault) {
    return runtime::failed(fault);
}
