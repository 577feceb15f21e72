#include <cstdlib>
#include <exception>

#include "endpoints/analytics/activity.hpp"
#include "endpoints/serve.hpp"
#include "runtime/process.hpp"
#include "service/readers.hpp"
#include "service/settings.hpp"
#include "store/analytics/activity_reader.hpp"

using namespace likes;

int main(int argc, char** argv) try {
    const runtime::Process process{
        "analytics_activity",
        "FastCGI handler of GET /api/v1/chats/{chat_id}/analytics/activity, /api/v1/analytics/activity and "
        "/api/v1/analytics/summary: likes over time.",
        argc, argv};
    const auto& config = process.config();
    auto authenticator = service::make_authenticator(config);
    auto limit = service::make_user_limit(service::analytics_rate());
    const endpoints::Activity activity{service::analytics_audience(config), service::reaction_catalog(config), limit,
                                       system_now};
    service::Readers<store::ActivityReader> readers{config, service::lane_settings(config, service::kScreenWeight)};
    endpoints::serve(process, authenticator, activity, readers);
    return EXIT_SUCCESS;
} catch (const std::exception& fault) {
    return runtime::failed(fault);
}
