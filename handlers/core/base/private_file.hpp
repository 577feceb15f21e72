#pragma once

#include <filesystem>
#include <string>

/// Files that hold a secret.
namespace likes {

/// True if only its owner has any right to the file at `path` with these permissions, or if the file is a credential
/// that systemd has given this process. The permissions of a credential seem to let the group read it: that bit is the
/// mask of the access control list by which the service's user may read it.
bool is_private(const std::filesystem::path& path, std::filesystem::perms permissions);

/// The first line of a password file; empty for an empty path. Throws std::runtime_error if the file cannot be read, is
/// empty, or is readable by others than its owner.
std::string read_secret(const std::filesystem::path& file);

}  // namespace likes
