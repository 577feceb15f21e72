#include "background/notifier/push_channels.hpp"

#include <exception>
#include <filesystem>
#include <stdexcept>
#include <string_view>
#include <system_error>

#include "auth/key_file.hpp"
#include "auth/key_set.hpp"
#include "base/private_file.hpp"
#include "push/encryption.hpp"
#include "push/pem_key.hpp"
#include "push/web_request.hpp"
#include "runtime/log.hpp"
#include "service/push_subscriptions.hpp"

namespace likes::background {
namespace {

/// The content of a file with a secret; nullopt if there is none.
std::optional<std::string> read_secret_file(const std::filesystem::path& path) {
    std::error_code ignored;
    if (path.empty() || !std::filesystem::exists(path, ignored)) return std::nullopt;
    auto image = auth::read_key_file(path);
    if (!is_private(path, static_cast<std::filesystem::perms>(image.mode))) {
        throw auth::KeySetError{path.string() + " may be read by others than its owner"};
    }
    return std::move(image.json);
}

/// As Apple makes them.
bool is_apple_id(std::string_view text) {
    constexpr std::size_t kLength = 10;
    return text.size() == kLength &&
           text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == std::string_view::npos;
}

std::optional<PushChannels::Web> web_channel(const runtime::Config& config) {
    auto keys = service::vapid_keys(config);
    if (!keys) return std::nullopt;
    return PushChannels::Web{service::push_hosts(config),
                             push::Vapid{*std::move(keys), service::vapid_subject(config)}};
}

std::optional<PushChannels::Apns> apns_channel(const runtime::Config::Push& options) {
    const auto pem = read_secret_file(options.apns_key_file);
    if (!pem) {
        log::info(
            "there are no pushes to Apple's devices, because there is no file with a key for them (apns-key-file)");
        return std::nullopt;
    }
    if (!is_apple_id(options.apns_key_id) || !is_apple_id(options.apns_team_id)) {
        throw std::invalid_argument{"apns-key-id and apns-team-id must be Apple's: 10 capital letters and digits"};
    }
    if (options.apns_topic.empty() ||
        options.apns_topic.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-") !=
            std::string::npos) {
        throw std::invalid_argument{"apns-topic must be the bundle id of the app"};
    }
    return PushChannels::Apns{push::ApnsToken{push::parse_p256_pem(*pem), options.apns_key_id, options.apns_team_id},
                              options.apns_host, options.apns_topic};
}

std::optional<PushChannels::Fcm> fcm_channel(const runtime::Config::Push& options) {
    const auto account = read_secret_file(options.fcm_account_file);
    if (!account) {
        log::info(
            "there are no pushes by Google's service, because there is no file with an account for it "
            "(fcm-service-account-file)");
        return std::nullopt;
    }
    return PushChannels::Fcm{push::FcmAccount::parse(*account)};
}

/// What `make` makes; nullopt if something that the channel needs is malformed: the others go on.
template <typename Make>
auto if_usable(std::string_view kind, Make make) -> decltype(make()) {
    try {
        return make();
    } catch (const std::exception& fault) {
        log::error("pushes of a kind cannot be sent", {{"kind", kind}, {"why", fault.what()}});
        return std::nullopt;
    }
}

}  // namespace

bool PushChannels::has(push::Kind kind) const {
    switch (kind) {
        case push::Kind::kWeb:
            return web_.has_value();
        case push::Kind::kApns:
            return apns_.has_value();
        case push::Kind::kFcm:
            return fcm_.has_value();
    }
    return false;
}

std::optional<std::string> PushChannels::host_of(const store::PushTarget& target) const {
    if (!has(target.kind)) return std::nullopt;
    switch (target.kind) {
        case push::Kind::kWeb: {
            // The operator may have taken a host from the list since.
            const auto endpoint = push::Endpoint::parse(target.endpoint);
            if (!endpoint || !web_->hosts.allow(*endpoint)) return std::nullopt;
            return endpoint->host();
        }
        case push::Kind::kApns:
            return apns_->host;
        case push::Kind::kFcm:
            return std::string{push::kFcmHost};
    }
    return std::nullopt;
}

std::optional<outbound::Request> PushChannels::request(const store::PushTarget& target, const push::Message& message,
                                                       const Uuid& id, Time now) {
    switch (target.kind) {
        case push::Kind::kWeb: {
            const auto endpoint = push::Endpoint::parse(target.endpoint);
            const auto key = push::P256Key::from_point(target.p256dh);
            if (!endpoint || !key) return std::nullopt;
            const auto authorization = web_->vapid.authorization(*endpoint, target.key_id, now);
            if (authorization.empty()) return std::nullopt;
            return push::web_request(*endpoint, {*key, target.auth}, authorization, message, kept_for_,
                                     push::OneTime::fresh());
        }
        case push::Kind::kApns:
            return push::apns_request({apns_->host, apns_->topic, target.endpoint}, apns_->token.current(now), message,
                                      id, now + kept_for_);
        case push::Kind::kFcm:
            return push::fcm_request(fcm_->account, fcm_->token->token, target.endpoint, message, kept_for_);
    }
    return std::nullopt;
}

bool PushChannels::needs_access(push::Kind kind, Time now) const {
    return kind == push::Kind::kFcm && fcm_ && (!fcm_->token || now >= fcm_->token->renewed_at);
}

outbound::Request PushChannels::access_request(Time now) const {
    return push::fcm_token_request(fcm_->account, now);
}

bool PushChannels::take_access(const outbound::Answer& answer, Time now) {
    constexpr int kOk = 200;
    fcm_->token = answer.status == kOk ? push::FcmToken::parse(answer.body, now) : std::nullopt;
    return fcm_->token.has_value();
}

bool PushChannels::renew_token(push::Kind kind, Time now) {
    if (kind == push::Kind::kApns && apns_) return apns_->token.renew(now);
    if (kind == push::Kind::kFcm && fcm_ && fcm_->token) {
        fcm_->token.reset();
        return true;
    }
    return false;
}

std::optional<PushChannels> open_push_channels(const runtime::Config& config) {
    PushChannels channels{if_usable("web", [&] { return web_channel(config); }),
                          if_usable("apns", [&] { return apns_channel(config.push); }),
                          if_usable("fcm", [&] { return fcm_channel(config.push); }), config.push.ttl};
    if (!channels.are_any()) return std::nullopt;
    return channels;
}

}  // namespace likes::background
