#include "base/private_file.hpp"

#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <system_error>

namespace likes {
namespace {

namespace fs = std::filesystem;
using fs::perms;

bool is_credential(const fs::path& path) {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): no thread changes the environment.
    const char* const directory = std::getenv("CREDENTIALS_DIRECTORY");
    return directory != nullptr && *directory != '\0' && path.parent_path() == directory;
}

}  // namespace

bool is_private(const fs::path& path, perms permissions) {
    if ((permissions & perms::others_all) != perms::none) return false;
    const auto group = permissions & perms::group_all;
    return group == perms::none || (group == perms::group_read && is_credential(path));
}

std::string read_secret(const fs::path& file) {
    if (file.empty()) return {};
    std::error_code error;
    const auto permissions = fs::status(file, error).permissions();
    if (error) throw std::runtime_error{file.string() + ": " + error.message()};
    if (!is_private(file, permissions)) {
        throw std::runtime_error{file.string() + ": holds a secret, so only its owner may read it (chmod 600)"};
    }
    std::ifstream stream{file};
    std::string secret;
    if (!std::getline(stream, secret) || secret.empty()) {
        throw std::runtime_error{file.string() + ": the first line must be the secret"};
    }
    return secret;
}

}  // namespace likes
