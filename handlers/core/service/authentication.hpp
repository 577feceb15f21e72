#pragma once

#include <optional>
#include <string_view>

#include "auth/authenticator.hpp"
#include "config/config.hpp"
#include "ids/user_id.hpp"
#include "time/time.hpp"

namespace likes::service {

/// Who is calling, as the configuration wants it found out. Thread-safe.
class Authentication {
  public:
    /// Throws std::runtime_error if the key file cannot be used.
    Authentication(const config::Config& config, Clock clock);

    /// The caller, from the value of the Authorization header; nullopt if it is nobody. Why goes to the log.
    std::optional<UserId> operator()(std::string_view authorization);

  private:
    auth::Authenticator authenticator_;
};

}  // namespace likes::service
