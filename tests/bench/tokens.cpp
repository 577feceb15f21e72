#include <iostream>

#include "numbered.hpp"
#include "programs.hpp"
#include "support/token.hpp"

namespace likes::bench {

void print_tokens() {
    constexpr std::string_view kScheme = "Bearer ";
    for (std::size_t user = 0; user < kUsers; ++user) {
        std::cout << test::bearer(user_id(user), std::chrono::hours{6}).substr(kScheme.size()) << '\n';
    }
    std::cout.flush();
}

}  // namespace likes::bench
