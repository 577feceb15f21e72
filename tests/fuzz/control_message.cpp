#include "plugin/control_message.hpp"

#include <variant>

#include "fuzz/fuzz.hpp"

using namespace likes;

// What anybody might publish to the broker's plugin.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto result = mqtt::parse_control_message(fuzz::text_of(data, size));
    if (const auto* const message = std::get_if<mqtt::ControlMessage>(&result)) {
        // A revocation takes more than 40 characters.
        fuzz::require(message->revocations.size() * 40 <= size);
        for (const auto& each : message->revocations) fuzz::require(UserId::parse(each.user.str()).has_value());
    }
    return 0;
}
