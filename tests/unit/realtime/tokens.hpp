#pragma once

#include <chrono>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "base/user_id.hpp"
#include "base/uuid.hpp"
#include "realtime/topics.hpp"
#include "unit/auth/test_keys.hpp"

namespace likes::realtime::test {

constexpr Time kStart{std::chrono::seconds{1'800'000'000}};

inline const std::string kHeader = R"({"alg":"HS256","typ":"mqtt+jwt","kid":"k"})";

/// The chat that is all of one digit.
inline Uuid chat(char digit) {
    Uuid::Bytes bytes{};
    bytes.fill(static_cast<std::uint8_t>((digit - '0') * 0x11));
    return Uuid{bytes};
}

inline auth::test::TestKey signing_key(char fill = 'k') {
    return auth::test::TestKey::hmac(std::string(32, fill));
}

inline std::string key_file(char fill = 'k') {
    return auth::test::jwks({signing_key(fill).private_members() + R"(,"kid":"k")"});
}

/// The microseconds since 1970 as seconds with six decimals.
inline std::string numeric_date(Time time) {
    const auto microseconds = std::to_string(time.time_since_epoch().count());
    return microseconds.substr(0, microseconds.size() - 6) + '.' + microseconds.substr(microseconds.size() - 6);
}

inline std::string acl(std::initializer_list<Uuid> chats) {
    std::string json;
    for (const auto& each : chats) json += (json.empty() ? "\"" : ",\"") + events_topic(each) + '"';
    return R"({"sub":[)" + json + "]}";
}

/// `{"sub":[…]}` of exactly these topics.
inline std::string acl_of_topics(std::initializer_list<std::string> topics) {
    std::string json;
    for (const auto& each : topics) json += (json.empty() ? "\"" : ",\"") + each + '"';
    return R"({"sub":[)" + json + "]}";
}

inline std::string notices_topic_of(std::string_view user) {
    return notices_topic(UserId::parse(user).value());
}

inline std::string claims(std::string_view user, std::string_view acl_json, Time issued_at, Time expires_at) {
    return R"({"sub":")" + std::string{user} + R"(","iat":)" + numeric_date(issued_at) + R"(,"exp":)" +
           numeric_date(expires_at) + R"(,"acl":)" + std::string{acl_json} + '}';
}

/// A good token, valid for 15 minutes from `issued_at`.
inline std::string token(std::string_view user, std::initializer_list<Uuid> chats, Time issued_at = kStart,
                         std::chrono::seconds lifetime = std::chrono::minutes{15}) {
    return auth::test::make_token(signing_key(), "HS256", kHeader,
                                  claims(user, acl(chats), issued_at, issued_at + lifetime));
}

/// A good token that opens the user's notices, and that chat if there is one.
inline std::string token_with_notices(std::string_view user, std::optional<Uuid> chat = std::nullopt,
                                      Time issued_at = kStart) {
    const auto notices = notices_topic_of(user);
    return auth::test::make_token(
        signing_key(), "HS256", kHeader,
        claims(user, chat ? acl_of_topics({events_topic(*chat), notices}) : acl_of_topics({notices}), issued_at,
               issued_at + std::chrono::minutes{15}));
}

}  // namespace likes::realtime::test
