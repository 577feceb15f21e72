#include "analytics_calls.hpp"

#include <cstdlib>
#include <stdexcept>
#include <thread>

#include "base/time.hpp"
#include "interrupt.hpp"
#include "numbered.hpp"
#include "support/http_client.hpp"
#include "support/token.hpp"

namespace likes::bench {
namespace {

/// UTC.
std::string date(Time time) {
    constexpr std::size_t kLength = 10;
    return to_rfc3339(time).substr(0, kLength);
}

std::string of_chat(std::size_t chat, const std::string& what) {
    return "chats/" + chat_id(chat) + "/analytics/" + what;
}

}  // namespace

std::string activity_of(std::size_t chat, std::chrono::days length, const std::string& bucket,
                        const std::string& time_zone) {
    const auto today = system_now();
    return of_chat(chat, "activity?from=" + date(today - length + std::chrono::days{1}) + "&to=" + date(today) +
                             "&bucket=" + bucket + "&time_zone=" + time_zone);
}

std::vector<std::string> different_activities_of(std::size_t chat, std::chrono::days length,
                                                 const std::string& bucket) {
    std::vector<std::string> targets;
    for (const std::string reaction : {"like", "*"}) {
        for (int hours = -14; hours <= 12; ++hours) {
            // A sign is there for each but zero, and '+' is written as in a query.
            const std::string sign = hours < 0 ? "-" : "%2B";
            const auto zone = "Etc/GMT" + sign + std::to_string(std::abs(hours));
            targets.push_back(activity_of(chat, length, bucket, zone) + "&reaction=" + reaction);
        }
    }
    return targets;
}

std::string messages_of(std::size_t chat) {
    return of_chat(chat, "messages?span=7d");
}

std::string users_of(std::size_t chat) {
    return of_chat(chat, "users?span=28d");
}

std::optional<Milliseconds> wait_for_list(const std::string& target) {
    using std::chrono::steady_clock;
    constexpr std::chrono::milliseconds kPause{50};
    constexpr std::chrono::minutes kPatience{5};
    constexpr int kOk = 200;
    constexpr int kAccepted = 202;

    test::HttpClient client;
    std::size_t user = 0;
    const auto status = [&] {
        const auto caller = test::bearer(user_id(user++ % kUsers));
        return client.send({"GET", "/api/v1/" + target, {"Authorization: " + caller}, {}}).status;
    };
    int last = status();
    if (last == kOk) return std::nullopt;
    const auto accepted_at = steady_clock::now();
    while (last == kAccepted && steady_clock::now() < accepted_at + kPatience) {
        throw_if_interrupted();
        std::this_thread::sleep_for(kPause);
        last = status();
    }
    if (last != kOk) throw std::runtime_error{"the list does not come, but " + std::to_string(last) + ": " + target};
    return steady_clock::now() - accepted_at;
}

}  // namespace likes::bench
