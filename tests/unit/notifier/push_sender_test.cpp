#include "background/notifier/push_sender.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "auth/key_set.hpp"
#include "background/notifier/push_messages.hpp"
#include "push/p256_key.hpp"
#include "push/pem_key.hpp"
#include "runtime/counters.hpp"
#include "unit/auth/test_keys.hpp"
#include "unit/likes/build.hpp"

namespace likes::background::push_sender_test {

using namespace std::chrono_literals;
using auth::test::TestKey;
using likes::test::user;
using likes::test::uuid;
using notices::Preview;
using runtime::PushOutcome;
using store::DevicePush;
using store::PushResult;

constexpr Time kStart{1'800'000'000s};
const std::string kApple = "api.push.apple.com";
const std::string kMozilla = "updates.push.services.mozilla.com";

/// The time of all that takes part.
struct World {
    std::chrono::milliseconds passed{0};

    Time now() const { return kStart + passed; }
    SteadyTime steady() const { return SteadyTime{1000h} + passed; }
};

DevicePush push_to(std::uint64_t device, push::Kind kind = push::Kind::kApns) {
    Uuid::Bytes id{};
    for (std::size_t i = 0; i < 8; ++i) id.at(i) = static_cast<std::uint8_t>(device >> (8 * i));
    DevicePush push{.key = {user("alice"), uuid(1), Uuid{id}, 7}, .now = kStart};
    push.target = store::PushTarget{
        .kind = kind, .endpoint = std::string(64, 'a'), .registered_at = kStart - 24h, .last_ok_at = kStart - 24h};
    push.due.notice = notices::Notice{};
    push.due.notice->raised_sequence = 7;
    push.due.notice->raised_at = kStart;
    push.due.notice->standing.actors = 1;
    push.due.notice->standing.newest = {{user("bob"), *Reaction::parse("like"), std::chrono::sys_seconds{0s}}};
    push.shown =
        notices::ShownNotice{uuid(1), *push.due.notice, {{user("bob"), std::string{"Bob"}, *Reaction::parse("like")}}};
    push.unread = {1, false};
    return push;
}

/// The rows of devices.
class Rows final : public store::PushDeliveries {
  public:
    explicit Rows(const World& world) : world_{world} {}

    struct Row {
        DevicePush push;
        std::chrono::milliseconds due_at;
        std::chrono::milliseconds expires_at{24h};
    };
    std::map<Uuid, Row> rows;
    std::vector<PushResult> results;
    std::size_t claims = 0;

    void add(DevicePush push) {
        const auto key = push.key.target;
        rows.insert_or_assign(key, Row{std::move(push), world_.passed});
    }

    std::vector<DevicePush> claim(std::size_t limit) override {
        std::vector<DevicePush> due;
        for (auto& [key, row] : rows) {
            if (row.due_at > world_.passed || due.size() == limit) continue;
            row.due_at = world_.passed + 60s;
            due.push_back(row.push);
            due.back().due.is_expired = world_.passed >= row.expires_at;
            due.back().now = world_.now();
        }
        claims += due.size();
        return due;
    }

    void finish(std::span<const PushResult> done) override {
        for (const auto& result : done) {
            results.push_back(result);
            const auto row = rows.find(result.key.target);
            if (row == rows.end()) continue;
            if (result.what == PushResult::What::kLater || result.what == PushResult::What::kDeviceLater) {
                row->second.due_at = world_.passed + result.wait;
                row->second.push.attempts += result.was_tried ? 1 : 0;
            } else {
                rows.erase(row);
            }
        }
    }

  private:
    const World& world_;
};

/// Push services that answer at once.
class Services final : public outbound::Client {
  public:
    std::function<outbound::Answer(const outbound::Request&)> answer = [](const auto&) {
        return outbound::Answer{.status = 200};
    };
    std::vector<outbound::Request> requests;

    void start(std::uint64_t id, const outbound::Request& request) override {
        requests.push_back(request);
        waiting_.push_back({id, answer(request)});
    }
    std::vector<outbound::Finished> finished(std::chrono::milliseconds /*patience*/) override {
        return std::exchange(waiting_, {});
    }

    void answers(int status, const std::string& body = {}, const std::string& retry_after = {}) {
        answer = [=](const auto&) {
            return outbound::Answer{.status = status, .body = body, .retry_after = retry_after};
        };
    }

  private:
    std::vector<outbound::Finished> waiting_;
};

const TestKey& ec_key() {
    static const auto kKey = TestKey::ec("P-256");
    return kKey;
}

PushChannels::Apns apns() {
    return {push::ApnsToken{push::parse_p256_pem(ec_key().private_pem()), "ABC123DEFG", "DEF123GHIJ"}, kApple,
            "org.example.app"};
}

PushChannels::Web web() {
    return {*push::AllowedHosts::parse(push::kBrowserHosts),
            push::Vapid{push::VapidKeys{auth::KeySet::parse(auth::test::jwks({ec_key().private_members()}))},
                        user("mailto:o@example.org")}};
}

PushChannels::Fcm fcm() {
    std::string pem;
    for (const auto c : auth::test::shared_rsa().private_pem()) pem += c == '\n' ? std::string{"\\n"} : std::string{c};
    return {push::FcmAccount::parse(R"({"project_id":"chat-1","private_key_id":"0123abcd","private_key":")" + pem +
                                    R"(","client_email":"a@b.example","token_uri":)" +
                                    R"("https://oauth2.googleapis.com/token"})")};
}

struct Scene {
    World world;
    Rows rows{world};
    Services services;
    std::uint64_t random = 0;
    PushSender sender{rows,
                      services,
                      {web(), apns(), fcm(), std::chrono::hours{24}},
                      {.preview_max = Preview::kFull,
                       .steady = [this] { return world.steady(); },
                       .clock = [this] { return world.now(); },
                       .random = [this] { return random; }}};

    std::uint64_t counted(PushOutcome outcome) { return runtime::counters().pushes[outcome].value(); }

    PushResult only_result() {
        BOOST_TEST_REQUIRE(rows.results.size() == 1U);
        return rows.results.front();
    }
};

BOOST_AUTO_TEST_SUITE(push_sender)

BOOST_FIXTURE_TEST_CASE(a_push_that_is_due_is_sent_and_its_row_goes, Scene) {
    const auto before = counted(PushOutcome::kSent);
    rows.add(push_to(1));
    sender.run_once();
    BOOST_TEST_REQUIRE(services.requests.size() == 1U);
    BOOST_TEST(services.requests[0].url == "https://api.push.apple.com/3/device/" + std::string(64, 'a'));
    BOOST_TEST(services.requests[0].body.find("Bob") != std::string::npos);
    BOOST_TEST(rows.rows.empty());
    BOOST_TEST((only_result().what == PushResult::What::kSent));
    BOOST_TEST(counted(PushOutcome::kSent) == before + 1);
}

BOOST_FIXTURE_TEST_CASE(whoever_repeats_a_push_gives_it_the_same_id_and_other_news_another_one, Scene) {
    const auto id_of_next = [&](std::uint64_t sequence) {
        auto push = push_to(1);
        push.key.sequence = sequence;
        rows.add(push);
        sender.run_once();
        for (const auto& line : services.requests.back().headers) {
            if (line.starts_with("apns-id: ")) return line;
        }
        return std::string{};
    };
    const auto first = id_of_next(7);
    BOOST_TEST(!first.empty());
    BOOST_TEST(id_of_next(7) == first);
    BOOST_TEST(id_of_next(8) != first);
}

BOOST_FIXTURE_TEST_CASE(what_nobody_is_to_be_interrupted_by_any_more_is_not_sent, Scene) {
    const std::vector<std::function<void(DevicePush&)>> kChanges{
        [](DevicePush& one) { one.due.notice.reset(); },
        [](DevicePush& one) { one.due.notice->state = notices::State::kWithdrawn; },
        [](DevicePush& one) { one.due.notice->is_read = true; },
        [](DevicePush& one) { one.due.seen_sequence = 7; },
        [](DevicePush& one) { one.due.is_visible = false; },
        [](DevicePush& one) { one.due.is_muted = true; },
        [](DevicePush& one) { one.due.is_deactivated = true; },
        [](DevicePush& one) { one.due.wants_pushes = false; },
        [](DevicePush& one) { one.due.wish = notices::Tell::kOff; },
        // Everybody who reacts was blocked.
        [](DevicePush& one) { one.shown->newest.clear(); },
        [](DevicePush& one) { one.target.reset(); },
        [](DevicePush& one) {
            one.key.message = Uuid{};
            one.unread = {};
        },
    };
    for (std::size_t i = 0; i < kChanges.size(); ++i) {
        auto push = push_to(i);
        kChanges[i](push);
        rows.add(push);
    }
    rows.add(push_to(1000));
    rows.rows.at(push_to(1000).key.target).expires_at = 0ms;
    sender.run_once();
    BOOST_TEST(services.requests.empty());
    BOOST_TEST(rows.rows.empty());
}

BOOST_FIXTURE_TEST_CASE(in_quiet_hours_it_waits_for_their_end, Scene) {
    auto push = push_to(1);
    push.due.quiet_until = kStart + 8h;
    rows.add(push);
    // Whoever tries a device wants to see it now.
    push = push_to(2);
    push.due.quiet_until = kStart + 8h;
    push.key.message = store::kTestPush;
    rows.add(push);
    sender.run_once();
    BOOST_TEST(services.requests.size() == 1U);
    BOOST_TEST_REQUIRE(rows.rows.size() == 1U);
    BOOST_TEST((rows.rows.begin()->second.due_at == 8h));
    BOOST_TEST(rows.rows.begin()->second.push.attempts == 0U);
}

BOOST_FIXTURE_TEST_CASE(a_device_that_is_gone_is_removed_and_one_that_may_be_our_fault_is_kept, Scene) {
    rows.add(push_to(1));
    services.answers(400, R"({"reason":"BadDeviceToken"})");
    sender.run_once();
    BOOST_TEST((only_result().what == PushResult::What::kGone));
    BOOST_TEST((only_result().registered_at == kStart - 24h));

    rows.results.clear();
    services.answers(403, R"({"reason":"InvalidProviderToken"})");
    rows.add(push_to(1));
    sender.run_once();
    BOOST_TEST((only_result().what == PushResult::What::kFailed));

    rows.results.clear();
    auto push = push_to(1);
    push.target->failures = 4;
    push.target->last_ok_at = kStart - std::chrono::days{8};
    rows.add(push);
    sender.run_once();
    BOOST_TEST((only_result().what == PushResult::What::kHopeless));
}

BOOST_FIXTURE_TEST_CASE(a_token_of_ours_that_has_ended_is_made_anew_and_the_push_goes_at_once, Scene) {
    rows.add(push_to(1));
    sender.run_once();
    rows.results.clear();
    rows.add(push_to(1));
    services.answers(403, R"({"reason":"ExpiredProviderToken"})");
    world.passed = 30min;
    random = ~std::uint64_t{0};
    sender.run_once();
    BOOST_TEST((rows.results.front().what == PushResult::What::kLater));
    BOOST_TEST(rows.results.front().wait.count() == 0);
    // Once, and then it waits as any other one.
    BOOST_TEST((rows.results.back().wait > 9s));
}

BOOST_FIXTURE_TEST_CASE(a_device_that_gets_too_much_waits_and_others_do_not, Scene) {
    rows.add(push_to(1));
    services.answers(429, R"({"reason":"TooManyRequests"})", "120");
    sender.run_once();
    BOOST_TEST((only_result().what == PushResult::What::kDeviceLater));
    BOOST_TEST((only_result().wait == 120s));
    services.answers(200);
    rows.add(push_to(2));
    sender.run_once();
    BOOST_TEST(rows.rows.size() == 1U);
}

BOOST_FIXTURE_TEST_CASE(a_push_service_that_names_a_time_is_left_alone_until_then, Scene) {
    rows.add(push_to(1));
    services.answers(503, "", "600");
    sender.run_once();
    services.answers(200);
    rows.add(push_to(2));
    sender.run_once();
    BOOST_TEST(services.requests.size() == 1U);
    world.passed = 599s;
    sender.run_once();
    BOOST_TEST(services.requests.size() == 1U);
    world.passed = 600s;
    sender.run_once();
    BOOST_TEST(services.requests.size() == 3U);
    BOOST_TEST(rows.rows.empty());
}

BOOST_FIXTURE_TEST_CASE(an_address_that_is_not_public_is_as_good_as_a_refusal, Scene) {
    const auto before = counted(PushOutcome::kRefused);
    services.answer = [](const auto&) { return outbound::Answer{.was_refused = true}; };
    rows.add(push_to(1));
    sender.run_once();
    BOOST_TEST((only_result().what == PushResult::What::kFailed));
    BOOST_TEST(counted(PushOutcome::kRefused) == before + 1);
}

BOOST_FIXTURE_TEST_CASE(a_host_that_is_on_the_list_no_more_gets_nothing, Scene) {
    auto push = push_to(1, push::Kind::kWeb);
    push.target->endpoint = "https://push.example.org/x";
    rows.add(push);
    sender.run_once();
    BOOST_TEST(services.requests.empty());
    BOOST_TEST((only_result().what == PushResult::What::kFailed));
}

BOOST_FIXTURE_TEST_CASE(a_browser_whose_key_of_ours_is_gone_gets_nothing, Scene) {
    auto push = push_to(1, push::Kind::kWeb);
    push.target->endpoint = "https://" + kMozilla + "/x";
    push.target->p256dh = push::P256Key::generate().point();
    push.target->auth = std::string(16, 'a');
    push.target->key_id = "gone";
    rows.add(push);
    sender.run_once();
    BOOST_TEST(services.requests.empty());
    BOOST_TEST((only_result().what == PushResult::What::kFailed));
}

BOOST_FIXTURE_TEST_CASE(google_is_asked_for_one_token_and_then_gets_all, Scene) {
    services.answer = [](const outbound::Request& request) {
        if (request.url == "https://oauth2.googleapis.com/token") {
            return outbound::Answer{.status = 200, .body = R"({"access_token":"ya29.x","expires_in":3599})"};
        }
        return outbound::Answer{.status = 200};
    };
    for (std::uint64_t i = 0; i < 3; ++i) rows.add(push_to(i, push::Kind::kFcm));
    sender.run_once();
    BOOST_TEST(services.requests.size() == 4U);
    BOOST_TEST(rows.rows.empty());
    // It has ended earlier than it said.
    services.answers(401);
    rows.add(push_to(1, push::Kind::kFcm));
    sender.run_once();
    BOOST_TEST(services.requests.back().url == "https://oauth2.googleapis.com/token");
}

BOOST_FIXTURE_TEST_CASE(where_google_gives_no_token_its_pushes_wait, Scene) {
    services.answers(500);
    random = ~std::uint64_t{0};
    rows.add(push_to(1, push::Kind::kFcm));
    sender.run_once();
    BOOST_TEST((only_result().what == PushResult::What::kLater));
    BOOST_TEST((only_result().wait > 9s));
    BOOST_TEST(services.requests.size() == 1U);
}

/// The service is away for an hour while 10,000 pushes are due, in which the clock moves in steps.
BOOST_FIXTURE_TEST_CASE(a_push_service_that_is_away_for_an_hour_costs_nothing_but_time, Scene) {
    constexpr std::size_t kPushes = 10'000;
    std::uint64_t seed = 88'172'645'463'325'252;
    const auto next = [&] {
        seed ^= seed << 13U;
        seed ^= seed >> 7U;
        seed ^= seed << 17U;
        return seed;
    };
    std::map<std::string, std::size_t> sent;
    bool is_away = true;
    std::size_t tried_while_away = 0;
    std::vector<std::chrono::milliseconds> sent_at;
    services.answer = [&](const outbound::Request& request) {
        if (is_away) {
            ++tried_while_away;
            return outbound::Answer{.status = 0};
        }
        ++sent[request.url];
        sent_at.push_back(world.passed);
        return outbound::Answer{.status = 200};
    };
    for (std::uint64_t i = 0; i < kPushes; ++i) {
        auto push = push_to(i);
        const auto digits = std::to_string(i);
        push.target->endpoint = digits + std::string(64 - digits.size(), 'b');
        rows.add(std::move(push));
    }
    const auto step = [&](std::chrono::milliseconds length) {
        random = next();
        sender.run_once();
        services.requests.clear();
        rows.results.clear();
        world.passed += length;
    };
    while (world.passed < 1h) step(250ms);
    BOOST_TEST(rows.rows.size() == kPushes);
    // Five open the circuit, and then there is one at a time.
    BOOST_TEST(tried_while_away < 120U);
    is_away = false;
    while (!rows.rows.empty() && world.passed < 2h) step(100ms);
    BOOST_TEST(rows.rows.empty());
    BOOST_TEST(sent.size() == kPushes);
    BOOST_TEST(sent_at.size() == kPushes);
    // From the first that finds out that it is back.
    BOOST_TEST((sent_at.back() - sent_at.front()).count() <= 60'000);
    std::map<std::int64_t, std::size_t> by_second;
    for (const auto at : sent_at) ++by_second[at.count() / 1000];
    for (const auto& [second, count] : by_second) BOOST_TEST(count <= 400U, second);
}

BOOST_FIXTURE_TEST_CASE(what_is_for_others_is_sent_while_one_push_service_is_away, Scene) {
    services.answer = [](const outbound::Request& request) {
        return outbound::Answer{.status = request.url.starts_with("https://" + kApple) ? 0 : 201};
    };
    const auto receiver = push::P256Key::generate().point();
    const auto key_id = push::VapidKeys{auth::KeySet::parse(auth::test::jwks({ec_key().private_members()}))}.first().id;
    for (std::uint64_t i = 0; i < 100; ++i) rows.add(push_to(i));
    random = ~std::uint64_t{0};
    sender.run_once();
    world.passed = 1s;
    for (std::uint64_t i = 1000; i < 1020; ++i) {
        auto push = push_to(i, push::Kind::kWeb);
        push.target->endpoint = "https://" + kMozilla + "/" + std::to_string(i);
        push.target->p256dh = receiver;
        push.target->auth = std::string(16, 'a');
        push.target->key_id = key_id;
        rows.add(push);
    }
    sender.run_once();
    BOOST_TEST(rows.rows.size() == 100U);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(push_messages)

BOOST_AUTO_TEST_CASE(a_push_says_as_much_as_its_recipient_wants_and_the_operator_allows) {
    auto push = push_to(1);
    push.chat_title = "Team";
    push.preview = Preview::kFull;
    const auto full = push_message(push, Preview::kFull).value();
    BOOST_TEST(full.names == std::vector<std::string>{"Bob"}, boost::test_tools::per_element());
    BOOST_TEST(full.chat_title == "Team");
    const auto names = push_message(push, Preview::kNames).value();
    BOOST_TEST(names.names.size() == 1U);
    BOOST_TEST(names.chat_title.empty());
    BOOST_TEST(push_message(push, Preview::kNone).value().names.empty());
    push.preview = Preview::kNone;
    BOOST_TEST(push_message(push, Preview::kFull).value().names.empty());
    // Who has no name is called by the id.
    push.preview = Preview::kNames;
    push.shown->newest.front().name.reset();
    BOOST_TEST(push_message(push, Preview::kFull).value().names.front() == "bob");
}

BOOST_AUTO_TEST_CASE(whom_the_recipient_has_blocked_since_is_not_counted) {
    auto push = push_to(1);
    push.due.notice->standing.actors = 5;
    push.due.notice->standing.newest.push_back({user("eve"), *Reaction::parse("like"), std::chrono::sys_seconds{0s}});
    BOOST_TEST(push_message(push, Preview::kFull).value().actors == 4U);
}

BOOST_AUTO_TEST_CASE(a_summary_says_how_many_messages_have_news) {
    auto push = push_to(1);
    push.key.message = Uuid{};
    push.due.notice.reset();
    push.unread = {12, false};
    const auto message = push_message(push, Preview::kFull).value();
    BOOST_TEST(message.tag == push::kSummaryTag);
    BOOST_TEST(message.messages == 12U);
    push.due.wants_pushes = false;
    BOOST_TEST(!push_message(push, Preview::kFull).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::background::push_sender_test
