#include "realtime/revocation_message.hpp"

#include <variant>

#include "fuzz/fuzz.hpp"

using namespace likes;

// What anybody might publish to the broker's plugin. A message that is read can be written, and reads the same again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto result = realtime::parse_revocation_message(fuzz::text_of(data, size));
    const auto* const message = std::get_if<realtime::RevocationMessage>(&result);
    if (message == nullptr) return 0;
    // A revocation takes more than 40 characters.
    fuzz::require(message->revocations.size() * 40 <= size);

    const auto written = realtime::to_json(*message);
    const auto again = realtime::parse_revocation_message(written);
    const auto* const same = std::get_if<realtime::RevocationMessage>(&again);
    fuzz::require(same != nullptr && same->complete == message->complete);
    fuzz::require(same->revocations.size() == message->revocations.size());
    for (std::size_t i = 0; i < message->revocations.size(); ++i) {
        const auto& left = message->revocations[i];
        const auto& right = same->revocations[i];
        fuzz::require(left.user == right.user && left.chat == right.chat && left.before == right.before);
    }
    return 0;
}
