#include <chrono>
#include <iostream>
#include <stdexcept>
#include <thread>

#include "base/time.hpp"
#include "base/user_id.hpp"
#include "base/uuid_v7.hpp"
#include "operate/command.hpp"
#include "operate/progress.hpp"
#include "service/settings.hpp"
#include "store/upkeep/eraser.hpp"

namespace likes::operate {
namespace {

/// How often it is looked at whether what was removed is counted, and after how many looks, a minute, that has taken
/// too long.
constexpr std::chrono::milliseconds kPatienceInterval{500};
constexpr int kLooksMax = 120;

}  // namespace

int erase(const runtime::Config& config, const std::string& user_text) {
    const auto user = UserId::parse(user_text);
    if (!user) throw std::runtime_error{"a user id is " + std::string{UserId::kForm}};
    const auto settings = session_settings(config);
    const auto recent_limit = service::recent_likers_limit(config);
    Progress progress;
    store::Eraser eraser{database::Session{settings},
                         {database::Session{settings},
                          {recent_limit, service::event_interval(config), {}},
                          system_now,
                          seeded_random_bits()},
                         {database::Session{settings}, recent_limit, system_now, seeded_random_bits()},
                         service::feed(config),
                         [] { std::this_thread::sleep_for(store::Eraser::kLongestChange); },
                         [&, looks = 0]() mutable {
                             if (++looks > kLooksMax) return false;
                             progress.report([] { return "waiting until what was removed is counted"; });
                             std::this_thread::sleep_for(kPatienceInterval);
                             return true;
                         }};
    const auto receipt = eraser.erase(*user, [&](std::size_t erased) {
        progress.report([&] { return std::to_string(erased) + " reactions removed"; });
    });
    std::cout << R"({"user_id":")" << user->str() << R"(","begun_at":")" << to_rfc3339(receipt.begun_at)
              << R"(","ended_at":")" << to_rfc3339(receipt.ended_at) << R"(","reactions_erased":)" << receipt.erased
              << R"(,"events":)" << receipt.published << R"(,"user_days_erased":)" << receipt.user_days
              << R"(,"notices_erased":)" << receipt.notices.notices << R"(,"notice_actors_erased":)"
              << receipt.notices.actors << R"(,"notice_heads_erased":)" << receipt.notices.heads
              << R"(,"notice_preferences_erased":)" << receipt.notices.preferences << R"(,"notice_deliveries_erased":)"
              << receipt.notices.deliveries << R"(,"reactions_left":0})" << std::endl;
    // The record of an erasure may be deleted only after its receipt was printed.
    if (!std::cout) throw std::runtime_error{"cannot print the receipt; run the same command again to get it"};
    eraser.forget(*user, receipt);
    return 0;
}

}  // namespace likes::operate
