#include "auth/key_file.hpp"

#include <array>
#include <cerrno>
#include <cstddef>
#include <string_view>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/private_file.hpp"

namespace likes::auth {
namespace {

constexpr unsigned kPermissionBits = 07777;

[[noreturn]] void fail(const std::filesystem::path& path, std::string_view reason) {
    throw KeySetError{path.string() + ": " + std::string{reason}};
}

[[noreturn]] void fail_with_errno(const std::filesystem::path& path) {
    fail(path, std::generic_category().message(errno));
}

class File {
  public:
    explicit File(const std::filesystem::path& path) {
        // Non-blocking, because opening a pipe by mistake must not make a request hang.
        fd_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
        if (fd_ < 0) fail_with_errno(path);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File() { ::close(fd_); }

    int fd() const { return fd_; }

  private:
    int fd_ = -1;
};

}  // namespace

KeyFileImage read_key_file(const std::filesystem::path& path) {
    const File file{path};
    struct stat status {};
    if (::fstat(file.fd(), &status) != 0) fail_with_errno(path);
    if (!S_ISREG(status.st_mode)) fail(path, "not a regular file");

    KeyFileImage image{{}, status.st_mode & kPermissionBits};
    std::array<char, 4096> block{};
    for (;;) {
        const ssize_t count = ::read(file.fd(), block.data(), block.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail_with_errno(path);
        if (count == 0) return image;
        image.json.append(block.data(), static_cast<std::size_t>(count));
        if (image.json.size() > KeySet::kMaxBytes) fail(path, "larger than 64 KiB");
    }
}

KeySet parse_key_file(const KeyFileImage& image, const std::filesystem::path& path, UnusableKeys unusable) {
    try {
        auto keys = KeySet::parse(image.json, unusable);
        if (keys.has_secrets() && !is_private(path, static_cast<std::filesystem::perms>(image.mode))) {
            throw KeySetError{"holds secrets but is open to its group or to others; chmod it to 0600"};
        }
        return keys;
    } catch (const KeySetError& error) {
        fail(path, error.what());
    }
}

KeySet load_key_set(const std::filesystem::path& path, UnusableKeys unusable) {
    return parse_key_file(read_key_file(path), path, unusable);
}

}  // namespace likes::auth
