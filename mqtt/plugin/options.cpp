#include "plugin/options.hpp"

#include <algorithm>
#include <string_view>

#include "base/text.hpp"
#include "base/user_id.hpp"

namespace likes::plugin {
namespace {

template <typename Number>
Number require_number(const std::string& name, const std::string& text, Number min, Number max) {
    const auto value = parse_number(text, min, max);
    if (!value)
        throw OptionError{name + " is not a whole number from " + std::to_string(min) + " to " + std::to_string(max)};
    return *value;
}

/// Account names have the form of user ids, so that every user's name can be compared with them.
std::set<std::string, std::less<>> parse_accounts(const std::string& name, std::string_view text) {
    std::set<std::string, std::less<>> accounts;
    for (const auto part : split(text, ',')) {
        const auto account = UserId::parse(part);
        if (!account) throw OptionError{name + " is not a list of account names, separated by commas without spaces"};
        accounts.insert(account->str());
    }
    return accounts;
}

/// What an account may do depends on which of the lists it is in.
void require_one_list_each(const Options& options) {
    std::set<std::string_view> seen;
    for (const auto* const accounts :
         {&options.backend_publishers, &options.backend_relays, &options.backend_notifiers}) {
        for (const auto& account : *accounts) {
            if (!seen.insert(account).second) {
                throw OptionError{account +
                                  " is in two of the lists backend_publisher, backend_relay and backend_notifier"};
            }
        }
    }
}

}  // namespace

Options parse_options(const std::vector<std::pair<std::string, std::string>>& given) {
    Options options;
    std::set<std::string> seen;
    for (const auto& [name, value] : given) {
        if (!seen.insert(name).second) throw OptionError{name + " is given twice"};
        if (name == "realtime_jwks_file") {
            options.realtime_jwks_file = value;
        } else if (name == "max_token_lifetime_seconds") {
            options.max_token_lifetime = std::chrono::seconds{require_number(name, value, 60, 86'400)};
        } else if (name == "backend_publisher") {
            options.backend_publishers = parse_accounts(name, value);
        } else if (name == "backend_relay") {
            options.backend_relays = parse_accounts(name, value);
        } else if (name == "backend_notifier") {
            options.backend_notifiers = parse_accounts(name, value);
        } else if (name == "max_sessions_per_user") {
            options.max_sessions_per_user = require_number<std::size_t>(name, value, 1, 1000);
        } else if (name == "max_revocations") {
            options.max_revocations = require_number<std::size_t>(name, value, 1, 10'000'000);
        } else if (name == "metrics_dir") {
            options.metrics_dir = value;
        } else {
            throw OptionError{name + " is not an option of this plugin"};
        }
    }
    if (options.realtime_jwks_file.empty()) throw OptionError{"realtime_jwks_file is missing"};
    require_one_list_each(options);
    return options;
}

}  // namespace likes::plugin
