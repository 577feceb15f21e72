#include "auth/key_set.hpp"

#include <string>

#include "fuzz/fuzz.hpp"

using namespace likes;

// A key file is a set of usable keys or one line of error.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const auto keys = auth::KeySet::parse(fuzz::text_of(data, size));
        fuzz::require(keys.size() >= 1 && keys.size() <= auth::KeySet::kMaxKeys);
        if (const auto* const key = keys.find_signing()) fuzz::require(key->secret && keys.has_secrets());
    } catch (const auth::KeySetError& error) {
        fuzz::require(std::string{error.what()}.find('\n') == std::string::npos);
    }
    return 0;
}
