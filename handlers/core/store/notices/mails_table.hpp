#pragma once

#include <utility>

#include "database/session.hpp"
#include "store/notices/mails.hpp"

namespace likes::store {

/// The rows of `notice_deliveries` for the channel of mails, and what is remembered of mails. One thread at a time.
class MailsTable final : public Mails {
  public:
    /// `threshold`: of recipients who have not said their own.
    MailsTable(database::Session session, std::uint32_t threshold)
        : session_{std::move(session)}, threshold_{threshold} {}

    std::vector<DueMail> due(std::size_t limit) override;
    notices::ShownNotice shown(const DueMail& mail) override;
    DigestContent digest(const DueMail& mail, Time since) override;
    bool begin(const DueMail& mail, std::uint32_t step, std::chrono::seconds claim) override;
    void end(const DueMail& mail) override;
    void drop(std::span<const DueMail> mails) override;
    void postpone(std::span<const PostponedMail> mails) override;
    void came_back(const Sha256& address_hash, mail::Bounce bounce) override;

  private:
    database::Session session_;
    std::uint32_t threshold_;
};

}  // namespace likes::store
