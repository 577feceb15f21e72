#include "faults/verdict.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include <boost/test/unit_test.hpp>

#include "faults/figures.hpp"
#include "support/patience.hpp"

namespace likes::test {
namespace {

/// Where a subscriber lacks something, it may still be on its way.
bool may_still_arrive(const Findings& findings) {
    return count(findings, Wrong::kUntold) + count(findings, Wrong::kDiverged) == findings.size() && !findings.empty();
}

/// What a member reads of each message.
void read_everything(const Chat& chat, std::vector<Call>& calls) {
    Caller reader{chat.members().front()};
    for (const auto& message : chat.messages()) {
        Call call{reader.user(), {message, "like"}, Ask::kRead, std::chrono::steady_clock::now(), {}};
        call.answer = reader.likes(message).state;
        call.ended = std::chrono::steady_clock::now();
        calls.push_back(std::move(call));
    }
}

/// All that was committed is published.
void check_outbox(const Chat& chat) {
    if (eventually([&] { return chat.outbox_rows() == 0; })) return;
    std::string text = std::to_string(chat.outbox_rows()) + " rows of the outbox are not published:";
    for (const auto& row : chat.outbox_by_target()) text += '\n' + row;
    BOOST_ERROR(text);
    // They are not to be in the way of other cases.
    chat.empty_outbox();
}

}  // namespace

CatchUp::CatchUp(const Chat& chat, const std::string& user)
    : chat_{chat}, caller_{user}, cursor_{caller_.changes(chat.id()).next} {}

void CatchUp::read(const std::vector<LikeEvent>& heard) {
    std::map<Subject, std::uint64_t> known;
    for (const auto& event : heard) {
        auto& newest = known[{event.message_id, event.reaction}];
        newest = std::max(newest, event.version);
    }
    const auto add = [&](const Subject& subject, Hearing::State state) {
        state.heard_before = known[subject];
        states_[subject].push_back(std::move(state));
    };
    for (bool more = true; more;) {
        const auto changes = caller_.changes(chat_.id(), "since=" + cursor_);
        for (const auto& [like, buttons] : changes.changed) {
            for (const auto& button : buttons) {
                add({like.message_id, button.reaction},
                    {button.version, button.likes_count, std::nullopt, button.is_liked});
            }
            Hearing::State state{like.version, like.likes_count, std::nullopt, like.is_liked};
            if (!like.truncated) state.liked_by = like.liked_by;
            add({like.message_id, "like"}, std::move(state));
        }
        cursor_ = changes.next;
        more = changes.more;
    }
}

void Listener::catch_up() {
    heard_everything_ = false;
    catch_up_.read(subscriber_.events());
}

Hearing Listener::hearing() const {
    return {"the listener " + catch_up_.user(), subscriber_.events(), heard_everything_, catch_up_.states(),
            catch_up_.user()};
}

void wait_until_told(const Chat& chat, Listener& listener) {
    BOOST_REQUIRE(eventually([&] { return chat.outbox_rows() == 0; }));
    for (const auto& [subject, rows] : chat.tables()) {
        if (rows.version == 0) continue;
        BOOST_REQUIRE_MESSAGE(listener.subscriber().wait_for_version(subject.first, rows.version, subject.second),
                              "untold: " << subject.second << " on message " << subject.first
                                         << ": the listener heard nothing of version " << rows.version);
    }
}

void check_evidence(const Chat& chat, const History& history, const std::function<std::vector<Hearing>()>& hearings,
                    const std::string& faults, std::chrono::milliseconds lateness) {
    check_outbox(chat);
    Findings findings;
    auto calls = history.calls();
    read_everything(chat, calls);
    const auto come_to_rest = [&] {
        findings = check({calls, chat.tables(), hearings(), history.deaths_of_the_database(), lateness});
        return !may_still_arrive(findings);
    };
    static_cast<void>(eventually(come_to_rest));
    report(history, faults, findings);
    constexpr std::size_t kShown = 20;
    BOOST_TEST(findings.empty(), findings.size() << " findings");
    for (std::size_t i = 0; i < std::min(findings.size(), kShown); ++i) BOOST_ERROR(describe(findings[i]));
}

void check_evidence(const Chat& chat, const History& history, const Listener& listener, const std::string& faults) {
    check_evidence(
        chat, history, [&] { return std::vector{listener.hearing()}; }, faults);
}

}  // namespace likes::test
