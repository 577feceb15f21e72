#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "config/config.hpp"
#include "ids/user_id.hpp"
#include "ids/uuid.hpp"
#include "lanes/lanes.hpp"
#include "likes/transcript.hpp"
#include "service/signing_key.hpp"
#include "time/time.hpp"

namespace likes::service {

/// What a chat has and the likes have not, for the demo page: signing in, and the text of the messages. It makes
/// anybody who reaches it one of the demo's users, so only development runs it. Thread-safe.
class DemoService {
  public:
    static constexpr std::chrono::hours kTokenLifetime{1};
    static constexpr std::size_t kPosts = 100;

    /// Throws std::runtime_error if a secret or the key that signs tokens cannot be read.
    DemoService(const config::Config& config, Clock clock);

    /// A bearer token of one of the demo's users; nullopt for anybody else.
    std::optional<std::string> sign_in(const UserId& user);

    /// The newest messages of the demo chat. Throws lanes::Overloaded, store::Unavailable, or std::runtime_error for
    /// what should not happen.
    Transcript read(const UserId& reader);

    /// The chat of schema/demo.sql.
    static Uuid chat();

  private:
    config::Auth auth_;
    Clock clock_;
    SigningKey key_;
    lanes::Lanes<TranscriptQuery, Transcript> lanes_;
};

}  // namespace likes::service
