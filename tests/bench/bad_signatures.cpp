#include "bad_signatures.hpp"

#include <chrono>
#include <ctime>
#include <fstream>
#include <stdexcept>
#include <string_view>

#include "numbered.hpp"
#include "support/http_client.hpp"
#include "support/patience.hpp"

namespace likes::bench {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kRsaHeader = R"({"alg":"RS256","typ":"JWT","kid":"bench-rsa"})";
constexpr std::string_view kEcHeader = R"({"alg":"ES256","typ":"JWT","kid":"bench-ec"})";

std::string claims() {
    const auto end = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now() + kTokenLifetime);
    return R"({"sub":")" + user_id(0) + R"(","exp":)" + std::to_string(end) + '}';
}

/// In one step, and as private as the former content.
void replace(const fs::path& path, const std::string& text) {
    const fs::path fresh = path.string() + ".new";
    fs::copy_file(path, fresh, fs::copy_options::overwrite_existing);
    std::ofstream file{fresh};
    file << text;
    file.close();
    if (!file) throw std::runtime_error{"cannot write " + fresh.string()};
    fs::rename(fresh, path);
}

bool accepts(const Instance& instance, const std::string& token) {
    constexpr int kUnauthorized = 401;
    const auto answer = test::HttpClient{}.send({.method = "POST",
                                                 .target = "/api/v1/messages/" + message_id(0) + "/like",
                                                 .headers = {"Authorization: Bearer " + token},
                                                 .body = {},
                                                 .port = instance.http_port});
    return answer.status != kUnauthorized;
}

}  // namespace

void SignInKeys::install_in(const Instance& instance) const {
    const fs::path file = instance.directory / "secrets/jwks.json";
    std::string keys = content_of(file);
    const auto end = keys.rfind(']');
    if (end == std::string::npos) throw std::runtime_error{file.string() + " holds no keys"};
    keys.insert(end, R"(,{"kid":"bench-rsa","use":"sig","alg":"RS256",)" + rsa_.public_members() +
                         R"(},{"kid":"bench-ec","use":"sig","alg":"ES256",)" + ec_.public_members() + '}');
    replace(file, keys);

    const bool known = test::eventually([&] {
        return accepts(instance, auth::test::make_token(rsa_, "RS256", kRsaHeader, claims())) &&
               accepts(instance, auth::test::make_token(ec_, "ES256", kEcHeader, claims()));
    });
    if (!known) throw std::runtime_error{"'" + instance.name + "' does not get to know new keys"};
}

std::string SignInKeys::bad_authorization(std::size_t number) {
    constexpr std::size_t kRsaBytes = 256;
    constexpr std::size_t kEcBytes = 64;
    const bool is_rsa = number % 2 == 0;
    return "Bearer " +
           auth::test::compact(is_rsa ? kRsaHeader : kEcHeader, claims(), random_bytes(is_rsa ? kRsaBytes : kEcBytes));
}

/// Numbers that are not too large for the key: they would be found out at once.
std::string SignInKeys::random_bytes(std::size_t size) {
    std::string bytes(size, '\0');
    for (auto& byte : bytes) byte = static_cast<char>(random_());
    bytes.front() = 0;
    bytes.at(size / 2) = 0;
    return bytes;
}

}  // namespace likes::bench
