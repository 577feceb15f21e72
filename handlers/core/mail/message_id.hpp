#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/user_id.hpp"
#include "base/uuid.hpp"

/// What mails are called (RFC 5322 section 3.6.4), with the angle brackets. The names follow from what a mail is about,
/// so one that is sent twice has the same name both times; and nobody can read from them what that is.
namespace likes::mail {

/// Of the mail to that recipient about that message, sent because of that step (notices::mail_step).
std::string notice_id(const UserId& recipient, const Uuid& message, std::uint32_t step, std::string_view domain);

/// To which all mails about the message are replies: clients show them together. There is no mail of that name.
std::string thread_id(const Uuid& message, std::string_view domain);

/// Of the recipient's digest of that local date.
std::string digest_id(const UserId& recipient, std::chrono::sys_days date, std::string_view domain);

}  // namespace likes::mail
