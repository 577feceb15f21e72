#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "auth/jws.hpp"
#include "base/time.hpp"
#include "outbound/request.hpp"
#include "push/message.hpp"

/// Pushes to Android devices: the HTTP v1 API of Firebase Cloud Messaging.
namespace likes::push {

inline constexpr std::string_view kFcmHost = "fcm.googleapis.com";

/// Whether the text can be a device's token: 20 to 2048 of `A-Z a-z 0-9 - _ :`.
bool is_fcm_token(std::string_view text);

/// A service account, from the JSON file that Google hands out.
struct FcmAccount {
    std::string project_id;
    std::string client_email;
    std::string private_key_id;
    auth::JwsKey private_key;
    std::string token_uri;

    /// Throws auth::KeySetError, which never holds key material, if a member is missing or malformed. The token_uri is
    /// taken only if its host is oauth2.googleapis.com: whoever can write the file cannot send the assertion elsewhere.
    static FcmAccount parse(std::string_view json);
};

/// The request for an access token (RFC 7523 section 2.1): an assertion that the account's key signs, good for an hour.
outbound::Request fcm_token_request(const FcmAccount& account, Time now);

/// The access token, and how long it is used: until 5 minutes before its end.
struct FcmToken {
    std::string token;
    Time renewed_at;

    /// From the answer to fcm_token_request(); nullopt if it is malformed.
    static std::optional<FcmToken> parse(std::string_view json, Time now);
};

/// `ttl` is how long Google keeps it for a device that is away, at most four weeks.
outbound::Request fcm_request(const FcmAccount& account, const std::string& access_token,
                              const std::string& device_token, const Message& message, std::chrono::seconds ttl);

}  // namespace likes::push
