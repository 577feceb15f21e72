#include "relay/revoker.hpp"

#include <algorithm>
#include <chrono>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "database/errors.hpp"
#include "plugin/broker_access.hpp"
#include "realtime/revocation_message.hpp"
#include "runtime/counters.hpp"
#include "unit/base/scratch_file.hpp"
#include "unit/realtime/tokens.hpp"

namespace likes::relay::revoker_test {

using namespace std::chrono_literals;
using plugin::ConnectDecision;
using realtime::test::chat;
using realtime::test::kStart;
using realtime::test::token;

constexpr std::chrono::minutes kTokenLifetime{15};

/// The table of those who left, on a clock that the test moves.
class Table final : public store::FormerMembers {
  public:
    explicit Table(Time& now) : now_{now} {}

    void leave(const std::string& user, Time left_at) { rows_.push_back({chat('1'), *UserId::parse(user), left_at}); }
    void rejoin(const std::string& user) {
        std::erase_if(rows_, [&](const auto& row) { return row.user.str() == user; });
    }

    bool hangs = false;
    std::size_t searches = 0;

    Found find(std::chrono::seconds lookback) override {
        if (hangs) throw database::Unavailable{"no answer"};
        ++searches;
        Found found{{}, now_};
        for (const auto& row : rows_) {
            if (row.left_at > now_ - lookback) found.members.push_back(row);
        }
        return found;
    }

  private:
    Time& now_;
    std::vector<store::FormerMember> rows_;
};

/// The relay's connection to a broker with the plugin, in which libmosquitto keeps what the broker does not answer, and
/// sends it again over the next connection.
class Line final : public publishing::Broker {
  public:
    explicit Line(Time& now) : now_{now} {}

    /// A broker starts, and the relay's client connects to it.
    void start_broker(const plugin::Options& options) {
        access_.emplace(
            options, [](plugin::Level, const std::string&) {}, now_);
        access_->tick(now_);
        hangs = false;
        connect();
    }
    void connect() {
        relay_ = &connections_.emplace_back();
        ++connection_;
        access_->connect({relay_, "relay", "likes_relay", "its password"}, now_);
        deliver();
    }

    plugin::BrokerAccess& access() { return *access_; }

    /// The broker takes nothing more, and answers nothing.
    bool hangs = false;
    /// What the broker answers to a message.
    bool accepts = true;
    /// The users whom the messages since the last look named, in their order.
    std::vector<std::string> take_told() { return std::exchange(told_, {}); }

    bool is_connected() const override { return true; }
    std::uint64_t connection() const override { return connection_; }
    bool publish(const std::string& /*topic*/, std::string payload) override {
        waiting_.push_back(std::move(payload));
        deliver();
        return true;
    }
    bool publish_once(std::uint64_t connection, const std::string&, std::string payload) override {
        if (connection != connection_) return false;
        if (!hangs) hand_over(payload, 0);
        return true;
    }
    std::size_t take_failures() override { return std::exchange(failures_, 0); }
    bool wait_until_answered(std::chrono::milliseconds) override { return waiting_.empty(); }

  private:
    void deliver() {
        while (!hangs && !waiting_.empty()) {
            const auto payload = waiting_.front();
            waiting_.pop_front();
            if (accepts) hand_over(payload, 1);
            if (!accepts) ++failures_;
        }
    }
    void hand_over(std::string_view payload, int qos) {
        const auto message = std::get<realtime::RevocationMessage>(realtime::parse_revocation_message(payload));
        for (const auto& revocation : message.revocations) told_.push_back(revocation.user.str());
        BOOST_TEST(access_->control(relay_, payload, qos, now_).has_value());
    }

    Time& now_;
    std::deque<int> connections_;
    plugin::Connection relay_ = nullptr;
    std::uint64_t connection_ = 0;
    std::optional<plugin::BrokerAccess> access_;
    std::deque<std::string> waiting_;
    std::size_t failures_ = 0;
    std::vector<std::string> told_;
};

struct Fixture {
    Fixture() {
        file.write(realtime::test::key_file());
        options.realtime_jwks_file = file.path();
    }

    /// Lets time pass, and has the relay look.
    void run_after(std::chrono::microseconds duration) {
        pass(duration);
        revoker.run_once();
    }
    void pass(std::chrono::microseconds duration) {
        now += duration;
        steady += duration;
    }

    /// Whether the broker lets the user hear the chat, with a token of that moment.
    bool hears(const std::string& user, Time issued_at) {
        plugin::Connection connection = &connections.emplace_back();
        const auto decision = line.access().connect({connection, user, user, token(user, {chat('1')}, issued_at)}, now);
        line.access().disconnected(connection);
        return decision.verdict == ConnectDecision::kAdmitted;
    }

    likes::test::ScratchFile file;
    plugin::Options options;
    Time now = kStart;
    SteadyTime steady{1h};
    std::deque<int> connections;
    Table table{now};
    Line line{now};
    Revoker revoker{kTokenLifetime, table, line, [this] { return steady; }};
};

BOOST_FIXTURE_TEST_SUITE(revoker, Fixture)

BOOST_AUTO_TEST_CASE(users_are_admitted_when_the_broker_has_been_told_who_left) {
    table.leave("bob", kStart - 1min);
    line.start_broker(options);
    BOOST_TEST(!line.access().admits_users());
    revoker.run_once();
    BOOST_TEST(line.access().admits_users());
    BOOST_TEST(!hears("bob", kStart - 2min));
    BOOST_TEST(hears("alice", kStart - 2min));
}

BOOST_AUTO_TEST_CASE(whoever_is_told_again_is_counted_once) {
    const auto counted = [before = runtime::counters().revocations_sent.value()] {
        return runtime::counters().revocations_sent.value() - before;
    };
    line.start_broker(options);
    table.leave("bob", now);
    for (int i = 0; i < 5; ++i) run_after(200ms);
    BOOST_TEST(line.take_told().size() > 1U);
    BOOST_TEST(counted() == 1U);
    table.rejoin("bob");
    run_after(200ms);
    table.leave("bob", now);
    run_after(200ms);
    BOOST_TEST(counted() == 2U);
}

BOOST_AUTO_TEST_CASE(a_broker_that_starts_does_not_admit_users_by_what_waited_for_the_one_before) {
    line.start_broker(options);
    revoker.run_once();
    line.hangs = true;
    table.leave("bob", now);
    for (int i = 0; i < 3; ++i) run_after(200ms);
    table.leave("carol", now);
    table.hangs = true;
    pass(1s);
    line.start_broker(options);
    BOOST_TEST(!line.access().admits_users());
    BOOST_CHECK_THROW(run_after(200ms), database::Unavailable);
    BOOST_TEST(!line.access().admits_users());
    table.hangs = false;
    run_after(200ms);
    BOOST_TEST(line.access().admits_users());
    BOOST_TEST(!hears("bob", kStart));
    BOOST_TEST(!hears("carol", kStart));
}

BOOST_AUTO_TEST_CASE(a_broker_that_hung_from_its_start_does_not_admit_users_by_what_waited) {
    table.leave("bob", kStart - 1min);
    line.start_broker(options);
    line.hangs = true;
    for (int i = 0; i < 3; ++i) run_after(200ms);
    table.leave("carol", now);
    table.hangs = true;
    line.start_broker(options);
    BOOST_TEST(!line.access().admits_users());
    BOOST_TEST(line.take_told().size() >= 1U);  // Whom the relay knew of is told at once.
}

/// The broker takes the first part of a long list, and another broker the rest.
BOOST_AUTO_TEST_CASE(parts_that_two_brokers_took_are_not_complete) {
    for (int i = 0; i < 1500; ++i) table.leave("user" + std::to_string(i), kStart - 1min);
    line.start_broker(options);
    struct Switching final : publishing::Broker {
        Switching(Line& line, const plugin::Options& options) : line_{line}, options_{options} {}
        bool is_connected() const override { return true; }
        std::uint64_t connection() const override { return line_.connection(); }
        bool publish(const std::string& topic, std::string payload) override {
            if (++published_ == 2) line_.start_broker(options_);
            return line_.publish(topic, std::move(payload));
        }
        bool publish_once(std::uint64_t connection, const std::string& topic, std::string payload) override {
            return line_.publish_once(connection, topic, std::move(payload));
        }
        std::size_t take_failures() override { return line_.take_failures(); }
        bool wait_until_answered(std::chrono::milliseconds patience) override {
            return line_.wait_until_answered(patience);
        }
        Line& line_;
        const plugin::Options& options_;
        int published_ = 0;
    } switching{line, options};
    Revoker other{kTokenLifetime, table, switching, [this] { return steady; }};
    other.run_once();
    BOOST_TEST(!line.access().admits_users());
    other.run_once();
    BOOST_TEST(line.access().admits_users());
    BOOST_TEST(line.access().revocations() == 1500U);
}

BOOST_AUTO_TEST_CASE(a_broker_that_refuses_revocations_admits_nobody) {
    line.start_broker(options);
    line.accepts = false;
    for (int i = 0; i < 3; ++i) run_after(200ms);
    BOOST_TEST(!line.access().admits_users());
    line.accepts = true;
    run_after(200ms);
    BOOST_TEST(line.access().admits_users());
}

BOOST_AUTO_TEST_CASE(who_left_is_not_told_at_every_search) {
    table.leave("bob", kStart - 10s);
    line.start_broker(options);
    revoker.run_once();
    BOOST_TEST(line.take_told() == std::vector<std::string>{"bob"}, boost::test_tools::per_element());
    for (int i = 0; i < 200; ++i) run_after(200ms);
    BOOST_TEST(line.take_told().empty());
}

BOOST_AUTO_TEST_CASE(who_comes_back_and_leaves_with_the_same_time_is_revoked_again) {
    line.start_broker(options);
    run_after(10s);
    table.leave("bob", kStart + 5s);
    run_after(200ms);
    BOOST_TEST(!hears("bob", now));
    table.rejoin("bob");
    run_after(200ms);
    const Time back = now;
    BOOST_TEST(hears("bob", back));
    table.leave("bob", kStart + 5s);
    run_after(200ms);
    BOOST_TEST(!hears("bob", back));
}

BOOST_AUTO_TEST_CASE(who_comes_back_and_leaves_within_a_second_is_revoked_again_though_no_search_saw_the_return) {
    line.start_broker(options);
    run_after(300ms);
    table.leave("bob", kStart);
    run_after(100ms);
    const Time back = now + 50ms;
    table.rejoin("bob");
    table.leave("bob", kStart);
    run_after(200ms);
    BOOST_TEST(!hears("bob", back));
}

BOOST_AUTO_TEST_CASE(a_return_that_no_search_saw_and_that_ended_at_an_old_time_is_revoked_within_two_minutes) {
    table.leave("bob", kStart - 5min);
    line.start_broker(options);
    revoker.run_once();
    const Time back = now + 50ms;
    for (int i = 0; i < 600; ++i) run_after(200ms);
    BOOST_TEST(!hears("bob", back));
}

BOOST_AUTO_TEST_CASE(who_left_long_ago_is_forgotten_by_the_full_search_alone) {
    table.leave("bob", kStart - 5min);
    line.start_broker(options);
    revoker.run_once();
    line.take_told();
    for (int i = 0; i < 40; ++i) run_after(200ms);
    BOOST_TEST(line.take_told().empty());
    table.rejoin("bob");
    run_after(10s);
    const Time back = now;
    table.leave("bob", kStart - 5min);
    run_after(10s);
    BOOST_TEST(!hears("bob", back));
}

BOOST_AUTO_TEST_CASE(who_leaves_after_a_clock_was_set_back_is_cut_off_though_the_token_is_of_later) {
    line.start_broker(options);
    run_after(1s);
    int bob = 0;
    line.access().connect({&bob, "bob", "bob", token("bob", {chat('1')}, now)}, now);
    run_after(1s);
    now -= 10min;
    table.leave("bob", now);
    BOOST_TEST(line.access().may_read(&bob, realtime::events_topic(chat('1'))));
    run_after(200ms);
    BOOST_TEST(!line.access().may_read(&bob, realtime::events_topic(chat('1'))));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::relay::revoker_test
