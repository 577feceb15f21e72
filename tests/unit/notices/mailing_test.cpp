#include "notices/mailing.hpp"

#include <algorithm>
#include <chrono>
#include <functional>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace likes::notices::mailing_test {

using What = MailVerdict::What;
using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::sys_days;

constexpr Time kNow = sys_days{std::chrono::year{2026} / 11 / 30} + 12h;

/// A message that is worth a mail as it stands, of which nobody has said anything against it.
MailFacts worth_a_mail() {
    MailFacts facts;
    facts.notice.emplace();
    facts.notice->sequence = 5;
    facts.notice->raised_sequence = 5;
    facts.notice->raised_at = kNow - 15min;
    facts.notice->standing.actors = 10;
    facts.notice->standing.reactions = {{Reaction::like(), 10}};
    return facts;
}

struct Rule {
    const char* what;
    std::function<void(MailFacts&)> change;
    MailVerdict verdict;
};

std::ostream& operator<<(std::ostream& out, const Rule& rule) {
    return out << rule.what;
}

void stands(MailFacts& facts, std::uint32_t actors, std::uint32_t reactions) {
    facts.notice->standing.actors = actors;
    facts.notice->standing.reactions.clear();
    if (reactions > 0) facts.notice->standing.reactions = {{Reaction::like(), reactions}};
}

const MailVerdict kDropped{};

const Rule kRules[]{
    {"the threshold is reached", [](MailFacts&) {}, {What::kSend, 10, {}}},
    {"it is not reached", [](MailFacts& f) { stands(f, 9, 20); }, kDropped},
    {"the recipient's own is lower", [](MailFacts& f) { stands(f, 3, 3), f.threshold = 3; }, {What::kSend, 3, {}}},
    {"the message is important", [](MailFacts& f) { stands(f, 1, 1), f.is_important = true; }, {What::kSend, 1, {}}},
    {"it is important, and was mailed", [](MailFacts& f) { stands(f, 9, 9), f.is_important = true, f.mailed = 1; },
     kDropped},
    {"it is important, was mailed, and reaches the threshold",
     [](MailFacts& f) { f.is_important = true, f.mailed = 1; },
     {What::kSend, 10, {}}},
    {"the threshold was mailed", [](MailFacts& f) { stands(f, 200, 200), f.mailed = 10; }, kDropped},
    {"a milestone", [](MailFacts& f) { stands(f, 0, 250), f.mailed = 10; }, {What::kSend, 250, {}}},
    {"the milestone was mailed", [](MailFacts& f) { stands(f, 0, 499), f.mailed = 250; }, kDropped},
    {"there is no notice", [](MailFacts& f) { f.notice.reset(); }, kDropped},
    {"it has waited too long", [](MailFacts& f) { f.is_expired = true; }, kDropped},
    {"it was read", [](MailFacts& f) { f.notice->is_read = true; }, kDropped},
    {"it was seen", [](MailFacts& f) { f.seen_sequence = 5; }, kDropped},
    {"what was before it was seen", [](MailFacts& f) { f.seen_sequence = 4; }, {What::kSend, 10, {}}},
    {"it was withdrawn", [](MailFacts& f) { f.notice->state = State::kWithdrawn; }, kDropped},
    {"it was dismissed, or the chat was left", [](MailFacts& f) { f.notice->state = State::kPutAway; }, kDropped},
    {"the message is deleted, or the chat is left now", [](MailFacts& f) { f.is_visible = false; }, kDropped},
    {"the chat is muted", [](MailFacts& f) { f.is_muted = true; }, kDropped},
    {"the recipient is deactivated", [](MailFacts& f) { f.is_deactivated = true; }, kDropped},
    {"no mails are wanted", [](MailFacts& f) { f.is_wanted = false; }, kDropped},
    {"there is no address", [](MailFacts& f) { f.has_address = false; }, kDropped},
    {"nobody reacts", [](MailFacts& f) { stands(f, 0, 0), f.threshold = 1; }, kDropped},
    {"another mail was sent 29 minutes ago",
     [](MailFacts& f) { f.last_mail_at = kNow - 29min; },
     {What::kLater, 0, kNow + 1min}},
    {"another mail was sent 30 minutes ago",
     [](MailFacts& f) { f.last_mail_at = kNow - 30min; },
     {What::kSend, 10, {}}},
    {"four were sent today",
     [](MailFacts& f) { f.mail_day = sys_days{std::chrono::year{2026} / 11 / 30}, f.mails_of_day = 4; },
     {What::kSend, 10, {}}},
    {"five were sent today",
     [](MailFacts& f) { f.mail_day = sys_days{std::chrono::year{2026} / 11 / 30}, f.mails_of_day = 5; },
     {What::kLater, 0, kNow + 12h}},
    {"five were sent yesterday",
     [](MailFacts& f) { f.mail_day = sys_days{std::chrono::year{2026} / 11 / 29}, f.mails_of_day = 5; },
     {What::kSend, 10, {}}},
    {"it was begun, and not taken",
     [](MailFacts& f) { f.is_begun = true, f.mailed = 10, f.last_mail_at = kNow - 1min; },
     {What::kSend, 10, {}}},
    {"it was begun once, and nobody knows",
     [](MailFacts& f) { f.is_begun = true, f.mailed = 10, f.unknown = 1; },
     {What::kSend, 10, {}}},
    {"it was begun twice, and nobody knows", [](MailFacts& f) { f.is_begun = true, f.mailed = 10, f.unknown = 2; },
     kDropped},
    {"it is a digest, whatever was sent today",
     [](MailFacts& f) {
         f.is_digest = true, f.notice.reset(), f.last_mail_at = kNow - 1min;
         f.mail_day = sys_days{std::chrono::year{2026} / 11 / 30}, f.mails_of_day = 5;
     },
     {What::kSend, 0, {}}},
    {"it is a digest, and none is wanted any more",
     [](MailFacts& f) { f.is_digest = true, f.notice.reset(), f.is_wanted = false; }, kDropped},
    {"it is a digest that was begun twice, and nobody knows",
     [](MailFacts& f) { f.is_digest = true, f.notice.reset(), f.unknown = 2; }, kDropped},
    {"it was begun, and read since", [](MailFacts& f) { f.is_begun = true, f.mailed = 10, f.notice->is_read = true; },
     kDropped},
};

analytics::Zone zone(const char* name) {
    return analytics::Zone::find(name).value();
}

Time at(const char* text) {
    return parse_rfc3339(text).value();
}

const UserId kUser = UserId::parse("ann").value();

/// At which moments somebody who looks every minute, and forgets nothing, sends a digest.
std::vector<DigestSlot> sent_between(Time from, Time to, const analytics::Zone& where, std::chrono::hours hour = 9h,
                                     Digest digest = Digest::kDaily) {
    std::vector<DigestSlot> sent;
    std::set<sys_days> runs;
    for (auto now = from; now < to; now += 1min) {
        const auto slot = digest_slot(digest, kUser, where, hour, now);
        if (slot && runs.insert(slot->date).second) sent.push_back({slot->date, now});
    }
    return sent;
}

BOOST_AUTO_TEST_SUITE(mailing)

BOOST_DATA_TEST_CASE(a_mail_that_is_due_is_sent_or_waits_or_is_dropped, boost::unit_test::data::make(kRules), rule) {
    auto facts = worth_a_mail();
    rule.change(facts);
    const auto verdict = judge_mail(facts, kNow, MailPolicy{});
    BOOST_TEST((verdict.what == rule.verdict.what));
    BOOST_TEST(verdict.step == rule.verdict.step);
    BOOST_TEST((verdict.due == rule.verdict.due));
}

BOOST_AUTO_TEST_CASE(of_many_reactions_the_reactions_are_counted) {
    Standing standing;
    standing.reactions = {{Reaction::like(), 300}};
    BOOST_TEST(reached(standing) == 300U);
    standing.actors = 150;
    BOOST_TEST(reached(standing) == 150U);
}

BOOST_AUTO_TEST_CASE(a_threshold_above_a_milestone_holds) {
    BOOST_TEST(mail_step(999, false, 1000) == 0U);
    BOOST_TEST(mail_step(1000, false, 1000) == 1000U);
    BOOST_TEST(mail_step(999, true, 1000) == 1U);
    BOOST_TEST(mail_step(0, true, 1) == 0U);
}

BOOST_AUTO_TEST_CASE(what_was_not_taken_is_tried_again_ever_later) {
    BOOST_TEST((mail_retry_wait(1) == 1min));
    BOOST_TEST((mail_retry_wait(2) == 2min));
    BOOST_TEST((mail_retry_wait(6) == 32min));
    BOOST_TEST((mail_retry_wait(7) == 60min));
    BOOST_TEST((mail_retry_wait(60'000) == 60min));
    BOOST_TEST((mail_retry_wait(0) == 1min));
}

BOOST_AUTO_TEST_CASE(users_get_their_digests_at_different_times_within_half_an_hour) {
    std::set<std::int64_t> offsets;
    for (int i = 0; i < 1000; ++i) {
        const auto offset = digest_offset(UserId::parse("user" + std::to_string(i)).value());
        BOOST_TEST((offset >= -30min && offset <= 30min));
        offsets.insert(offset.count());
    }
    BOOST_TEST(offsets.size() > 800U);
}

BOOST_AUTO_TEST_CASE(a_digest_is_at_nine_where_the_user_is) {
    const auto berlin = zone("Europe/Berlin");
    const auto due = at("2026-11-30T08:00:00Z") + digest_offset(kUser);
    const auto date = sys_days{std::chrono::year{2026} / 11 / 30};
    BOOST_TEST((digest_slot(Digest::kDaily, kUser, berlin, 9h, due) == DigestSlot{date, due}));
    BOOST_TEST((digest_slot(Digest::kDaily, kUser, berlin, 9h, due + 12h) == DigestSlot{date, due}));
    BOOST_TEST(!digest_slot(Digest::kDaily, kUser, berlin, 9h, due + 12h + 1s));
    BOOST_TEST(!digest_slot(Digest::kDaily, kUser, berlin, 9h, due - 1s));
    BOOST_TEST(!digest_slot(Digest::kOff, kUser, berlin, 9h, due));
}

BOOST_AUTO_TEST_CASE(a_weekly_digest_is_of_a_monday) {
    const auto utc = zone("UTC");
    const auto sent = sent_between(at("2026-11-01T00:00:00Z"), at("2026-12-01T00:00:00Z"), utc, 9h, Digest::kWeekly);
    BOOST_TEST(sent.size() == 5U);
    for (const auto& [date, when] : sent) BOOST_TEST((std::chrono::weekday{date} == std::chrono::Monday));
}

// The clocks of these are changed in the days looked at, some of them at the hour itself.
BOOST_AUTO_TEST_CASE(each_local_date_has_one_digest_on_change_over_days_too) {
    const std::vector<const char*> names{"Europe/Berlin",
                                         "America/New_York",
                                         "America/Havana",
                                         "Australia/Lord_Howe",
                                         "Africa/Cairo",
                                         "America/Santiago",
                                         "Pacific/Chatham",
                                         "Pacific/Kiritimati",
                                         "America/St_Johns",
                                         "Asia/Kolkata",
                                         "UTC"};
    const auto from = at("2025-01-01T12:00:00Z");
    const auto to = at("2026-01-01T12:00:00Z");
    for (const auto* const name : names) {
        const auto where = zone(name);
        // 2 and 0 o'clock are skipped or there twice, somewhere.
        for (const auto hour : {0h, 2h, 9h, 23h}) {
            std::set<sys_days> dates;
            for (auto now = from; now < to; now += 20min) {
                const auto slot = digest_slot(Digest::kDaily, kUser, where, hour, now);
                if (slot && slot->date > where.day_at(std::chrono::floor<std::chrono::seconds>(from))) {
                    dates.insert(slot->date);
                }
            }
            BOOST_TEST((dates.size() == 364 || dates.size() == 365), name << " " << hour.count());
            BOOST_TEST((*dates.rbegin() - *dates.begin() == days{dates.size() - 1}), name << " " << hour.count());
        }
    }
}

BOOST_AUTO_TEST_CASE(
    a_digest_at_an_hour_that_is_there_twice_is_at_the_first_and_at_one_that_is_skipped_when_they_skip) {
    const auto berlin = zone("Europe/Berlin");
    const auto user = UserId::parse("dave").value();
    const auto offset = digest_offset(user);
    // 02:00 to 03:00 comes twice on 26 October 2025, and not at all on 30 March. The offset of this user is within it.
    BOOST_REQUIRE((offset > 0s));
    auto slot = digest_slot(Digest::kDaily, user, berlin, 2h, at("2025-10-26T03:00:00Z"));
    BOOST_TEST((slot->due == at("2025-10-26T00:00:00Z") + offset));
    slot = digest_slot(Digest::kDaily, user, berlin, 2h, at("2025-03-30T03:00:00Z"));
    BOOST_TEST((slot->due == at("2025-03-30T01:00:00Z")));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::notices::mailing_test
