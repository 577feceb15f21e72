#include "auth/watched_key_file.hpp"

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

WatchedKeyFile::WatchedKeyFile(const KeyFile& file, Time now, std::chrono::seconds interval)
    : WatchedKeyFile{file, read_key_file(file.path), now, interval} {}

WatchedKeyFile::WatchedKeyFile(KeyFile file, const KeyFileImage& image, Time now, std::chrono::seconds interval)
    : file_{std::move(file)},
      interval_{interval},
      first_keys_{parse_key_file(image, file_.path, file_.unusable)},
      last_seen_{fingerprint(image)},
      last_read_{now} {
    file_.refused.set(0);
}

bool WatchedKeyFile::is_due(Time now) const {
    const Time last = last_read_.load(std::memory_order_relaxed);
    // A clock that was set back must not delay the next read. A `now` that is a little behind is no such case: another
    // thread read the file just after this one had read the clock.
    return now >= last + interval_ || now <= last - interval_;
}

WatchedKeyFile::News WatchedKeyFile::read(Time now) {
    last_read_.store(now, std::memory_order_relaxed);
    std::optional<KeyFileImage> image;
    std::string seen;
    try {
        image = read_key_file(file_.path);
        seen = fingerprint(*image);
    } catch (const KeySetError& error) {
        seen = error.what();
    }
    if (seen == last_seen_) return std::monostate{};
    last_seen_ = std::move(seen);
    auto found = news(image);
    file_.refused.set(std::holds_alternative<std::string>(found) ? 1 : 0);
    return found;
}

WatchedKeyFile::News WatchedKeyFile::news(const std::optional<KeyFileImage>& image) const {
    const std::string refused = "the key file is refused and the keys stay as they were: ";
    if (!image) return refused + last_seen_;
    try {
        return parse_key_file(*image, file_.path, file_.unusable);
    } catch (const KeySetError& error) {
        return refused + error.what();
    }
}

}  // namespace likes::auth
