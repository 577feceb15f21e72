#include <iostream>
#include <stdexcept>

#include "ids/user_id.hpp"
#include "ids/uuid_v7.hpp"
#include "operate/command.hpp"
#include "operate/progress.hpp"
#include "service/settings.hpp"
#include "store/eraser.hpp"
#include "time/time.hpp"

namespace likes::operate {

int erase(const config::Config& config, const std::string& user_text) {
    const auto user = UserId::parse(user_text);
    if (!user) throw std::runtime_error{"a user id is 1 to 64 of A-Z a-z 0-9 . _ ~ @ : -"};
    const auto settings = session_settings(config);
    const auto window = service::window(config);
    store::Eraser eraser{
        store::Session{settings},
        {store::Session{settings}, {window, service::event_interval(config), {}}, system_now, seeded_random_bits()},
        {store::Session{settings}, window, system_now, seeded_random_bits()}};
    Progress progress;
    const auto receipt = eraser.erase(*user, [&](std::size_t erased) {
        progress.report([&] { return std::to_string(erased) + " reactions removed"; });
    });
    std::cout << R"({"user_id":")" << user->str() << R"(","begun_at":")" << to_rfc3339(receipt.begun_at)
              << R"(","ended_at":")" << to_rfc3339(receipt.ended_at) << R"(","reactions_erased":)" << receipt.erased
              << R"(,"events":)" << receipt.told << R"(,"reactions_left":0})" << std::endl;
    // Only a receipt that was handed out may be forgotten.
    if (!std::cout) throw std::runtime_error{"cannot print the receipt; run again for it"};
    eraser.forget(*user);
    return 0;
}

}  // namespace likes::operate
