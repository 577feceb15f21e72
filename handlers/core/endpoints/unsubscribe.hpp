#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "mail/mail_keys.hpp"
#include "service/unsubscriptions.hpp"
#include "web/request.hpp"
#include "web/response.hpp"

namespace likes::endpoints {

/// The link in a mail that stops mails of its kind (RFC 8058). Whoever holds it need not sign in:
///
///     GET /u/{token}     a page with a button. It changes nothing: links are also followed by those who look for
///                        viruses
///     POST /u/{token}    stops the mails, whatever the body; 200 with a page that says so
///
/// Both answer 404, with a page as well, if the token is none of ours, or its key is not kept any more.
class Unsubscribe {
  public:
    using Query = service::UnsubscribeQuery;

    /// `keys`: nullopt where there are no mails.
    explicit Unsubscribe(std::optional<mail::MailKeys> keys) : keys_{std::move(keys)} {}

    Query parse(const web::Request& request) const;
    static std::size_t lane_hash(const Query& query);
    static web::Response render(const web::Request& request, const Query& query, service::UnsubscribeView view);

  private:
    std::optional<mail::MailKeys> keys_;
};

}  // namespace likes::endpoints
