#include "auth/key_set.hpp"

#include <string>
#include <string_view>

#include "fuzz/fuzz.hpp"

using namespace likes;

namespace {

// A key file is a set of usable keys or one line of error.
void read(std::string_view json, auth::UnusableKeys unusable) {
    try {
        const auto keys = auth::KeySet::parse(json, unusable);
        fuzz::require(keys.size() >= 1 && keys.size() <= auth::KeySet::kMaxKeys);
        fuzz::require(keys.find_signing() == nullptr || keys.has_secrets());
        fuzz::require(keys.why_skipped().empty() == (keys.skipped() == 0));
        fuzz::require(keys.why_skipped().find('\n') == std::string::npos);
    } catch (const auth::KeySetError& error) {
        fuzz::require(std::string{error.what()}.find('\n') == std::string::npos);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    read(fuzz::text_of(data, size), auth::UnusableKeys::kRefused);
    read(fuzz::text_of(data, size), auth::UnusableKeys::kSkipped);
    return 0;
}
