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

/// A mail that is due, and how things stand now: about a notice, or with the message 0 a digest.
struct DueMail {
    UserId recipient;
    Uuid message = {};
    /// Of the change that made it due. Of a digest: its date, in days since 1970.
    std::uint64_t sequence = 0;
    /// How often it was begun.
    std::uint32_t attempts = 0;
    notices::MailFacts facts = {};
    /// Where it is to be sent, as the chat backend has written it; empty: nowhere.
    std::string address = {};
    /// BCP 47, as the chat backend has written it.
    std::string locale = {};
    std::optional<std::string> chat_title = {};
    /// When it is of no use any more.
    Time expires_at = {};
    /// Of a digest: the recipient wants one a week, not one a day.
    bool is_weekly = false;
    /// The moment at which all this was so, by the database's clock.
    Time now = {};
};

/// What is new to the recipient of a digest.
struct DigestContent {
    /// The newest of them, mail::kDigestLines at most, as their recipient sees them.
    std::vector<notices::ShownNotice> notices;
    /// What the chat of each of these is called.
    std::vector<std::optional<std::string>> chat_titles;
    /// Of how many messages something is new.
    std::size_t total = 0;
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

    /// What has become news since then, and was not seen: of chats that the recipient is in, and has not muted.
    virtual DigestContent digest(const DueMail& mail, Time since) = 0;

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
