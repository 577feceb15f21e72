#include <cstdlib>
#include <exception>

#include "endpoints/analytics/rankings.hpp"
#include "endpoints/serve.hpp"
#include "runtime/process.hpp"
#include "service/rankings.hpp"
#include "service/settings.hpp"

using namespace likes;

int main(int argc, char** argv) try {
    const runtime::Process process{
        "analytics_rankings",
        "FastCGI handler of GET …/analytics/messages, …/analytics/users and /api/v1/analytics/chats: what is liked "
        "most, and who likes most.",
        argc, argv};
    const auto& config = process.config();
    auto authenticator = service::make_authenticator(config);
    auto limit = service::make_user_limit(service::analytics_rate());
    const endpoints::Rankings::Rules rules{service::analytics_audience(config), config.analytics.rank_users};
    service::Rankings rankings{config};
    endpoints::serve(process, authenticator, endpoints::Rankings{service::reaction_catalog(config), rules, limit},
                     rankings);
    return EXIT_SUCCESS;
} catch (const std::exception& fault) {
    return runtime::failed(fault);
}
