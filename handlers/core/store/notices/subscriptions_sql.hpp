#pragma once

#include <string_view>

/// The SQL of where users get pushes. The rules of ../sql.hpp hold here as well.
namespace likes::store::sql_text {

/// user → the user's subscriptions, the newest first: id, kind, key_id, locale, label, created_at, last_ok_at,
/// disabled_at.
inline constexpr std::string_view kSubscriptionsOf = R"sql(
    SELECT subscription_id, kind, key_id, locale, label, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', created_at),
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', last_ok_at), TIMESTAMPDIFF(MICROSECOND, '1970-01-01', disabled_at)
    FROM push_subscriptions FORCE INDEX (by_user) WHERE user_id = ? ORDER BY created_at DESC, subscription_id DESC)sql";

/// kind, endpoint_hash, user → deletes the subscription of that endpoint if it is another user's.
inline constexpr std::string_view kTakeEndpointFromOthers =
    "DELETE FROM push_subscriptions WHERE kind = ? AND endpoint_hash = UNHEX(?) AND user_id <> ?";

/// id, user, kind, endpoint_hash, endpoint, p256dh, auth, key_id, locale, label → makes the subscription; or, if that
/// endpoint has one, writes what the device says now, and uses it again.
inline constexpr std::string_view kWriteSubscription = R"sql(
    INSERT INTO push_subscriptions (subscription_id, user_id, kind, endpoint_hash, endpoint, p256dh, auth, key_id, locale,
                                    label, created_at, registered_at)
    VALUES (UNHEX(?), ?, ?, UNHEX(?), ?, UNHEX(?), UNHEX(?), ?, ?, ?, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))
    ON DUPLICATE KEY UPDATE
        user_id = VALUES(user_id), p256dh = VALUES(p256dh), auth = VALUES(auth), key_id = VALUES(key_id),
        locale = VALUES(locale), label = VALUES(label), registered_at = VALUES(registered_at), failures = 0,
        disabled_at = NULL)sql";

/// kind, endpoint_hash → the subscription's id.
inline constexpr std::string_view kSubscriptionAt =
    "SELECT subscription_id FROM push_subscriptions WHERE kind = ? AND endpoint_hash = UNHEX(?)";

/// user → how many subscriptions the user has.
inline constexpr std::string_view kCountSubscriptions = "SELECT COUNT(*) FROM push_subscriptions WHERE user_id = ?";

/// user, id, number → deletes so many of the user's, but not that one: those to which no push was taken for the longest
/// time.
inline constexpr std::string_view kDeleteSurplusSubscriptions = R"sql(
    DELETE FROM push_subscriptions WHERE user_id = ? AND subscription_id <> UNHEX(?)
    ORDER BY COALESCE(last_ok_at, created_at), subscription_id LIMIT ?)sql";

/// id, user → deletes the subscription if it is the user's.
inline constexpr std::string_view kDeleteSubscription =
    "DELETE FROM push_subscriptions WHERE subscription_id = UNHEX(?) AND user_id = ?";

}  // namespace likes::store::sql_text
