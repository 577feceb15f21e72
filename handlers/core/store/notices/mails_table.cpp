#include "store/notices/mails_table.hpp"

#include <stdexcept>
#include <string_view>

#include "database/literal_rows.hpp"
#include "database/result_set.hpp"
#include "mail/address.hpp"
#include "mail/letters.hpp"
#include "mail/suppression.hpp"
#include "store/notices/deliveries.hpp"
#include "store/notices/mailing_sql.hpp"
#include "store/notices/sending_sql.hpp"
#include "store/notices/shown_notices.hpp"
#include "store/notices/suppressions.hpp"

namespace likes::store {
namespace {

/// Of more messages a digest says only that there are so many.
constexpr std::size_t kDigestNoticesMax = 10'000;

/// Whether mail may go there: proved by its user, of the strict form, and none came back.
bool is_open(database::ResultSet& rows, Time now) {
    if (rows.is_null(11) || rows.is_null(12) || !mail::Address::parse(rows.text(11))) return false;
    std::optional<mail::Suppression> suppression;
    if (!rows.is_null(20)) suppression = read_suppression(rows, 20);
    return !mail::is_suppressed(suppression, rows.time(12), now);
}

DueMail read_mail(database::ResultSet& rows, std::uint32_t threshold) {
    constexpr unsigned kNotice = 26;
    DueMail mail{.recipient = rows.parsed<UserId>(1),
                 .message = rows.uuid(kNotice),
                 .sequence = rows.number(2),
                 .attempts = static_cast<std::uint32_t>(rows.number(3)),
                 .facts = {},
                 .address = rows.is_null(11) ? "" : rows.text(11),
                 .locale = rows.is_null(13) ? "" : rows.text(13),
                 .chat_title = std::nullopt,
                 .now = rows.time(23)};
    if (!rows.is_null(19)) mail.chat_title = rows.text(19);
    auto& facts = mail.facts;
    facts.is_expired = rows.flag(5);
    facts.is_visible = rows.flag(24);
    facts.is_muted = rows.flag(14);
    facts.is_deactivated = rows.flag(7);
    facts.is_wanted = rows.flag(15);
    facts.has_address = is_open(rows, mail.now);
    facts.is_important = rows.number(17) > 0;
    const auto own = static_cast<std::uint32_t>(rows.number(16));
    facts.threshold = own > 0 ? own : threshold;
    facts.mailed = static_cast<std::uint32_t>(rows.number(18));
    facts.seen_sequence = rows.number(6);
    facts.is_begun = mail.attempts > 0;
    facts.unknown = static_cast<std::uint32_t>(rows.number(4));
    facts.last_mail_at = rows.optional_time(8);
    if (!rows.is_null(9)) facts.mail_day = std::chrono::sys_days{std::chrono::days{rows.signed_number(9)}};
    facts.mails_of_day = static_cast<std::uint32_t>(rows.number(10));
    facts.is_digest = mail.message == Uuid{};
    if (facts.is_digest) facts.is_wanted = rows.flag(39);
    mail.expires_at = rows.time(40);
    mail.is_weekly = rows.flag(41);
    if (rows.flag(25)) facts.notice = read_notice(rows, kNotice, mail.recipient).notice;
    return mail;
}

void begin_next(database::Session& session, const DueMail& mail) {
    auto& statement = session.prepare(sql_text::kBeginNextMail);
    statement.setInt64(1, std::chrono::seconds{notices::kMailDistance}.count());
    statement.setString(2, mail.recipient.str());
    statement.setString(3, mail.message.to_hex());
    statement.executeUpdate();
}

database::LiteralRows rows_of(std::span<const DueMail> mails) {
    database::LiteralRows rows;
    for (const auto& mail : mails) rows.add(kEmail, mail.recipient, mail.message, Uuid{}, mail.sequence);
    return rows;
}

}  // namespace

std::vector<DueMail> MailsTable::due(std::size_t limit) {
    std::vector<DueMail> mails;
    session_.read([&](database::Session& session) {
        mails.clear();
        auto& statement = session.prepare(sql_text::kDueMails);
        statement.setUInt64(1, limit);
        database::ResultSet rows{statement.executeQuery()};
        while (rows.next()) mails.push_back(read_mail(rows, threshold_));
    });
    return mails;
}

notices::ShownNotice MailsTable::shown(const DueMail& mail) {
    std::vector<notices::ShownNotice> one;
    session_.read([&](database::Session& session) {
        one = store::shown(session, {{mail.recipient, mail.message, mail.facts.notice.value()}});
    });
    return std::move(one.at(0));
}

DigestContent MailsTable::digest(const DueMail& mail, Time since) {
    DigestContent content;
    session_.read([&](database::Session& session) {
        content = {};
        auto& statement = session.prepare(sql_text::kNewsOfDigest);
        statement.setString(1, mail.recipient.str());
        statement.setInt64(2, microseconds_since_1970(since));
        statement.setUInt64(3, kDigestNoticesMax);
        std::vector<StoredNotice> stored;
        for (database::ResultSet rows{statement.executeQuery()}; rows.next(); ++content.total) {
            if (stored.size() == mail::kDigestLines) continue;
            stored.push_back(read_notice(rows, 2, mail.recipient));
            content.chat_titles.push_back(rows.is_null(1) ? std::nullopt : std::optional{rows.text(1)});
        }
        content.notices = store::shown(session, std::move(stored));
    });
    return content;
}

bool MailsTable::begin(const DueMail& mail, std::uint32_t step, std::chrono::seconds claim) {
    bool is_begun = false;
    session_.transaction([&](database::Session& session) {
        auto& statement = session.prepare(sql_text::kClaimMail);
        statement.setInt64(1, claim.count());
        statement.setString(2, mail.recipient.str());
        statement.setString(3, mail.message.to_hex());
        statement.setUInt(4, mail.attempts);
        is_begun = statement.executeUpdate() > 0;
        if (!is_begun || mail.facts.is_begun || mail.facts.is_digest) return;
        auto& count = session.prepare(sql_text::kCountMail);
        count.setString(1, mail.recipient.str());
        count.executeUpdate();
        auto& remember = session.prepare(sql_text::kRememberStep);
        remember.setUInt(1, step);
        remember.setString(2, mail.recipient.str());
        remember.setString(3, mail.message.to_hex());
        remember.executeUpdate();
    });
    return is_begun;
}

void MailsTable::end(const DueMail& mail) {
    session_.transaction([&](database::Session& session) {
        database::write(session, sql_text::kRemoveSent, rows_of({&mail, 1}));
        begin_next(session, mail);
    });
}

void MailsTable::drop(std::span<const DueMail> mails) {
    if (mails.empty()) return;
    session_.transaction([&](database::Session& session) {
        database::write(session, sql_text::kRemoveSent, rows_of(mails));
        for (const auto& mail : mails) {
            if (mail.facts.is_begun) begin_next(session, mail);
        }
    });
}

void MailsTable::postpone(std::span<const PostponedMail> mails) {
    if (mails.empty()) return;
    session_.transaction([&](database::Session& session) {
        for (const auto& [mail, wait] : mails) {
            auto& statement = session.prepare(sql_text::kPostponeMail);
            statement.setInt64(1, wait.count());
            statement.setUInt(2, mail.facts.unknown);
            statement.setString(3, mail.recipient.str());
            statement.setString(4, mail.message.to_hex());
            statement.executeUpdate();
        }
    });
}

void MailsTable::came_back(const Sha256& address_hash, mail::Bounce bounce) {
    session_.transaction([&](database::Session& session) { record_bounce(session, address_hash, bounce); });
}

}  // namespace likes::store
