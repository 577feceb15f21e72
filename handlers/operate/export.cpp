#include <iostream>
#include <stdexcept>
#include <string_view>

#include "base/user_id.hpp"
#include "operate/command.hpp"
#include "store/upkeep/exporter.hpp"

namespace likes::operate {

int export_user(const runtime::Config& config, const std::string& user_text) {
    const auto user = UserId::parse(user_text);
    if (!user) throw std::runtime_error{"a user id is " + std::string{UserId::kForm}};
    store::Exporter exporter{database::Session{session_settings(config)}};
    exporter.run(*user, [](std::string_view line) {
        std::cout << line << '\n';
        // What nobody reads need not be read from the database either.
        if (!std::cout) throw std::runtime_error{"cannot write the export"};
    });
    std::cout.flush();
    if (!std::cout) throw std::runtime_error{"cannot write the export"};
    return 0;
}

}  // namespace likes::operate
