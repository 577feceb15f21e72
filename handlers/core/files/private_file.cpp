#include "files/private_file.hpp"

#include <cstdlib>

namespace likes::files {
namespace {

using std::filesystem::perms;

bool is_credential(const std::filesystem::path& path) {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody changes the environment
    const char* const directory = std::getenv("CREDENTIALS_DIRECTORY");
    return directory != nullptr && *directory != '\0' && path.parent_path() == directory;
}

}  // namespace

bool is_private(const std::filesystem::path& path, perms permissions) {
    if ((permissions & perms::others_all) != perms::none) return false;
    const auto group = permissions & perms::group_all;
    return group == perms::none || (group == perms::group_read && is_credential(path));
}

}  // namespace likes::files
