#include "push/wording.hpp"

namespace likes::push {

Wording wording_of(const Message& message) {
    if (message.is_test) return {"LIKES_TEST", {}};
    if (!message.message) return {"LIKES_SUMMARY", {std::to_string(message.messages)}};
    if (message.actors == 0) return {"LIKES_REACTIONS", {std::to_string(message.reactions)}};
    if (message.names.empty()) return {"LIKES_PEOPLE", {std::to_string(message.actors)}};
    const auto first = shortened(message.names.front());
    if (message.actors == 1) return {"LIKES_ONE", {first}};
    if (message.actors == 2 && message.names.size() > 1) return {"LIKES_TWO", {first, shortened(message.names[1])}};
    return {"LIKES_MANY", {first, std::to_string(message.actors - 1)}};
}

}  // namespace likes::push
