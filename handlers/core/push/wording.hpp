#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "push/message.hpp"

/// The words of a push to a phone, which shows it without asking the app: a key of the app's own texts, and what to put
/// into it.
namespace likes::push {

struct Wording {
    std::string_view key;
    std::vector<std::string> arguments;

    bool operator==(const Wording&) const = default;
};

/// | key | arguments | in English |
/// |---|---|---|
/// | LIKES_ONE | name | Ann reacted to your message |
/// | LIKES_TWO | name, name | Ann and Bob reacted … |
/// | LIKES_MANY | name, how many others | Ann and 4 others reacted … |
/// | LIKES_PEOPLE | how many people | 5 people reacted … |
/// | LIKES_REACTIONS | how many reactions | Your message has 1234 reactions |
/// | LIKES_TEST | | Pushes reach this device |
/// | LIKES_SUMMARY | how many messages | 12 of your messages have new reactions |
///
/// Whoever may not be named is counted.
Wording wording_of(const Message& message);

}  // namespace likes::push
