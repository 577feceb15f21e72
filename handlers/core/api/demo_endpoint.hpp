#pragma once

#include <functional>
#include <optional>
#include <string>

#include "api/require.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "ids/uuid.hpp"
#include "likes/transcript.hpp"

namespace likes::api {

/// What the demo page asks of its chat backend, which is not there:
/// `POST /demo/token` with `{"user_id":"alice"}` → `{"token"}`, and `GET /demo/messages` → `{"chat_id","messages"}`.
class DemoEndpoint {
  public:
    /// A bearer token for one of the demo's users; nullopt for anybody else.
    using SignIn = std::function<std::optional<std::string>(const UserId& user)>;
    using Read = std::function<Transcript(const UserId& reader)>;

    DemoEndpoint(Uuid chat, SignIn sign_in, Authenticate authenticate, Read read);

    http::Response operator()(const http::Request& request) const;

  private:
    http::Response post_token(const http::Request& request) const;
    http::Response get_messages(const http::Request& request) const;

    Uuid chat_;
    SignIn sign_in_;
    Authenticate authenticate_;
    Read read_;
};

}  // namespace likes::api
