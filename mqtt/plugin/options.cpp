#include "plugin/options.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>

#include "ids/user_id.hpp"

namespace likes::mqtt {
namespace {

template <typename Number>
Number parse_number(const std::string& name, const std::string& text, Number min, Number max) {
    Number value{};
    const auto* end = text.data() + text.size();
    const auto result = std::from_chars(text.data(), end, value);
    if (result.ec != std::errc{} || result.ptr != end || value < min || value > max) {
        throw OptionError{name + " is not a whole number of " + std::to_string(min) + " to " + std::to_string(max)};
    }
    return value;
}

/// Names as user ids have them: so whatever name a user has, it can be compared with these.
std::set<std::string, std::less<>> parse_accounts(const std::string& name, std::string_view text) {
    std::set<std::string, std::less<>> accounts;
    for (;;) {
        const auto comma = text.find(',');
        const auto account = UserId::parse(text.substr(0, comma));
        if (!account) throw OptionError{name + " is not a list of account names with commas and nothing between them"};
        accounts.insert(account->str());
        if (comma == std::string_view::npos) return accounts;
        text.remove_prefix(comma + 1);
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
            options.max_token_lifetime = std::chrono::seconds{parse_number(name, value, 60, 86'400)};
        } else if (name == "backend_publisher") {
            options.backend_publishers = parse_accounts(name, value);
        } else if (name == "backend_relay") {
            options.backend_relays = parse_accounts(name, value);
        } else if (name == "max_connections_per_address") {
            options.max_connections_per_address = parse_number<std::size_t>(name, value, 1, 1'000'000);
        } else if (name == "max_revocations") {
            options.max_revocations = parse_number<std::size_t>(name, value, 1, 10'000'000);
        } else if (name == "metrics_dir") {
            options.metrics_dir = value;
        } else {
            throw OptionError{name + " is no option of this plugin"};
        }
    }
    if (options.realtime_jwks_file.empty()) throw OptionError{"realtime_jwks_file is missing"};
    for (const auto& account : options.backend_publishers) {
        if (options.backend_relays.contains(account)) {
            throw OptionError{account + " is both a backend_publisher and a backend_relay"};
        }
    }
    return options;
}

}  // namespace likes::mqtt
