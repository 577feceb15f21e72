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
    if (retry_at_ && now < *retry_at_) return;
    const auto limit = std::min(static_cast<std::size_t>(tokens_), kMailsMax);
    if (limit == 0) return;
    std::vector<DueMail> dropped;
    std::vector<store::PostponedMail> later;
    // What was read of them is not so any more.
    std::set<UserId> written_to;
    for (const auto& mail : mails_.due(limit)) {
        if (written_to.contains(mail.recipient)) continue;
        const auto verdict = notices::judge_mail(mail.facts, mail.now, settings_.policy);
        if (verdict.what == What::kDrop) {
            dropped.push_back(mail);
        } else if (verdict.what == What::kLater) {
            later.push_back({mail, std::chrono::ceil<std::chrono::seconds>(verdict.due - mail.now)});
        } else if (stopping_ || !send(mail, verdict.step)) {
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

bool MailSender::send(const DueMail& mail, std::uint32_t step) {
    const auto address = mail::Address::parse(mail.address);
    // Written before it is begun: of what fails here nothing was sent.
    const auto data = write(mail, address.value(), step);
    if (!mails_.begin(mail, step, kClaim)) return true;
    tokens_ -= 1;
    const auto sender = keys_.bounce_address(hash_of(*address), settings_.bounce_domain);
    return settle(mail, *address, transport_.hand(sender, *address, data));
}

bool MailSender::settle(const DueMail& mail, const mail::Address& address, const Handed& handed) {
    switch (handed.what) {
        case Handing::kTaken:
            mails_.end(mail);
            count_mail(MailOutcome::kSent);
            pause_ = std::chrono::seconds{0};
            retry_at_.reset();
            return true;
        case Handing::kRefused: {
            pause_ = std::chrono::seconds{0};
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
            const store::PostponedMail again{mail, kPauseMin};
            mails_.postpone({&again, 1});
            count_mail(MailOutcome::kUnreachable);
            pause();
            return false;
        }
        case Handing::kUnknown:
            // Its claim ends by itself, and then it is sent once more.
            count_mail(MailOutcome::kUnknown);
            return true;
    }
    return true;
}

void MailSender::pause() {
    if (pause_.count() == 0) log::error("no mail server takes mails of ours; they wait, and are tried again");
    pause_ = pause_.count() == 0 ? kPauseMin : std::min(2 * pause_, kPauseMax);
    retry_at_ = clock_() + pause_;
}

std::string MailSender::write(const DueMail& mail, const mail::Address& address, std::uint32_t step) {
    const auto link = settings_.public_url + "/u/" + keys_.unsubscribe_token({mail.recipient, mail::Mailing::kNotices});
    const auto letter = mail::notice_letter(told(mail), {link, settings_.settings_url}, mail::language_of(mail.locale));
    return mail::write_mail(
        letter, {settings_.from, address, mail::notice_id(mail.recipient, mail.message, step, settings_.domain),
                 mail::thread_id(mail.message, settings_.domain), mail.now, settings_.domain, link});
}

mail::Told MailSender::told(const DueMail& mail) {
    const auto shown = mails_.shown(mail);
    mail::Told told;
    for (const auto& [user, name, reaction] : shown.newest) {
        told.names.push_back(in_one_line(name).value_or(user.str()));
    }
    told.actors = shown.notice.standing.actors;
    told.reactions = shown.notice.standing.total();
    told.chat_title = in_one_line(mail.chat_title);
    told.url = settings_.message_url;
    replace_all(told.url, "{chat_id}", shown.notice.chat.to_string());
    replace_all(told.url, "{message_id}", mail.message.to_string());
    return told;
}

}  // namespace likes::background
