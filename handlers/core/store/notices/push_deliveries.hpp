#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "base/user_id.hpp"
#include "base/uuid.hpp"
#include "notices/preferences.hpp"
#include "notices/pushing.hpp"
#include "notices/queries.hpp"
#include "push/verdict.hpp"

namespace likes::store {

/// In place of a message in a push by which a user tries whether a device gets any.
inline constexpr Uuid kTestPush{
    Uuid::Bytes{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}};

/// What identifies a delivery to a device, and which change it is of.
struct DeviceDeliveryKey {
    UserId recipient;
    /// 0: of all messages of the recipient's; or kTestPush.
    Uuid message;
    /// The subscription.
    Uuid target;
    std::uint64_t sequence = 0;
};

/// How a device is reached.
struct PushTarget {
    push::Kind kind = push::Kind::kWeb;
    std::string endpoint = {};
    std::string p256dh = {};
    std::string auth = {};
    std::string key_id = {};
    /// When the device last said that it is there.
    Time registered_at = {};
    /// When a push to it was last taken, or when it was made.
    Time last_ok_at = {};
    /// Since then, in a row.
    std::size_t failures = 0;
};

/// A push that is due to a device, with how things stand now.
struct DevicePush {
    DeviceDeliveryKey key;
    std::size_t attempts = 0;
    /// nullopt: the device is registered no more, or switched off.
    std::optional<PushTarget> target = std::nullopt;
    /// Of a push of one message its notice; of any other one without.
    notices::DuePush due = {};
    /// The notice with names.
    std::optional<notices::ShownNotice> shown = std::nullopt;
    notices::Preview preview = notices::Preview::kNames;
    std::string chat_title = {};
    notices::Unread unread = {};
    /// By the database's clock.
    Time now = {};
};

/// What became of a push.
struct PushResult {
    enum class What {
        /// The push service has it.
        kSent,
        /// It is not worth sending any more.
        kDropped,
        /// The subscription is removed.
        kGone,
        /// It was not taken, and is not sent again; the subscription counts it.
        kFailed,
        /// The same, and nothing is sent to the subscription any more.
        kHopeless,
        /// Again after `wait`.
        kLater,
        /// Nothing to that device before `wait` is over.
        kDeviceLater,
    };

    DeviceDeliveryKey key;
    What what = What::kDropped;
    std::chrono::milliseconds wait{0};
    /// kLater, kDeviceLater: whether it was tried.
    bool was_tried = true;
    /// kGone: as it was read.
    Time registered_at = {};
};

/// What is to be sent to devices. An interface, so that a test needs no database. Every function throws what
/// database::Session::transaction throws.
class PushDeliveries {
  public:
    virtual ~PushDeliveries() = default;

    /// Takes the first `limit` of those that are due, by the time at which they are. Nobody else gets them for a
    /// minute: so long whoever takes them has time to say what became of them.
    virtual std::vector<DevicePush> claim(std::size_t limit) = 0;

    virtual void finish(std::span<const PushResult> results) = 0;
};

}  // namespace likes::store
