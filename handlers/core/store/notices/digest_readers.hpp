#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "base/user_id.hpp"
#include "database/session.hpp"
#include "notices/mailing.hpp"

namespace likes::store {

/// A user who wants digests, and can be mailed.
struct DigestReader {
    UserId user;
    notices::Digest digest = notices::Digest::kOff;
    /// As the chat backend has written it.
    std::string time_zone;
    /// Of the newest that was begun; nullopt: none of these days.
    std::optional<std::chrono::sys_days> last;
};

/// Some of the users, in the order of their ids.
struct DigestReadersPart {
    std::vector<DigestReader> readers;
    /// Up to whom it was looked; nullopt: there is nobody after these.
    std::optional<UserId> end;
    /// The moment of the look, by the database's clock.
    Time now;
};

/// A digest that a user is to get.
struct BegunDigest {
    UserId user;
    notices::DigestSlot slot;
};

/// Who wants digests, and which were begun. An interface, so that a test needs no database. Every function throws what
/// database::Session::transaction throws.
class DigestReaders {
  public:
    virtual ~DigestReaders() = default;

    /// The next after that user, by looking at so many rows at most.
    virtual DigestReadersPart after(const std::optional<UserId>& user, std::size_t limit) = 0;

    /// Makes each of these due, and remembers that it was, in one transaction; but not one that was begun before.
    virtual void begin(std::span<const BegunDigest> digests) = 0;

    /// What was begun before that date is not needed any more.
    virtual void forget_before(std::chrono::sys_days date) = 0;
};

/// The tables `notice_preferences`, `digest_runs` and `notice_deliveries`. One thread at a time.
class DigestReadersTable final : public DigestReaders {
  public:
    explicit DigestReadersTable(database::Session session) : session_{std::move(session)} {}

    DigestReadersPart after(const std::optional<UserId>& user, std::size_t limit) override;
    void begin(std::span<const BegunDigest> digests) override;
    void forget_before(std::chrono::sys_days date) override;

  private:
    database::Session session_;
};

}  // namespace likes::store
