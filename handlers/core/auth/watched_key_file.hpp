#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>

#include "auth/key_file.hpp"
#include "auth/key_set.hpp"
#include "base/time.hpp"
#include "runtime/counter.hpp"

namespace likes::auth {

/// A JWKS file of the configuration.
struct KeyFile {
    std::filesystem::path path;
    UnusableKeys unusable;
    /// 1 as long as the file that is there is refused, and the keys of an earlier one are in force; else 0.
    runtime::Gauge& refused;
};

/// A JWKS file that may be rewritten or replaced at any time. Its owner reads it again as soon as is_due() says that
/// the last read was an interval ago. A file that cannot be used changes nothing, and is reported once.
class WatchedKeyFile {
  public:
    /// Throws KeySetError if the file cannot be used.
    WatchedKeyFile(const KeyFile& file, Time now, std::chrono::seconds interval = std::chrono::seconds{1});

    /// The keys that were read at construction. Call once.
    KeySet take_first_keys() { return std::move(first_keys_); }

    /// Whether it is time to read the file again. From any thread.
    bool is_due(Time now) const;

    /// The result of reading the file again: nothing new, other keys, or the reason why the file is refused.
    using News = std::variant<std::monostate, KeySet, std::string>;

    /// Reads the file: one read of a small local file. REQUIRES: no other thread is in this function.
    News read(Time now);

  private:
    WatchedKeyFile(KeyFile file, const KeyFileImage& image, Time now, std::chrono::seconds interval);

    News news(const std::optional<KeyFileImage>& image) const;

    const KeyFile file_;
    const std::chrono::seconds interval_;
    KeySet first_keys_;
    /// The fingerprint of the file, or the error, of the last read.
    std::string last_seen_;
    std::atomic<Time> last_read_;
};

}  // namespace likes::auth
