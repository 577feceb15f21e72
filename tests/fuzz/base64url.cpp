#include "base/base64url.hpp"

#include "fuzz/fuzz.hpp"

using namespace likes;

// One byte string has one text, and the reverse.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = fuzz::text_of(data, size);
    fuzz::require(base64url_decode(base64url_encode(text)) == text);
    if (const auto bytes = base64url_decode(text)) fuzz::require(base64url_encode(*bytes) == text);
    return 0;
}
