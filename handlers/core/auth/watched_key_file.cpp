#include "auth/watched_key_file.hpp"

#include <optional>
#include <utility>

#include "base/sha256.hpp"

namespace likes::auth {
namespace {

/// Of the content, and not of the file's times: these tick more coarsely than a file can be rewritten, and hashing 64
/// KiB a second costs nothing. The permissions are included, so that a file that was refused because of them is
/// accepted after a chmod.
std::string fingerprint(const KeyFileImage& image) {
    const auto digest = sha256(image.json);
    return std::string{digest.begin(), digest.end()} + std::to_string(image.mode);
}

}  // namespace

WatchedKeyFile::WatchedKeyFile(const std::filesystem::path& path, Time now, std::chrono::seconds interval)
    : WatchedKeyFile{path, read_key_file(path), now, interval} {}

WatchedKeyFile::WatchedKeyFile(std::filesystem::path path, const KeyFileImage& image, Time now,
                               std::chrono::seconds interval)
    : path_{std::move(path)},
      interval_{interval},
      first_keys_{parse_key_file(image, path_)},
      last_seen_{fingerprint(image)},
      last_read_{now} {}

bool WatchedKeyFile::is_due(Time now) const {
    const Time last = last_read_.load(std::memory_order_relaxed);
    // A clock that was set back must not delay the next read. A `now` that is a little behind is no such case: another
    // thread read the file just after this one had read the clock.
    return now >= last + interval_ || now <= last - interval_;
}

WatchedKeyFile::News WatchedKeyFile::read(Time now) {
    last_read_.store(now, std::memory_order_relaxed);
    const std::string refused = "the key file is refused and the keys stay as they were: ";
    std::optional<KeyFileImage> image;
    std::string seen;
    try {
        image = read_key_file(path_);
        seen = fingerprint(*image);
    } catch (const KeySetError& error) {
        seen = error.what();
    }
    if (seen == last_seen_) return std::monostate{};
    last_seen_ = seen;
    if (!image) return refused + seen;
    try {
        return parse_key_file(*image, path_);
    } catch (const KeySetError& error) {
        return refused + error.what();
    }
}

}  // namespace likes::auth
