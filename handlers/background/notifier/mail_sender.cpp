#include "background/notifier/mail_sender.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "mail/message_id.hpp"
#include "mail/one_line.hpp"
#include "mail/writer.hpp"
#include "runtime/counters.hpp"
#include "runtime/log.hpp"

namespace likes::background {
namespace {

using runtime::MailOutcome;
using store::DueMail;
using What = notices::MailVerdict::What;

/// Which one it is, libcurl knows.
const std::string kServer = "smtp-url";

void count_mail(MailOutcome outcome, std::size_t mails = 1) {
    runtime::counters().mails[outcome].add(mails);
}

void replace_all(std::string& text, std::string_view what, std::string_view by) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
        text.replace(at, what.size(), by);
    }
}

/// What a chat backend has written, if it can stand in a mail.
std::optional<std::string> in_one_line(const std::optional<std::string>& text) {
    if (!text || text->empty() || !mail::is_one_line(*text)) return std::nullopt;
    return text;
}

}  // namespace

MailSender::MailSender(store::Mails& mails, MailTransport& transport, const mail::MailKeys& keys, MailSettings settings,
                       SteadyClock clock)
    : mails_{mails},
      transport_{transport},
      keys_{keys},
      settings_{std::move(settings)},
      clock_{std::move(clock)},
      tokens_{static_cast<double>(settings_.per_second)},
      refilled_at_{clock_()} {}

void MailSender::run_once() {
    const auto now = clock_();
    refill(now);
    const auto limit = std::min(static_cast<std::size_t>(tokens_), kMailsMax);
    if (limit == 0 || circuit_.wait(kServer, now).count() > 0) return;
    std::vector<DueMail> dropped;
    std::vector<store::PostponedMail> later;
    // What was read of them is not so any more.
    std::set<UserId> written_to;
    for (const auto& mail : mails_.due(limit)) {
        if (written_to.contains(mail.recipient)) continue;
        // Somebody may have read, muted or left meanwhile.
        if (clock_() - now > kFresh) break;
        const auto verdict = notices::judge_mail(mail.facts, mail.now, settings_.policy);
        if (verdict.what == What::kLater) {
            later.push_back({mail, std::chrono::ceil<std::chrono::seconds>(verdict.due - mail.now)});
            continue;
        }
        // Written before it is begun: of what fails here nothing was sent.
        std::optional<std::string> data;
        const auto address = mail::Address::parse(mail.address);
        if (verdict.what == What::kSend) data = write(mail, address.value(), verdict.step);
        if (!data) {
            dropped.push_back(mail);
        } else if (stopping_ || !send(mail, *address, verdict.step, *data)) {
            break;
        } else {
            written_to.insert(mail.recipient);
        }
    }
    mails_.drop(dropped);
    mails_.postpone(later);
    count_mail(MailOutcome::kDropped, dropped.size());
}

void MailSender::refill(SteadyTime now) {
    const auto most = static_cast<double>(settings_.per_second);
    const std::chrono::duration<double> passed = now - refilled_at_;
    tokens_ = std::min(most, tokens_ + passed.count() * most);
    refilled_at_ = now;
}

bool MailSender::send(const DueMail& mail, const mail::Address& address, std::uint32_t step, std::string_view data) {
    if (!mails_.begin(mail, step, kClaim)) return true;
    tokens_ -= 1;
    const auto sender = keys_.bounce_address(hash_of(address), settings_.bounce_domain);
    return settle(mail, address, transport_.hand(sender, address, data));
}

bool MailSender::settle(const DueMail& mail, const mail::Address& address, const Handed& handed) {
    switch (handed.what) {
        case Handing::kTaken:
            mails_.end(mail);
            count_mail(MailOutcome::kSent);
            note(true);
            return true;
        case Handing::kRefused: {
            note(true);
            const auto bounce = mail::bounce_of_reply(handed.reply);
            if (bounce == mail::Bounce::kHard) {
                mails_.came_back(hash_of(address), mail::Bounce::kHard);
                mails_.end(mail);
                count_mail(MailOutcome::kBounced);
            } else if (handed.reply.starts_with('5')) {
                mails_.came_back(hash_of(address), mail::Bounce::kSoft);
                mails_.end(mail);
                count_mail(MailOutcome::kBounced);
            } else {
                const store::PostponedMail again{mail, notices::mail_retry_wait(mail.attempts + 1)};
                mails_.postpone({&again, 1});
                count_mail(MailOutcome::kDeferred);
            }
            return true;
        }
        case Handing::kUnreachable: {
            // Ever later: another one is tried first, lest it is this one that breaks the connection.
            const store::PostponedMail again{mail, notices::mail_retry_wait(mail.attempts + 1)};
            mails_.postpone({&again, 1});
            count_mail(MailOutcome::kUnreachable);
            note(false);
            return false;
        }
        case Handing::kUnknown:
            // Its claim ends by itself, and then it is sent once more.
            count_mail(MailOutcome::kUnknown);
            return true;
    }
    return true;
}

void MailSender::note(bool is_reached) {
    const bool was_open = circuit_.open() > 0;
    if (is_reached) {
        circuit_.succeeded(kServer);
        if (was_open) log::info("a mail server takes mails again");
    } else {
        circuit_.failed(kServer, clock_());
        if (!was_open) log::error("no mail server takes mails of ours; they wait, and are tried again");
    }
    runtime::counters().mail_circuit_open.set(is_reached ? 0 : 1);
}

std::optional<std::string> MailSender::write(const DueMail& mail, const mail::Address& address, std::uint32_t step) {
    if (mail.facts.is_digest) return write_digest(mail, address);
    return write_notice(mail, address, step);
}

std::string MailSender::write_notice(const DueMail& mail, const mail::Address& address, std::uint32_t step) {
    const auto links = ways(mail.recipient, mail::Mailing::kNotices);
    const auto letter =
        mail::notice_letter(told(mails_.shown(mail), mail.chat_title), links, mail::language_of(mail.locale));
    return mail::write_mail(
        letter, {settings_.from, address, mail::notice_id(mail.recipient, mail.message, step, settings_.domain),
                 mail::thread_id(mail.message, settings_.domain), mail.now, settings_.domain, links.unsubscribe_url});
}

std::optional<std::string> MailSender::write_digest(const DueMail& mail, const mail::Address& address) {
    const auto due = mail.expires_at - notices::kDigestLateMax;
    const auto content = mails_.digest(mail, due - notices::digest_period(mail.is_weekly));
    if (content.notices.empty()) return std::nullopt;
    std::vector<mail::Told> all;
    for (std::size_t i = 0; i < content.notices.size(); ++i) {
        all.push_back(told(content.notices[i], content.chat_titles[i]));
    }
    const auto links = ways(mail.recipient, mail::Mailing::kDigest);
    const auto letter = mail::digest_letter(all, content.total, links, mail::language_of(mail.locale));
    const std::chrono::sys_days date{std::chrono::days{mail.sequence}};
    return mail::write_mail(letter, {settings_.from, address, mail::digest_id(mail.recipient, date, settings_.domain),
                                     std::nullopt, mail.now, settings_.domain, links.unsubscribe_url});
}

mail::Ways MailSender::ways(const UserId& recipient, mail::Mailing mailing) const {
    return {settings_.public_url + "/u/" + keys_.unsubscribe_token({recipient, mailing}), settings_.settings_url};
}

mail::Told MailSender::told(const notices::ShownNotice& shown, const std::optional<std::string>& chat_title) const {
    mail::Told told;
    for (const auto& [user, name, reaction] : shown.newest) {
        told.names.push_back(in_one_line(name).value_or(user.str()));
    }
    told.actors = shown.notice.standing.actors;
    told.reactions = shown.notice.standing.total();
    told.chat_title = in_one_line(chat_title);
    told.url = settings_.message_url;
    replace_all(told.url, "{chat_id}", shown.notice.chat.to_string());
    replace_all(told.url, "{message_id}", shown.message.to_string());
    return told;
}

}  // namespace likes::background
