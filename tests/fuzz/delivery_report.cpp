#include <string>

#include "fuzz/fuzz.hpp"
#include "mail/bounce.hpp"

using namespace likes;

// Whatever a mail server hands on: a report of bounded size, or none.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = fuzz::text_of(data, size);
    if (const auto report = mail::parse_delivery_report(text)) {
        fuzz::require(report->addresses.size() <= 10);
        for (const auto& address : report->addresses) fuzz::require(address.find('\n') == std::string::npos);
    }
    mail::bounce_of_reply(text);
    mail::bounce_of_status(text);
    return 0;
}
