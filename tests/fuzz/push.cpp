#include <string_view>

#include "fuzz/fuzz.hpp"
#include "push/endpoint.hpp"
#include "push/fcm.hpp"
#include "push/message.hpp"
#include "push/p256_key.hpp"
#include "push/verdict.hpp"

using namespace likes;

// What browsers say of their push services, and what these answer.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using push::Kind;
    const auto text = fuzz::text_of(data, size);
    if (const auto endpoint = push::Endpoint::parse(text)) {
        fuzz::require(push::is_host_name(endpoint->host()));
        const auto again = push::Endpoint::parse(endpoint->url());
        fuzz::require(again && again->url() == endpoint->url() && again->host() == endpoint->host());
        fuzz::require(endpoint->url().find_first_of("@#\\ \r\n") == std::string::npos ||
                      endpoint->url().find('@') > endpoint->origin().size());
    }
    if (const auto key = push::P256Key::from_point(text)) fuzz::require(key->point() == text);
    constexpr Time kNow{std::chrono::seconds{1'800'000'000}};
    if (const auto token = push::FcmToken::parse(text, kNow)) {
        fuzz::require(token->token.find_first_of("\r\n ") == std::string::npos && token->renewed_at >= kNow);
    }
    if (const auto wait = push::parse_retry_after(text, kNow)) fuzz::require(wait->count() >= 0);
    for (const auto kind : {Kind::kWeb, Kind::kApns, Kind::kFcm}) {
        push::Answer answer{.status = 404};
        push::read_reason(kind, text, answer);
        fuzz::require(answer.reason.size() <= 64);
        push::judge(kind, answer, kNow);
    }
    fuzz::require(push::shortened(text, 3).size() <= 12);
    return 0;
}
