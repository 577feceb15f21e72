#pragma once

#include <filesystem>

namespace likes::files {

/// True if nobody but its owner has any right to a file of that path with these permissions, or if it is a credential
/// that systemd has given this process: of such a one the group seems to have a right, which is the mask of the access
/// control list that lets the service's user read it.
bool is_private(const std::filesystem::path& path, std::filesystem::perms permissions);

}  // namespace likes::files
