#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "auth/authenticator.hpp"
#include "auth/signing_key.hpp"
#include "base/user_id.hpp"
#include "base/uuid.hpp"
#include "lanes/lane.hpp"
#include "likes/queries.hpp"
#include "runtime/config.hpp"
#include "store/transcript_reader.hpp"

namespace likes::service {

/// A request to sign in as this user.
struct SignIn {
    UserId user;
};

/// A request to read the chat, with the caller's Authorization header.
struct ReadChat {
    std::string authorization;
};

using DemoQuery = std::variant<SignIn, ReadChat>;

struct DemoView {
    /// The answer to SignIn: a bearer token; nullopt if the demo does not have the user.
    std::optional<std::string> token;
    /// The answer to ReadChat; nullopt if the header has no valid token.
    std::optional<Transcript> transcript;
};

/// What the demo page needs from a chat backend, which is not part of this service: signing in, and the texts of the
/// messages. Anyone who reaches it can become any of the demo's users, so it runs only in development.
class Demo {
  public:
    static constexpr std::chrono::hours kTokenLifetime{1};
    static constexpr std::size_t kPosts = 100;

    /// Throws std::runtime_error if a secret or the key that signs tokens cannot be read.
    explicit Demo(const runtime::Config& config);

    /// The chat of schema/demo.sql.
    static Uuid chat();

    lanes::Settings lanes() const;

    class Worker {
      public:
        Worker(Demo& demo, store::TranscriptReader reader) : demo_{&demo}, reader_{std::move(reader)} {}

        /// Throws what store::TranscriptReader::execute throws.
        std::vector<DemoView> execute(std::span<const DemoQuery> queries);

      private:
        DemoView answer(const SignIn& query) const;
        DemoView answer(const ReadChat& query);

        Demo* demo_;
        store::TranscriptReader reader_;
    };
    Worker make_worker();

  private:
    const runtime::Config config_;
    auth::SigningKey key_;
    auth::Authenticator authenticator_;
};

}  // namespace likes::service
