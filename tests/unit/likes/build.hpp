#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "base/user_id.hpp"
#include "base/uuid.hpp"
#include "likes/apply.hpp"
#include "likes/reaction.hpp"
#include "likes/reaction_change.hpp"
#include "likes/summary.hpp"

/// Short names for the values that tests of the rules are made of.
namespace likes::test {

inline UserId user(std::string_view name) {
    return UserId::parse(name).value();
}

inline std::vector<UserId> users(std::initializer_list<std::string_view> names) {
    std::vector<UserId> list;
    list.reserve(names.size());
    for (const auto name : names) list.push_back(user(name));
    return list;
}

inline Uuid uuid(std::string_view text) {
    return Uuid::parse(text).value();
}

/// The `number`th of some ids.
inline Uuid uuid(unsigned char number) {
    Uuid::Bytes bytes{};
    bytes.back() = number;
    return Uuid{bytes};
}

inline Request like(std::string_view name) {
    return {user(name), Action::kPut};
}

inline Request unlike(std::string_view name) {
    return {user(name), Action::kTakeBack};
}

inline Change liked(std::string_view name) {
    return {user(name), Action::kPut};
}

inline Change unliked(std::string_view name) {
    return {user(name), Action::kTakeBack};
}

inline Liker liker(std::string_view name, std::uint64_t version, std::chrono::sys_seconds since = {}) {
    return {user(name), version, since};
}

/// `user1` to `user<count>`, who liked in this order at versions 1 to `count`.
inline std::vector<Liker> crowd(std::size_t count, std::chrono::sys_seconds since = {}) {
    std::vector<Liker> likers;
    likers.reserve(count);
    for (std::size_t i = 1; i <= count; ++i) likers.push_back(liker("user" + std::to_string(i), i, since));
    return likers;
}

}  // namespace likes::test
