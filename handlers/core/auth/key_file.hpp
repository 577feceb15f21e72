#pragma once

#include <filesystem>
#include <string>

#include "auth/key_set.hpp"

namespace likes::auth {

/// The content and the permissions of a key file at one moment. Both are read from the same open file, so that they
/// belong together even if the file is replaced meanwhile.
struct KeyFileImage {
    std::string json;
    unsigned mode = 0;  ///< The permission bits, as in chmod.
};

/// Reads a regular file of at most 64 KiB. Throws KeySetError, which names the path and the reason.
KeyFileImage read_key_file(const std::filesystem::path& path);

/// The keys of a file that was read from `path`. Throws KeySetError, which names the path, if it is no valid key set;
/// or if it holds secrets and its permissions give the group or others access (it has to be 0600 or less).
KeySet parse_key_file(const KeyFileImage& image, const std::filesystem::path& path, UnusableKeys unusable);

/// Reads and parses.
KeySet load_key_set(const std::filesystem::path& path, UnusableKeys unusable = UnusableKeys::kRefused);

}  // namespace likes::auth
