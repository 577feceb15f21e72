#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "base/uuid.hpp"
#include "notices/queries.hpp"

/// What a push says: numbers and names. The words are the client's, which has them in its language for the list
/// already.
namespace likes::push {

struct Message {
    /// What it replaces on the device: `m.` and the message, kSummaryTag, or kTestTag. At most 64 bytes.
    std::string tag;
    /// Of which it tells; nullopt for a summary of several.
    std::optional<Uuid> message = {};
    std::optional<Uuid> chat = {};
    /// How many people react; 0 if there are so many that only reactions are counted.
    std::uint32_t actors = 0;
    std::uint64_t reactions = 0;
    /// The newest people, at most three.
    std::vector<std::string> names = {};
    /// The chat's; empty if it has none, or if it is not said.
    std::string chat_title = {};
    /// Of a summary: how many messages have something new.
    std::size_t messages = 1;
    /// The user tries whether the device gets pushes; nothing else is said.
    bool is_test = false;
    Time raised_at = {};
    /// How many notices are unread, and whether there are more than are counted.
    notices::Unread unread = {};
};

inline constexpr std::string_view kSummaryTag = "likes";
inline constexpr std::string_view kTestTag = "test";

/// `m.` and the message.
std::string tag_of(const Uuid& message);

/// A name as it may be sent, at most so many characters; the rest is cut off.
inline constexpr std::size_t kNameMax = 80;
std::string shortened(std::string_view name, std::size_t characters = kNameMax);

}  // namespace likes::push
