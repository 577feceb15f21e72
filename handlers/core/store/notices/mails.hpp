#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/sha256.hpp"
#include "base/time.hpp"
#include "base/user_id.hpp"
#include "base/uuid.hpp"
#include "mail/bounce.hpp"
#include "notices/mailing.hpp"
#include "notices/queries.hpp"

namespace likes::store {

/// A mail about a notice that is due, and how things stand now.
struct DueMail {
    UserId recipient;
    Uuid message = {};
    /// Of the change that made it due.
    std::uint64_t sequence = 0;
    /// How often it was begun.
    std::uint32_t attempts = 0;
    notices::MailFacts facts = {};
    /// Where it is to be sent, as the chat backend has written it; empty: nowhere.
    std::string address = {};
    /// BCP 47, as the chat backend has written it.
    std::string locale = {};
    std::optional<std::string> chat_title = {};
    /// The moment at which all this was so, by the database's clock.
    Time now = {};
};

/// A mail of the notice is due again after a while.
struct PostponedMail {
    DueMail mail;
    std::chrono::seconds wait;
};

/// Mails that are to be sent, on the database's clock. An interface, so that a test needs no database. Every function
/// throws what database::Session::transaction throws.
class Mails {
  public:
    virtual ~Mails() = default;

    /// Those that are due and that nobody is sending, the first `limit` of them by the time at which they are.
    virtual std::vector<DueMail> due(std::size_t limit) = 0;

    /// The notice as its recipient sees it: with names, and without whom they have blocked. REQUIRES: there is one.
    virtual notices::ShownNotice shown(const DueMail& mail) = 0;

    /// Counts that the mail is begun because of that step, before any of it is sent: whatever happens to this process
    /// then, it is known. For `claim` nobody else sends it. False if somebody else has begun it.
    virtual bool begin(const DueMail& mail, std::uint32_t step, std::chrono::seconds claim) = 0;

    /// It was sent. What has changed since it was due is a mail of its own, due in half an hour.
    virtual void end(const DueMail& mail) = 0;

    /// They are not to be sent. Those that have changed since stay.
    virtual void drop(std::span<const DueMail> mails) = 0;

    /// They are due again when they have waited. What came of the attempt that was begun last is known.
    virtual void postpone(std::span<const PostponedMail> mails) = 0;

    /// A mail came back from the address of that hash.
    virtual void came_back(const Sha256& address_hash, mail::Bounce bounce) = 0;
};

}  // namespace likes::store
