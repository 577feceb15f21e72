#include "plugin/broker_access.hpp"

#include <chrono>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "unit/base/scratch_file.hpp"
#include "unit/realtime/tokens.hpp"

namespace likes::plugin::broker_access_test {

using namespace std::chrono_literals;
using realtime::test::chat;
using realtime::test::kStart;
using realtime::test::token;
using realtime::test::token_with_notices;

using ClientIds = std::vector<std::string>;

/// What a client would be told.
std::string_view name(ConnectDecision verdict) {
    static const std::map<ConnectDecision, std::string_view> names{
        {ConnectDecision::kAdmitted, "admitted"},
        {ConnectDecision::kPasswordFile, "password_file"},
        {ConnectDecision::kNoRights, "no_rights"},
        {ConnectDecision::kRefused, "refused"},
        {ConnectDecision::kNotYetServing, "not_yet_serving"}};
    return names.at(verdict);
}

std::string revocation(std::string_view user, Uuid of, Time before) {
    return R"({"user_id":")" + std::string{user} + R"(","chat_id":")" + of.to_string() + R"(","before":)" +
           std::to_string(before.time_since_epoch().count()) + '}';
}

std::string message(const std::string& revocations, bool complete = false) {
    return R"({"revocations":[)" + revocations + R"(],"complete":)" + (complete ? "true" : "false") + '}';
}

/// A broker that has just started, with a relay that has not told anything yet.
struct Started {
    Started() { file.write(realtime::test::key_file()); }

    BrokerAccess& access() {
        if (!instance) {
            options.realtime_jwks_file = file.path();
            instance.emplace(
                options, [this](Level, const std::string& line) { lines.push_back(line); }, now);
        }
        return *instance;
    }

    /// A pointer that no other connection of this test has.
    Connection fresh() { return &connections.emplace_back(); }

    Admission connect(Connection connection, const std::string& client_id, const std::optional<std::string>& username,
                      const std::optional<std::string>& password, bool is_websocket = false) {
        return access().connect({connection, client_id, username, password, is_websocket}, now);
    }

    /// A connection of the user's, admitted.
    Connection admitted(const std::string& user, const std::string& client_id, const std::string& password) {
        Connection connection = fresh();
        BOOST_TEST(name(connect(connection, client_id, user, password).verdict) == "admitted");
        return connection;
    }
    Connection alice(const std::string& client_id, const std::string& password) {
        return admitted("alice", client_id, password);
    }

    std::string_view verdict(const std::string& user, const std::string& password) {
        Connection connection = fresh();
        const auto verdict = connect(connection, "probe", user, password).verdict;
        access().disconnected(connection);
        return name(verdict);
    }

    std::optional<ClientIds> tell(const std::string& json, int qos = 0) {
        return access().control(relay, json, qos, now);
    }

    void connect_relay() {
        relay = fresh();
        BOOST_TEST(name(connect(relay, "relay", "likes_relay", "its password").verdict) == "password_file");
    }

    /// The broker lets users in from then on.
    void serve() {
        connect_relay();
        BOOST_TEST(tell(message("", true)).has_value());
        access().tick(now);
        lines.clear();
    }

    bool reads(Connection connection, char digit) {
        return access().may_read(connection, realtime::events_topic(chat(digit)));
    }

    likes::test::ScratchFile file;
    Options options;
    std::vector<std::string> lines;
    Time now = kStart;
    std::deque<int> connections;
    Connection relay = nullptr;
    std::optional<BrokerAccess> instance;
};

struct Serving : Started {
    Serving() { serve(); }
};

const std::string kGood = token("alice", {chat('1')});

BOOST_AUTO_TEST_SUITE(broker_access)

BOOST_FIXTURE_TEST_CASE(a_user_with_a_token_is_admitted_to_its_chats_alone, Serving) {
    Connection connection = alice("c", token("alice", {chat('1'), chat('2')}));
    for (const auto& topic : {realtime::events_topic(chat('1')), realtime::events_topic(chat('2'))}) {
        BOOST_TEST(access().may_subscribe(connection, topic));
        BOOST_TEST(access().may_read(connection, topic));
    }
    for (const std::string& topic :
         {realtime::events_topic(chat('3')), std::string{"#"}, std::string{"+/+/+"}, std::string{"chats/+/events"},
          std::string{"chats/#"}, std::string{"$SYS/#"}, std::string{"$SYS/broker/uptime"},
          std::string{realtime::kRevocationTopic}, "$share/g/" + realtime::events_topic(chat('1')),
          "$queue/" + realtime::events_topic(chat('1')), realtime::events_topic(chat('1')) + "/#",
          '/' + realtime::events_topic(chat('1')), "chats/" + std::string(65'000, '1') + "/events", std::string{}}) {
        BOOST_TEST_INFO_SCOPE("topic: " << topic.substr(0, 80));
        BOOST_TEST(!access().may_subscribe(connection, topic));
        BOOST_TEST(!access().may_read(connection, topic));
    }
}

BOOST_FIXTURE_TEST_CASE(a_token_opens_its_users_notices_only_if_it_names_them, Serving) {
    const std::string own = "users/alice/notices";
    Connection with = alice("with", token_with_notices("alice", chat('1')));
    Connection alone = alice("alone", token_with_notices("alice"));
    Connection without = alice("without", kGood);
    for (Connection connection : {with, alone}) {
        BOOST_TEST(access().may_subscribe(connection, own));
        BOOST_TEST(access().may_read(connection, own));
    }
    BOOST_TEST(reads(with, '1'));
    BOOST_TEST(!reads(alone, '1'));
    BOOST_TEST(!access().may_subscribe(without, own));
    BOOST_TEST(!access().may_read(without, own));
}

BOOST_FIXTURE_TEST_CASE(nobody_hears_the_notices_of_another, Serving) {
    Connection plain = alice("c", token_with_notices("alice", chat('1')));
    Connection odd = admitted("a/b", "o", token_with_notices("a/b"));
    BOOST_TEST(access().may_read(odd, "users/a%2Fb/notices"));
    for (const std::string& topic : {std::string{"users/bob/notices"},
                                     std::string{"users/Alice/notices"},
                                     std::string{"users/+/notices"},
                                     std::string{"users/#"},
                                     std::string{"users/alice/#"},
                                     std::string{"users/alice/+"},
                                     std::string{"+/alice/+"},
                                     std::string{"users/alice/notices/#"},
                                     std::string{"users/alice/notices/"},
                                     std::string{"/users/alice/notices"},
                                     std::string{"$share/g/users/alice/notices"},
                                     std::string{"$share/g/users/+/notices"},
                                     std::string{"$queue/users/alice/notices"},
                                     std::string{"users/%61lice/notices"},
                                     std::string{"users/a/b/notices"},
                                     std::string{"users/a%2fb/notices"},
                                     std::string{"users/a%252Fb/notices"},
                                     std::string{"users//notices"},
                                     std::string{"users/likes_notifier/notices"},
                                     std::string{}}) {
        BOOST_TEST_INFO_SCOPE("topic: " << topic);
        for (Connection connection : {plain, odd}) {
            BOOST_TEST(!access().may_subscribe(connection, topic));
            BOOST_TEST(!access().may_read(connection, topic));
        }
    }
}

BOOST_FIXTURE_TEST_CASE(the_notices_end_with_the_token, Serving) {
    const std::string own = "users/alice/notices";
    Connection connection = alice("c", token_with_notices("alice"));
    BOOST_TEST((access().tick(kStart + 15min) == ClientIds{"c"}));
    BOOST_TEST(!access().may_subscribe(connection, own));
    BOOST_TEST(!access().may_read(connection, own));
    now = kStart + 15min;
    BOOST_TEST(connect(fresh(), "again", "alice", token_with_notices("alice")).reason == "expired");
}

// The notices are the user's own, and the notifier sends nothing of a chat that was left.
BOOST_FIXTURE_TEST_CASE(who_leaves_a_chat_keeps_the_notices, Serving) {
    const std::string own = "users/alice/notices";
    const auto password = token_with_notices("alice", chat('1'));
    Connection with_chat = alice("with chat", password);
    Connection alone = alice("alone", token_with_notices("alice"));
    BOOST_TEST((tell(message(revocation("alice", chat('1'), now))) == ClientIds{"with chat"}));
    BOOST_TEST(!access().may_read(with_chat, own));  // It is about to be closed, with all that it had open.
    BOOST_TEST(access().may_read(alone, own));

    Connection again = alice("again", password);
    BOOST_TEST(access().may_subscribe(again, own));
    BOOST_TEST(access().may_read(again, own));
    BOOST_TEST(!reads(again, '1'));
}

BOOST_FIXTURE_TEST_CASE(a_user_publishes_nothing, Serving) {
    Connection connection = alice("c", token_with_notices("alice", chat('1')));
    for (const std::string& topic :
         {realtime::events_topic(chat('1')), realtime::events_topic(chat('2')), std::string{"users/alice/notices"},
          std::string{"users/bob/notices"}, std::string{"x"}, std::string{"$SYS/broker/connection/x/state"},
          std::string{realtime::kRevocationTopic}}) {
        BOOST_TEST(!access().may_publish(connection, topic, message("", true)));
    }
    BOOST_TEST(!access().control(connection, message("", true), 0, now).has_value());
}

BOOST_FIXTURE_TEST_CASE(no_other_credentials_let_a_user_in, Serving) {
    const std::vector<std::tuple<std::optional<std::string>, std::optional<std::string>, std::string_view>> cases{
        {std::nullopt, std::nullopt, "no_user_name_or_no_password"},
        {std::nullopt, kGood, "no_user_name_or_no_password"},
        {"alice", std::nullopt, "no_user_name_or_no_password"},
        {"alice", "", "malformed_token"},
        {"", kGood, "token_of_another_user"},
        {"bob", kGood, "token_of_another_user"},
        {"Alice", kGood, "token_of_another_user"},
        {"alice ", kGood, "token_of_another_user"},
        {"alice", kGood + "x", "bad_signature"},
        {"alice", token("alice", {chat('1')}, kStart - 15min), "expired"},
        {"alice", token("alice", {chat('1')}, kStart, 2h), "lives_too_long"},
        {"alice", token("alice", {}), "malformed_acl"},
    };
    for (const auto& [user, password, reason] : cases) {
        BOOST_TEST_INFO_SCOPE("expected: " << reason);
        const auto before = access().connections();
        const auto admission = connect(fresh(), "c", user, password);
        BOOST_TEST(name(admission.verdict) == "refused");
        BOOST_TEST(admission.reason == reason);
        BOOST_TEST(access().connections() == before);
    }
}

BOOST_FIXTURE_TEST_CASE(a_connection_that_is_not_known_may_nothing, Serving) {
    Connection stranger = fresh();
    BOOST_TEST(!access().may_subscribe(stranger, realtime::events_topic(chat('1'))));
    BOOST_TEST(!reads(stranger, '1'));
    BOOST_TEST(!access().may_publish(stranger, realtime::events_topic(chat('1')), "{}"));
    BOOST_TEST(!access().control(stranger, message("", true), 0, now).has_value());
    access().disconnected(stranger);
}

BOOST_FIXTURE_TEST_CASE(backend_accounts_publish_events_and_hear_nothing_and_only_a_relay_tells_of_revocations,
                        Serving) {
    Connection handlers = fresh();
    BOOST_TEST(name(connect(handlers, "h", "likes_handlers", "its password").verdict) == "password_file");
    for (Connection backend : {handlers, relay}) {
        BOOST_TEST(access().may_publish(backend, realtime::events_topic(chat('1')), "{}"));
        for (const std::string topic : {"x", "#", "chats/x/events", "$SYS/x", "$CONTROL/dynamic-security/v1",
                                        "users/alice/notices", "users/+/notices", "users/likes_relay/notices"}) {
            BOOST_TEST(!access().may_publish(backend, topic, message("")));
        }
        for (const std::string& topic :
             {realtime::events_topic(chat('1')), std::string{"#"}, std::string{realtime::kRevocationTopic},
              std::string{"users/alice/notices"}, std::string{"users/likes_handlers/notices"}}) {
            BOOST_TEST(!access().may_subscribe(backend, topic));
            BOOST_TEST(!access().may_read(backend, topic));
        }
    }
    BOOST_TEST(access().may_publish(relay, realtime::kRevocationTopic, message("")));
    BOOST_TEST(!access().may_publish(handlers, realtime::kRevocationTopic, message("")));
    BOOST_TEST(!access().control(handlers, message("", true), 0, now).has_value());
}

BOOST_FIXTURE_TEST_CASE(the_notifier_publishes_notices_to_anybody_and_nothing_else_and_hears_nothing, Serving) {
    Connection notifier = fresh();
    BOOST_TEST(name(connect(notifier, "n", "likes_notifier", "its password").verdict) == "password_file");
    for (const std::string topic : {"users/alice/notices", "users/bob/notices", "users/a%2Fb/notices"}) {
        BOOST_TEST(access().may_publish(notifier, topic, "{}"));
        BOOST_TEST(!access().may_subscribe(notifier, topic));
        BOOST_TEST(!access().may_read(notifier, topic));
    }
    for (const std::string& topic :
         {realtime::events_topic(chat('1')), std::string{realtime::kRevocationTopic}, std::string{"users/+/notices"},
          std::string{"users/a/b/notices"}, std::string{"users/alice/other"}, std::string{"x"}}) {
        BOOST_TEST_INFO_SCOPE("topic: " << topic);
        BOOST_TEST(!access().may_publish(notifier, topic, message("", true)));
    }
    BOOST_TEST(!access().control(notifier, message("", true), 0, now).has_value());
}

BOOST_FIXTURE_TEST_CASE(a_token_for_a_backend_account_is_only_a_wrong_password, Serving) {
    for (const std::string account : {"likes_handlers", "likes_relay", "likes_notifier"}) {
        BOOST_TEST(verdict(account, token(account, {chat('1')})) == "password_file");
    }
    BOOST_TEST(name(connect(fresh(), "c", "likes_relay", std::nullopt).verdict) == "refused");
}

BOOST_FIXTURE_TEST_CASE(which_accounts_are_backend_accounts_is_configured, Started) {
    options.backend_publishers = {"p1", "p2"};
    options.backend_relays = {"r"};
    options.backend_notifiers = {"n"};
    BOOST_TEST(verdict("p1", "x") == "password_file");
    BOOST_TEST(verdict("p2", "x") == "password_file");
    BOOST_TEST(verdict("r", "x") == "password_file");
    BOOST_TEST(verdict("n", "x") == "password_file");
    for (const std::string account : {"likes_relay", "likes_notifier"}) {
        BOOST_TEST(verdict(account, "x") == "not_yet_serving");
    }
}

BOOST_FIXTURE_TEST_CASE(users_wait_until_a_relay_has_told_all_revocations_and_the_broker_ticks, Started) {
    const auto waits = [&] { return verdict("alice", kGood) == "not_yet_serving"; };
    BOOST_TEST(waits());
    connect_relay();
    BOOST_TEST(waits());
    BOOST_TEST(tell(message(revocation("alice", chat('1'), now - 1s))).has_value());
    BOOST_TEST(waits());
    BOOST_TEST(!tell("{}").has_value());
    BOOST_TEST(waits());
    BOOST_TEST(tell(message("", true)).has_value());
    BOOST_TEST(waits());  // Without ticks nothing would ever expire.
    access().tick(now);
    BOOST_TEST(verdict("alice", kGood) == "admitted");

    BOOST_TEST(tell(message("", false)).has_value());
    access().disconnected(relay);
    BOOST_TEST(verdict("alice", kGood) == "admitted");
}

// A message of another QoS may have waited in the relay since before the broker's start.
BOOST_FIXTURE_TEST_CASE(only_what_cannot_outlive_its_connection_completes_the_revocations, Started) {
    access().tick(now);
    connect_relay();
    for (const int qos : {1, 2}) BOOST_TEST(tell(message(revocation("bob", chat('1'), now), true), qos).has_value());
    BOOST_TEST(!access().admits_users());
    BOOST_TEST(access().revocations() == 1U);
    tell(message("", true), 0);
    BOOST_TEST(access().admits_users());
}

BOOST_FIXTURE_TEST_CASE(what_was_revoked_before_the_start_stays_revoked_until_no_token_it_is_about_can_live, Started) {
    access().tick(now);
    connect_relay();
    tell(message(revocation("alice", chat('1'), now), true));
    BOOST_TEST(connect(fresh(), "c", "alice", kGood).reason == "every_chat_revoked");
    access().tick(kStart + 1h - 1us);
    BOOST_TEST(access().revocations() == 1U);
    access().tick(kStart + 1h);
    BOOST_TEST(access().revocations() == 0U);
}

BOOST_FIXTURE_TEST_CASE(that_users_wait_is_said_once_a_minute, Started) {
    for (int second = 0; second < 119; ++second) {
        now = kStart + std::chrono::seconds{second};
        verdict("alice", "x");
    }
    BOOST_TEST(lines.size() == 2U);
}

BOOST_FIXTURE_TEST_CASE(a_session_ends_when_its_token_expires, Serving) {
    Connection second = alice("second", token("alice", {chat('1')}, kStart, 120s));
    Connection first = alice("first", token("alice", {chat('1')}, kStart, 60s));
    Connection third = alice("third", token("alice", {chat('1')}, kStart, 180s));

    BOOST_TEST(access().tick(kStart + 60s - 1us).empty());
    BOOST_TEST((access().tick(kStart + 60s) == ClientIds{"first"}));
    BOOST_TEST(!reads(first, '1'));
    BOOST_TEST(!access().may_subscribe(first, realtime::events_topic(chat('1'))));
    BOOST_TEST(reads(second, '1'));
    BOOST_TEST(access().tick(kStart + 61s).empty());
    BOOST_TEST((access().tick(kStart + 500s) == ClientIds{"second", "third"}));
    BOOST_TEST(!reads(third, '1'));
    for (Connection connection : {first, second, third, relay}) access().disconnected(connection);
    BOOST_TEST(access().connections() == 0U);
}

BOOST_FIXTURE_TEST_CASE(a_connection_that_is_gone_leaves_nothing_and_is_not_ended_again, Serving) {
    Connection connection = alice("c", kGood);
    for (int i = 0; i < 2; ++i) access().disconnected(connection);  // As when the CONNACK could not be sent.
    BOOST_TEST(access().connections() == 1U);                       // The relay.
    BOOST_TEST(!reads(connection, '1'));
    BOOST_TEST(access().tick(kStart + 1h).empty());
    BOOST_TEST((tell(message(revocation("alice", chat('1'), now))) == ClientIds{}));
}

BOOST_FIXTURE_TEST_CASE(who_takes_over_a_client_id_has_the_rights_of_the_new_token_alone, Serving) {
    for (const bool old_goes_late : {false, true}) {
        BOOST_TEST_CONTEXT("the old connection goes late: " << old_goes_late) {
            Connection old = alice("c", token("alice", {chat('1')}, kStart, 60s));
            Connection renewed = alice("c", token("alice", {chat('2')}, kStart, 120s));
            BOOST_TEST(!reads(old, '1'));
            if (!old_goes_late) access().disconnected(old);
            BOOST_TEST(!reads(renewed, '1'));
            BOOST_TEST(reads(renewed, '2'));
            // The old token's end is not the new session's, whose client id it has.
            BOOST_TEST(access().tick(kStart + 60s).empty());
            BOOST_TEST((tell(message(revocation("alice", chat('1'), kStart))) == ClientIds{}));
            if (old_goes_late) access().disconnected(old);
            BOOST_TEST(reads(renewed, '2'));
            BOOST_TEST((access().tick(kStart + 120s) == ClientIds{"c"}));
            access().disconnected(renewed);
            tell(message(""));
        }
        instance.reset();
        serve();
    }
}

BOOST_FIXTURE_TEST_CASE(the_broker_may_use_the_same_pointer_again, Serving) {
    Connection connection = alice("c", kGood);
    BOOST_TEST(name(connect(connection, "c", "bob", "no token").verdict) == "refused");
    BOOST_TEST(!reads(connection, '1'));
    BOOST_TEST(name(connect(connection, "c", "bob", token("bob", {chat('2')})).verdict) == "admitted");
    BOOST_TEST(!reads(connection, '1'));
    BOOST_TEST(reads(connection, '2'));
    BOOST_TEST((tell(message(revocation("alice", chat('1'), now))) == ClientIds{}));
    BOOST_TEST((access().tick(kStart + 1h) == ClientIds{"c"}));
}

BOOST_FIXTURE_TEST_CASE(nobody_throws_out_another_by_their_client_id, Serving) {
    Connection held = alice("c", kGood);
    const auto admission = connect(fresh(), "c", "mallory", token("mallory", {chat('1')}));
    BOOST_TEST(admission.reason == "client_id_of_another_user");
    BOOST_TEST(connect(fresh(), "relay", "mallory", token("mallory", {chat('1')})).reason ==
               "client_id_of_another_user");
    BOOST_TEST(reads(held, '1'));
    access().disconnected(held);
    BOOST_TEST(name(connect(fresh(), "c", "mallory", token("mallory", {chat('1')})).verdict) == "admitted");
}

BOOST_FIXTURE_TEST_CASE(wrong_passwords_do_not_free_the_client_id_of_a_backend_account, Serving) {
    Connection guesser = fresh();
    BOOST_TEST(name(connect(guesser, "relay", "likes_relay", "a guess").verdict) == "password_file");
    access().disconnected(guesser);
    BOOST_TEST(connect(fresh(), "relay", "mallory", token("mallory", {chat('1')})).reason ==
               "client_id_of_another_user");
    BOOST_TEST(tell(message("")).has_value());
}

BOOST_FIXTURE_TEST_CASE(users_cannot_keep_a_backend_account_out, Serving) {
    Connection squatter = alice("h", kGood);
    BOOST_TEST(name(connect(fresh(), "h", "likes_handlers", "its password").verdict) == "password_file");
    BOOST_TEST(reads(squatter, '1'));  // Until the broker has checked the password and closes it.
}

BOOST_FIXTURE_TEST_CASE(who_leaves_while_connected_is_disconnected_once_and_hears_nothing_from_then_on, Serving) {
    Connection phone = alice("phone", token("alice", {chat('1'), chat('2'), chat('3')}));
    Connection tablet = alice("tablet", token("alice", {chat('2')}));
    Connection bob = admitted("bob", "bob", token("bob", {chat('1')}));
    const auto left =
        message(revocation("alice", chat('1'), kStart + 5s) + ',' + revocation("alice", chat('3'), kStart + 5s));

    BOOST_TEST((tell(left) == ClientIds{"phone"}));
    BOOST_TEST(!reads(phone, '1'));
    BOOST_TEST(!reads(phone, '2'));
    BOOST_TEST(reads(tablet, '2'));
    BOOST_TEST(reads(bob, '1'));
    BOOST_TEST((tell(left) == ClientIds{}));

    Connection again = alice("phone", token("alice", {chat('1'), chat('2')}));
    BOOST_TEST(!access().may_subscribe(again, realtime::events_topic(chat('1'))));
    BOOST_TEST(!reads(again, '1'));
    BOOST_TEST(reads(again, '2'));
}

BOOST_FIXTURE_TEST_CASE(a_token_issued_after_joining_again_works, Serving) {
    now = kStart + 10s;
    tell(message(revocation("alice", chat('1'), kStart)));
    BOOST_TEST(verdict("alice", token("alice", {chat('1')}, kStart)) == "refused");
    BOOST_TEST(verdict("alice", token("alice", {chat('1')}, kStart + 1us)) == "admitted");
    Connection rejoined = alice("c", token("alice", {chat('1')}, kStart + 1us));
    BOOST_TEST((tell(message(revocation("alice", chat('1'), kStart))) == ClientIds{}));
    BOOST_TEST(reads(rejoined, '1'));
    BOOST_TEST((tell(message(revocation("alice", chat('1'), kStart + 1us))) == ClientIds{"c"}));
}

BOOST_FIXTURE_TEST_CASE(a_malformed_message_is_refused_as_a_whole_and_said, Serving) {
    Connection connection = alice("c", kGood);
    const auto half = message(revocation("alice", chat('1'), now) + ",{}");
    BOOST_TEST(!access().may_publish(relay, realtime::kRevocationTopic, half));
    BOOST_TEST(lines.size() == 1U);
    BOOST_TEST(!tell(half).has_value());
    BOOST_TEST(reads(connection, '1'));
    BOOST_TEST(access().revocations() == 0U);
}

BOOST_FIXTURE_TEST_CASE(with_too_many_revocations_everyone_has_to_fetch_a_new_token, Started) {
    options.max_revocations = 2;
    serve();
    Connection bob = admitted("bob", "bob", token("bob", {chat('1')}));
    admitted("carol", "carol", token("carol", {chat('3')}));

    const auto all = revocation("alice", chat('1'), now) + ',' + revocation("alice", chat('2'), now) + ',' +
                     revocation("carol", chat('3'), now);
    BOOST_TEST((tell(message(all)) == ClientIds{"carol"}));  // Who is connected and has left is still found.
    BOOST_TEST(access().revocations() == 0U);
    BOOST_TEST(reads(bob, '1'));
    BOOST_TEST(verdict("dave", token("dave", {chat('1')}, kStart)) == "refused");
    BOOST_TEST(verdict("dave", token("dave", {chat('1')}, kStart + 1us)) == "admitted");
}

BOOST_FIXTURE_TEST_CASE(a_user_has_only_so_many_sessions, Started) {
    options.max_sessions_per_user = 2;
    serve();
    Connection first = alice("1", kGood);
    alice("2", kGood);
    BOOST_TEST(connect(fresh(), "3", "alice", kGood).reason == "too_many_sessions_of_the_user");
    alice("2", kGood);  // Takes the place of the one that has this client id.
    admitted("bob", "3", token("bob", {chat('1')}));

    tell(message(revocation("alice", chat('1'), now)));  // Ended, but not yet closed: it still counts.
    const auto later = token("alice", {chat('1')}, kStart + 1us);
    now += 1s;
    BOOST_TEST(connect(fresh(), "4", "alice", later).reason == "too_many_sessions_of_the_user");
    access().disconnected(first);
    BOOST_TEST(name(connect(fresh(), "4", "alice", later).verdict) == "refused");  // One of "2" is still closing.
}

BOOST_FIXTURE_TEST_CASE(a_client_id_has_at_most_128_bytes, Serving) {
    alice(std::string(128, 'c'), kGood);
    BOOST_TEST(connect(fresh(), std::string(129, 'c'), "alice", kGood).reason == "client_id_too_long");
}

BOOST_FIXTURE_TEST_CASE(on_sighup_the_broker_asks_again_about_all_its_sessions, Serving) {
    Connection connection = alice("online", kGood);
    Connection offline = alice("offline", token("alice", {chat('1')}, kStart, 60s));
    access().disconnected(offline);
    now = kStart + 70s;
    access().tick(now);

    access().reload_begins();
    BOOST_TEST(name(connect(connection, "online", "alice", kGood).verdict) == "admitted");
    BOOST_TEST(name(connect(offline, "offline", "alice", token("alice", {chat('1')}, kStart, 60s)).verdict) ==
               "no_rights");
    BOOST_TEST(reads(connection, '1'));
    BOOST_TEST(!reads(offline, '1'));
    // A WebSocket's CONNECT may come in between.
    BOOST_TEST(name(connect(fresh(), "ws", "alice", "no token", true).verdict) == "refused");

    access().tick(now);
    BOOST_TEST(name(connect(fresh(), "native", "alice", "no token").verdict) == "refused");
    BOOST_TEST((access().tick(kStart + 1h) == ClientIds{"online"}));
}

BOOST_FIXTURE_TEST_CASE(new_keys_are_in_force_with_the_next_tick_and_on_sighup_for_sessions_that_are_open, Serving) {
    Connection connection = alice("c", kGood);
    file.write(realtime::test::key_file('z'));
    now += 1s;
    access().tick(now);
    BOOST_TEST(verdict("alice", kGood) == "refused");
    BOOST_TEST(reads(connection, '1'));
    access().reload_begins();
    BOOST_TEST(name(connect(connection, "c", "alice", kGood).verdict) == "refused");
    BOOST_TEST(!reads(connection, '1'));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::plugin::broker_access_test
