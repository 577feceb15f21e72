#include "tokens.hpp"

#include <fstream>
#include <stdexcept>
#include <string_view>

#include "numbered.hpp"
#include "support/token.hpp"

namespace likes::bench {

void write_tokens(const std::filesystem::path& file) {
    constexpr std::string_view kScheme = "Bearer ";
    std::ofstream lines{file};
    for (std::size_t user = 0; user < kUsers; ++user) {
        lines << test::bearer(user_id(user), kTokenLifetime).substr(kScheme.size()) << '\n';
    }
    lines.close();
    if (!lines) throw std::runtime_error{"cannot write " + file.string()};
}

}  // namespace likes::bench
