#include "service/unsubscriptions.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "auth/key_file.hpp"
#include "runtime/log.hpp"
#include "service/settings.hpp"
#include "store/notices/preferences_table.hpp"

namespace likes::service {

std::vector<UnsubscribeView> UnsubscribeWorker::execute(std::span<const UnsubscribeQuery> queries) {
    std::vector<mail::Unsubscribing> wishes;
    for (const auto& query : queries) {
        if (query.what && query.is_wanted) wishes.push_back(*query.what);
    }
    // Whoever writes the rows of several users does it in their order.
    std::sort(wishes.begin(), wishes.end(), [](const auto& left, const auto& right) { return left.user < right.user; });
    if (!wishes.empty()) {
        session_.transaction([&](database::Session& session) {
            for (const auto& wish : wishes) store::stop_mails(session, wish);
        });
    }
    return std::vector<UnsubscribeView>(queries.size());
}

Unsubscriptions::Unsubscriptions(const runtime::Config& config)
    : session_{session_settings(config)}, lanes_{one_lane_settings(config)} {}

std::optional<mail::MailKeys> mail_keys(const runtime::Config& config) {
    const auto& file = config.email.unsubscribe_jwks_file;
    std::error_code ignored;
    if (file.empty() || !std::filesystem::exists(file, ignored)) {
        log::info("no link stops mails, because there is no file with keys for them (unsubscribe-jwks-file)");
        return std::nullopt;
    }
    return mail::MailKeys{auth::load_key_set(file)};
}

}  // namespace likes::service
