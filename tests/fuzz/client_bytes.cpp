#include <algorithm>
#include <string>

#include "fuzz/fuzz.hpp"
#include "guard/frames.hpp"
#include "guard/packets.hpp"

using namespace likes;

namespace {

/// What a client sends, with and without frames around it: all at once.
struct Whole {
    guard::Packets packets;
    guard::Frames frames;
};

guard::Fault take(Whole& whole, bool framed, std::span<std::uint8_t> bytes) {
    return framed ? whole.frames.take(bytes, whole.packets) : guard::take(bytes, whole.packets);
}

void check(const std::uint8_t* data, std::size_t size, bool framed) {
    std::string once(reinterpret_cast<const char*>(data), size);
    std::string slow = once;
    const auto bytes = [](std::string& text) {
        return std::span{reinterpret_cast<std::uint8_t*>(text.data()), text.size()};
    };
    Whole whole;
    Whole slowly;
    const auto fault = take(whole, framed, bytes(once));
    guard::Fault fault_of_slow;
    for (std::size_t i = 0; i < size && fault_of_slow.empty(); ++i) {
        fault_of_slow = take(slowly, framed, bytes(slow).subspan(i, 1));
    }
    // However the bytes arrive, it comes to the same; and nothing but a CONNECT is changed.
    fuzz::require(fault == fault_of_slow && whole.packets.count() == slowly.packets.count());
    fuzz::require(!fault.empty() || once == slow);
    fuzz::require(whole.packets.is_connected() == (whole.packets.count() > 0));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    check(data, size, false);
    check(data, size, true);
    return 0;
}
