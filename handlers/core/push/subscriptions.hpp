#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "base/user_id.hpp"
#include "base/uuid.hpp"
#include "push/verdict.hpp"

/// What users ask of where they get pushes, and what they are answered.
namespace likes::push {

/// Of one user; when there are more, the one goes to which no push was taken for the longest time.
inline constexpr std::size_t kSubscriptionsMax = 20;

/// What a device or a browser says of itself.
struct Registration {
    Kind kind = Kind::kWeb;
    /// web: the URL of its push service; else the token of the device.
    std::string endpoint = {};
    /// web: the browser's public key (65 bytes), its secret (16 bytes), and the id of the key of ours that it was
    /// given. Else empty.
    std::string p256dh = {};
    std::string auth = {};
    std::string key_id = {};
    /// BCP 47.
    std::string locale = "en";
    /// How the user calls the device; may be empty.
    std::string label = {};

    bool operator==(const Registration&) const = default;
};

/// One as its user sees it. Its endpoint is a secret, by which anybody could send to it.
struct Subscription {
    Uuid id;
    Kind kind = Kind::kWeb;
    /// web: which key of ours it was made with; if that is no longer the first, it is better made anew. Else empty.
    std::string key_id = {};
    std::string locale;
    std::string label;
    Time created_at;
    /// When a push service last took a push to it.
    std::optional<Time> last_ok_at = {};
    /// Nothing is sent to it since, because it failed too often.
    std::optional<Time> disabled_at = {};
};

/// A user's query: which key browsers are to be given.
struct KeyQuery {
    UserId user;
};
/// All of the user's own.
struct SubscriptionsQuery {
    UserId user;
};
/// A device wants pushes for its user. If it is registered already, it is the user's from now on.
struct Subscribe {
    UserId user;
    Registration registration;
};
struct Unsubscribe {
    UserId user;
    Uuid id;
};

/// A user tries whether a device of theirs gets pushes.
struct TryOut {
    UserId user;
    Uuid id;
};

/// Answers Subscribe.
struct Subscribed {
    Uuid id;
    /// False: it was the user's already.
    bool is_new = true;
};
/// Answers Unsubscribe and TryOut. False: there is no such subscription of the user's.
struct Unsubscribed {
    bool was_there = false;
};
struct TriedOut {
    bool was_there = false;
};

using SubscriptionQuery = std::variant<KeyQuery, SubscriptionsQuery, Subscribe, Unsubscribe, TryOut>;
/// KeyQuery needs nothing of the database.
using SubscriptionView = std::variant<std::monostate, std::vector<Subscription>, Subscribed, Unsubscribed, TriedOut>;

}  // namespace likes::push
