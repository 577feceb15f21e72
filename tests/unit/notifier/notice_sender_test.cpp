#include "background/notifier/notice_sender.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <rapidjson/document.h>

#include "database/errors.hpp"
#include "runtime/counters.hpp"
#include "unit/likes/build.hpp"

namespace likes::background::notice_sender_test {

using namespace std::chrono_literals;
using likes::test::user;
using likes::test::uuid;
using notices::State;
using runtime::DeliveryOutcome;
using store::Delivery;

constexpr std::size_t kDutyPercent = 20;
constexpr Time kStart{1'800'000'000s};

/// The rows, as whoever changes notices makes them and as the sender takes them.
class Table final : public store::Deliveries {
  public:
    explicit Table(Time& now) : now_{now} {}

    bool hangs = false;
    std::map<std::string, notices::Unread> badges;
    std::map<std::pair<UserId, Uuid>, Delivery> rows;

    /// A change of the notice about alice's message of that number.
    Delivery& change(unsigned char message, bool is_news, State state = State::kStands) {
        return change_of("alice", message, is_news, state);
    }
    Delivery& change_of(const std::string& recipient, unsigned char message, bool is_news,
                        State state = State::kStands) {
        ++sequence_;
        auto& notice = notices_[{user(recipient), uuid(message)}];
        notice.state = state;
        notice.sequence = sequence_;
        if (is_news) {
            notice.raised_sequence = sequence_;
            notice.raised_at = now_;
        }
        return schedule(recipient, uuid(message), notice);
    }
    Delivery& see() {
        ++sequence_;
        return schedule("alice", Uuid{}, std::nullopt);
    }

    std::vector<Delivery> due(std::size_t limit) override {
        if (hangs) throw database::Unavailable{"no answer"};
        std::vector<Delivery> found;
        for (const auto& [key, row] : rows) {
            if (row.due_at > now_) continue;
            found.push_back(row);
            found.back().is_expired = now_ >= made_.at(key) + 1h;
        }
        std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.due_at < b.due_at; });
        if (found.size() > limit) found.erase(found.begin() + static_cast<std::ptrdiff_t>(limit), found.end());
        return found;
    }
    std::vector<notices::ShownNotice> shown(std::vector<store::StoredNotice> stored) override {
        std::vector<notices::ShownNotice> all;
        for (auto& each : stored) all.push_back({each.message, each.notice, {}});
        return all;
    }
    std::map<UserId, notices::Unread> unread(const std::set<UserId>& recipients) override {
        std::map<UserId, notices::Unread> unread;
        for (const auto& recipient : recipients) unread.emplace(recipient, badges[recipient.str()]);
        return unread;
    }
    void remove(std::span<const Delivery> done) override {
        for (const auto& each : done) {
            const auto row = rows.find({each.recipient, each.message});
            if (row != rows.end() && row->second.sequence == each.sequence) rows.erase(row);
        }
    }
    void postpone(std::span<const store::LaterDelivery> later) override {
        for (const auto& [each, wait] : later) rows.at({each.recipient, each.message}).due_at = now_ + wait;
    }

  private:
    Delivery& schedule(const std::string& recipient, const Uuid& message, std::optional<notices::Notice> notice) {
        auto [row, is_new] = rows.try_emplace(
            {user(recipient), message},
            Delivery{.recipient = user(recipient), .message = message, .due_at = now_, .is_visible = true});
        made_[row->first] = now_;
        row->second.sequence = sequence_;
        row->second.notice = std::move(notice);
        return row->second;
    }

    Time& now_;
    std::map<std::pair<UserId, Uuid>, Time> made_;
    std::uint64_t sequence_ = 0;
    std::map<std::pair<UserId, Uuid>, notices::Notice> notices_;
};

/// The broker, and what it was sent.
class Line final : public publishing::Broker {
  public:
    bool is_there = true;
    bool answers = true;
    bool accepts = true;
    std::size_t takes = 1'000'000;
    /// How long it takes to answer.
    std::chrono::milliseconds latency{0};

    explicit Line(SteadyTime& clock) : clock_{clock} {}

    struct Sent {
        std::string topic;
        std::string type;
        std::uint64_t sequence;
        std::uint64_t unread;
    };
    /// The events since the last call.
    std::vector<Sent> take() { return std::exchange(sent_, {}); }

    bool is_connected() const override { return is_there; }
    std::uint64_t connection() const override { return 1; }
    bool publish(const std::string& topic, std::string payload) override {
        if (!is_there || takes == 0) return false;
        --takes;
        rapidjson::Document json;
        json.Parse(payload.c_str());
        BOOST_REQUIRE(!json.HasParseError());
        const auto& inner = json["payload"];
        sent_.push_back({topic, json["type"].GetString(), inner["sequence"].GetUint64(), inner["unread"].GetUint64()});
        if (!accepts) ++failures_;
        is_waiting_ = !answers;
        return true;
    }
    bool publish_once(std::uint64_t, const std::string&, std::string) override { return false; }
    bool wait_until_answered(std::chrono::milliseconds) override {
        if (!sent_.empty()) clock_ += latency;
        if (answers) is_waiting_ = false;
        return !is_waiting_;
    }
    std::size_t take_failures() override { return std::exchange(failures_, 0); }

  private:
    SteadyTime& clock_;
    std::vector<Sent> sent_;
    std::size_t failures_ = 0;
    bool is_waiting_ = false;
};

struct Fixture {
    /// The types of the events of one run.
    std::vector<std::string> run() {
        sender.run_once();
        std::vector<std::string> types;
        for (const auto& sent : line.take()) types.push_back(sent.type);
        return types;
    }
    void pass(std::chrono::milliseconds time) {
        now += time;
        steady += time;
    }
    std::uint64_t counted(DeliveryOutcome outcome) {
        return runtime::counters().notice_deliveries[outcome].value() - before[static_cast<std::size_t>(outcome)];
    }

    Time now = kStart;
    SteadyTime steady{1h};
    Table table{now};
    Line line{steady};
    NoticeSender sender{table, line, kDutyPercent, [this] { return steady; }};
    std::array<std::uint64_t, 4> before = [] {
        std::array<std::uint64_t, 4> values{};
        for (std::size_t i = 0; i < values.size(); ++i) values[i] = runtime::counters().notice_deliveries.at(i).value();
        return values;
    }();
};

using Types = std::vector<std::string>;

BOOST_FIXTURE_TEST_SUITE(notice_sender, Fixture)

BOOST_AUTO_TEST_CASE(news_goes_at_once_to_the_recipients_own_topic_with_the_badge) {
    table.badges["a/b"] = {3, false};
    table.change_of("a/b", 1, true);
    sender.run_once();
    const auto sent = line.take();
    BOOST_REQUIRE(sent.size() == 1U);
    BOOST_TEST(sent[0].topic == "users/a%2Fb/notices");
    BOOST_TEST(sent[0].type == "notice_raised");
    BOOST_TEST(sent[0].sequence == 1U);
    BOOST_TEST(sent[0].unread == 3U);
    BOOST_TEST(table.rows.empty());
    BOOST_TEST(counted(DeliveryOutcome::kSent) == 1U);
    BOOST_TEST(run().empty());
}

BOOST_AUTO_TEST_CASE(the_type_says_what_has_become_of_the_notice) {
    table.change(1, true);
    BOOST_TEST((run() == Types{"notice_raised"}));
    pass(3s);
    table.change(1, false);
    BOOST_TEST((run() == Types{"notice_changed"}));
    pass(3s);
    table.change(1, false, State::kWithdrawn);
    BOOST_TEST((run() == Types{"notice_withdrawn"}));
    pass(3s);
    table.change(1, false);
    BOOST_TEST((run() == Types{"notice_changed"}));
    pass(3s);
    table.change(1, false, State::kPutAway);
    BOOST_TEST((run() == Types{"notice_withdrawn"}));
    table.see();
    BOOST_TEST((run() == Types{"notices_seen"}));
}

BOOST_AUTO_TEST_CASE(of_one_notice_there_is_one_event_in_two_seconds_and_the_last_state_goes_out) {
    table.change(1, true);
    std::size_t events = run().size();
    for (int i = 0; i < 1190; ++i) {  // Nearly a minute.
        pass(50ms);
        table.change(1, true);
        events += run().size();
    }
    BOOST_TEST(events == 30U);
    pass(2s);
    sender.run_once();
    const auto last = line.take();
    BOOST_REQUIRE(last.size() == 1U);
    BOOST_TEST(last[0].sequence == 1191U);
    BOOST_TEST(table.rows.empty());
}

BOOST_AUTO_TEST_CASE(one_notice_does_not_wait_for_another) {
    table.change(1, true);
    run();
    table.change(1, true);
    table.change(2, true);
    table.change_of("bob", 1, true);
    BOOST_TEST((run() == Types{"notice_raised", "notice_raised"}));
}

BOOST_AUTO_TEST_CASE(news_that_was_held_back_is_told_as_news_though_a_mere_change_came_after_it) {
    table.change(1, true);
    run();
    pass(100ms);
    table.change(1, true);
    table.change(1, false);
    BOOST_TEST(run().empty());
    pass(2s);
    BOOST_TEST((run() == Types{"notice_raised"}));
    pass(100ms);
    table.change(1, false);
    run();
    pass(2s);
    BOOST_TEST((run() == Types{"notice_changed"}));
}

// As after a time without a broker: what was sent last is not remembered.
BOOST_AUTO_TEST_CASE(news_among_what_has_waited_for_long_is_told_as_news) {
    line.is_there = false;
    table.change(1, false);
    pass(1s);
    table.change(1, true);
    pass(1s);
    table.change(1, false);
    BOOST_TEST(run().empty());
    pass(1min);
    line.is_there = true;
    BOOST_TEST((run() == Types{"notice_raised"}));
}

BOOST_AUTO_TEST_CASE(news_that_the_recipient_has_seen_or_read_or_that_is_muted_by_now_rings_no_bell) {
    table.change(1, true).seen_sequence = 1;
    table.change(2, true).notice->is_read = true;
    table.change(3, true).is_muted = true;
    table.change(4, true);
    BOOST_TEST((run() == Types{"notice_changed", "notice_changed", "notice_changed", "notice_raised"}));
}

BOOST_AUTO_TEST_CASE(of_what_the_recipient_may_not_read_any_more_nothing_is_told_but_that_it_is_gone) {
    table.change(1, true).is_visible = false;
    BOOST_TEST((run() == Types{"notice_withdrawn"}));
}

BOOST_AUTO_TEST_CASE(nothing_is_sent_of_what_is_gone_for_good_or_to_who_is_deactivated) {
    table.change(1, true).notice.reset();
    table.change(2, true).is_deactivated = true;
    table.see().is_deactivated = true;
    BOOST_TEST(run().empty());
    BOOST_TEST(table.rows.empty());
    BOOST_TEST(counted(DeliveryOutcome::kDropped) == 3U);
}

BOOST_AUTO_TEST_CASE(what_has_expired_is_not_sent) {
    table.change(1, true);
    pass(1h);
    BOOST_TEST(run().empty());
    BOOST_TEST(table.rows.empty());
    BOOST_TEST(counted(DeliveryOutcome::kExpired) == 1U);
}

BOOST_AUTO_TEST_CASE(what_changes_while_its_event_is_on_the_way_is_sent_again) {
    struct Changing final : store::Deliveries {
        explicit Changing(Table& inner) : table{inner} {}
        std::vector<Delivery> due(std::size_t limit) override {
            auto found = table.due(limit);
            if (!std::exchange(has_changed, true)) table.change(1, false);
            return found;
        }
        std::vector<notices::ShownNotice> shown(std::vector<store::StoredNotice> all) override {
            return table.shown(std::move(all));
        }
        std::map<UserId, notices::Unread> unread(const std::set<UserId>& recipients) override {
            return table.unread(recipients);
        }
        void remove(std::span<const Delivery> done) override { table.remove(done); }
        void postpone(std::span<const store::LaterDelivery> later) override { table.postpone(later); }
        Table& table;
        bool has_changed = false;
    } changing{table};
    NoticeSender other{changing, line, kDutyPercent, [this] { return steady; }};
    table.change(1, true);
    other.run_once();
    BOOST_TEST(line.take().size() == 1U);
    BOOST_TEST(table.rows.size() == 1U);
    other.run_once();
    BOOST_TEST(line.take().empty());
    pass(2s);
    other.run_once();
    const auto sent = line.take();
    BOOST_REQUIRE(sent.size() == 1U);
    BOOST_TEST(sent[0].sequence == 2U);
    BOOST_TEST(table.rows.empty());
}

BOOST_AUTO_TEST_CASE(without_a_broker_all_waits_and_goes_when_it_is_back) {
    line.is_there = false;
    table.hangs = true;  // Nor is the database asked.
    BOOST_TEST(run().empty());
    table.hangs = false;
    table.change(1, true);
    BOOST_TEST(run().empty());
    line.is_there = true;
    BOOST_TEST((run() == Types{"notice_raised"}));
    BOOST_TEST(table.rows.empty());
}

BOOST_AUTO_TEST_CASE(what_the_broker_does_not_acknowledge_stays_and_nothing_more_is_sent_until_it_has_answered) {
    table.change(1, true);
    line.answers = false;
    BOOST_TEST(run().size() == 1U);
    BOOST_TEST(table.rows.size() == 1U);
    BOOST_TEST(counted(DeliveryOutcome::kFailed) == 1U);
    BOOST_TEST(run().empty());
    line.answers = true;
    BOOST_TEST((run() == Types{"notice_raised"}));
    BOOST_TEST(table.rows.empty());
}

BOOST_AUTO_TEST_CASE(what_the_broker_refuses_is_sent_again_but_not_at_every_run) {
    table.change(1, true);
    line.accepts = false;
    BOOST_TEST(run().size() == 1U);
    BOOST_TEST(table.rows.size() == 1U);
    for (int i = 0; i < 19; ++i) {
        pass(50ms);
        BOOST_TEST(run().empty());
    }
    pass(50ms);
    line.accepts = true;
    BOOST_TEST((run() == Types{"notice_raised"}));
    BOOST_TEST(table.rows.empty());
}

BOOST_AUTO_TEST_CASE(what_the_broker_takes_no_more_of_stays) {
    table.change(1, true);
    table.change(2, true);
    line.takes = 1;
    BOOST_TEST(run().size() == 1U);
    BOOST_TEST(table.rows.size() == 2U);
    line.takes = 2;
    BOOST_TEST(run().size() == 2U);
    BOOST_TEST(table.rows.empty());
}

BOOST_AUTO_TEST_CASE(a_run_has_a_bound_and_the_next_one_goes_on) {
    constexpr std::size_t kMost = NoticeSender::kRowsMax * NoticeSender::kPartsMax;
    constexpr unsigned char kMessages = 250;
    for (std::size_t i = 0; i < kMost + 1; ++i) {
        table.change_of("user-" + std::to_string(i / kMessages), static_cast<unsigned char>(i % kMessages + 1), true);
    }
    BOOST_TEST(run().size() == kMost);
    BOOST_TEST(run().size() == 1U);
    BOOST_TEST(table.rows.empty());
}

BOOST_AUTO_TEST_CASE(after_a_part_that_took_long_it_rests_for_longer) {
    for (std::size_t i = 0; i < NoticeSender::kRowsMax + 1; ++i) {
        table.change_of("user-" + std::to_string(i), 1, true);
    }
    line.latency = 40ms;
    BOOST_TEST(run().size() == NoticeSender::kRowsMax);
    pass(159ms);
    BOOST_TEST(run().empty());
    pass(1ms);
    BOOST_TEST(run().size() == 1U);
}

BOOST_AUTO_TEST_CASE(what_the_database_throws_is_passed_on_and_nothing_is_lost) {
    table.change(1, true);
    table.hangs = true;
    BOOST_CHECK_THROW(sender.run_once(), database::Unavailable);
    table.hangs = false;
    BOOST_TEST((run() == Types{"notice_raised"}));
}

BOOST_AUTO_TEST_CASE(who_is_stopped_begins_no_other_part) {
    for (std::size_t i = 0; i < NoticeSender::kRowsMax + 1; ++i) {
        table.change_of("user-" + std::to_string(i), 1, true);
    }
    sender.stop();
    BOOST_TEST(run().empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::background::notice_sender_test
