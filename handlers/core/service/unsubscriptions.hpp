#pragma once

#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "database/session.hpp"
#include "lanes/lane.hpp"
#include "mail/mail_keys.hpp"
#include "runtime/config.hpp"

namespace likes::service {

/// Somebody has a link that stops mails.
struct UnsubscribeQuery {
    /// nullopt: it is none of ours.
    std::optional<mail::Unsubscribing> what;
    /// They are to be stopped now; else it is only asked whether the link is one.
    bool is_wanted = false;
};

struct UnsubscribeView {};

/// Stops mails. Each lane has one.
class UnsubscribeWorker {
  public:
    explicit UnsubscribeWorker(database::Session session) : session_{std::move(session)} {}

    /// All in one transaction. Throws what database::Session::transaction throws.
    std::vector<UnsubscribeView> execute(std::span<const UnsubscribeQuery> queries);

  private:
    database::Session session_;
};

class Unsubscriptions {
  public:
    /// Throws std::runtime_error if a secret cannot be read; never because the database is not there.
    explicit Unsubscriptions(const runtime::Config& config);

    lanes::Settings lanes() const { return lanes_; }
    UnsubscribeWorker make_worker() const { return UnsubscribeWorker{database::Session{session_}}; }

  private:
    database::SessionSettings session_;
    lanes::Settings lanes_;
};

/// The keys of `unsubscribe-jwks-file`. nullopt if the option is not set or there is no such file: then no link stops
/// anything, which one line of the log says. Throws auth::KeySetError if the file cannot be used.
std::optional<mail::MailKeys> mail_keys(const runtime::Config& config);

}  // namespace likes::service
