#include <fstream>

#include "config/config.hpp"
#include "files/private_file.hpp"

namespace likes::config {

std::string read_secret(const std::filesystem::path& file) {
    if (file.empty()) return {};
    namespace fs = std::filesystem;
    std::error_code error;
    const auto permissions = fs::status(file, error).permissions();
    if (error) throw std::runtime_error{file.string() + ": " + error.message()};
    if (!files::is_private(file, permissions)) {
        throw std::runtime_error{file.string() + ": holds a secret, so only its owner may read it (chmod 600)"};
    }
    std::ifstream stream{file};
    std::string secret;
    if (!std::getline(stream, secret) || secret.empty()) {
        throw std::runtime_error{file.string() + ": the first line should be the secret"};
    }
    return secret;
}

}  // namespace likes::config
