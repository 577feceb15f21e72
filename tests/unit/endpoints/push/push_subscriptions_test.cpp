#include "endpoints/push/push_subscriptions.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "auth/key_set.hpp"
#include "base/base64url.hpp"
#include "push/p256_key.hpp"
#include "unit/auth/test_keys.hpp"
#include "unit/endpoints/build.hpp"
#include "web/user_limit.hpp"

namespace likes::endpoints::push_subscriptions_test {

using namespace std::chrono_literals;
using namespace likes::endpoints::test;
using likes::test::uuid;
using push::Kind;
using push::Registration;
using push::Subscribe;
using push::Subscribed;
using push::Subscription;
using push::SubscriptionQuery;
using push::SubscriptionView;
using push::TriedOut;
using push::TryOut;
using push::Unsubscribe;
using push::Unsubscribed;

using PushBench = Bench<PushSubscriptions, SubscriptionView>;

const std::string kKeyPath = "/api/v1/push/key";
const std::string kPath = "/api/v1/push/subscriptions";
const std::string kEndpoint = "https://updates.push.services.mozilla.com/wpush/v2/abc";

/// Nobody is refused.
web::UserLimit& no_limit() {
    static web::UserLimit limit{{0ns, 1}, std::chrono::steady_clock::now, 1};
    return limit;
}

const push::VapidKeys& keys() {
    static const push::VapidKeys kKeys{auth::KeySet::parse(
        auth::test::jwks({auth::test::TestKey::ec("P-256").private_members() + R"(,"kid":"new")",
                          auth::test::TestKey::ec("P-256").private_members() + R"(,"kid":"old")"}))};
    return kKeys;
}

PushBench bench_of(OwnRequest good, SubscriptionView view, web::UserLimit& registrations = no_limit(),
                   std::optional<push::VapidKeys> known = keys(), web::UserLimit& tests = no_limit()) {
    return {PushSubscriptions{std::move(known),
                              *push::AllowedHosts::parse(push::kBrowserHosts),
                              {.changes = no_limit(), .registrations = registrations, .tests = tests}},
            std::move(view), std::move(good)};
}

const std::string& point() {
    static const std::string kPoint = push::P256Key::generate().point();
    return kPoint;
}

const std::string kAuth(16, 'a');

/// A browser's registration with those parts.
std::string browser(const std::string& endpoint = kEndpoint, const std::string& p256dh = base64url_encode(point()),
                    const std::string& auth = base64url_encode(kAuth), const std::string& more = "") {
    return R"({"kind":"web","endpoint":")" + endpoint + R"(","keys":{"p256dh":")" + p256dh + R"(","auth":")" + auth +
           "\"}" + more + "}";
}

std::string phone(const std::string& kind, const std::string& token, const std::string& more = "") {
    return R"({"kind":")" + kind + R"(","token":")" + token + "\"" + more + "}";
}

PushBench subscribe_bench(const std::string& body = browser(), web::UserLimit& registrations = no_limit()) {
    return bench_of({"POST", kPath, "", body}, Subscribed{uuid(kMessage), true}, registrations);
}
PushBench list_bench(std::vector<Subscription> all = {}) {
    return bench_of({"GET", kPath}, std::move(all));
}
PushBench test_bench(bool was_there = true, web::UserLimit& tests = no_limit()) {
    return bench_of({"POST", kPath + "/" + kMessage + "/test"}, TriedOut{was_there}, no_limit(), keys(), tests);
}
PushBench unsubscribe_bench(bool was_there = true) {
    return bench_of({"DELETE", kPath + "/" + kMessage}, Unsubscribed{was_there});
}

Registration registered(const std::string& body) {
    auto bench = subscribe_bench(body);
    BOOST_TEST_REQUIRE(bench.answer().status == 201);
    return std::get<Subscribe>(bench.asked.at(0)).registration;
}

BOOST_AUTO_TEST_SUITE(push_subscriptions_endpoint)

BOOST_AUTO_TEST_CASE(the_key_is_the_first_of_the_file_as_browsers_want_it) {
    expect_json(bench_of({"GET", kKeyPath}, std::monostate{}).answer(),
                R"({"key":")" + base64url_encode(keys().first().point) + R"(","key_id":")" + keys().first().id + "\"}");
    expect_304_for_who_holds_it(bench_of({"GET", kKeyPath}, std::monostate{}));
}

BOOST_AUTO_TEST_CASE(without_keys_there_are_no_pushes_to_browsers) {
    expect_problem(bench_of({"GET", kKeyPath}, std::monostate{}, no_limit(), std::nullopt).answer(), 404,
                   "There are no pushes to browsers here.");
    auto bench = bench_of({"POST", kPath, "", browser()}, Subscribed{}, no_limit(), std::nullopt);
    expect_problem(bench.answer(), 422, "There are no pushes to browsers here.");
    BOOST_TEST(bench.answer_body(phone("fcm", std::string(100, 'x'))).status == 201);
}

BOOST_AUTO_TEST_CASE(a_browser_is_registered_with_its_keys_and_the_key_of_ours) {
    auto bench = subscribe_bench();
    const auto response = bench.answer();
    BOOST_TEST(response.status == 201);
    BOOST_TEST(response.body == R"({"subscription_id":")" + kMessage + "\"}");
    const auto& wish = std::get<Subscribe>(bench.asked.at(0));
    BOOST_TEST(wish.user.str() == "alice");
    BOOST_TEST((wish.registration == Registration{Kind::kWeb, kEndpoint, point(), kAuth, keys().first().id, "en", ""}));
}

BOOST_AUTO_TEST_CASE(one_that_is_registered_already_is_answered_200) {
    auto bench = subscribe_bench();
    bench.view = Subscribed{uuid(kMessage), false};
    expect_json(bench.answer(), R"({"subscription_id":")" + kMessage + "\"}");
}

BOOST_AUTO_TEST_CASE(what_is_the_same_endpoint_is_written_in_one_way) {
    BOOST_TEST(registered(browser("HTTPS://Updates.push.services.mozilla.com:443/wpush/v2/abc")).endpoint == kEndpoint);
}

BOOST_AUTO_TEST_CASE(language_name_and_former_key_are_taken) {
    const auto& old_id = keys().all().back().id;
    const auto one = registered(browser(kEndpoint, base64url_encode(point()), base64url_encode(kAuth),
                                        R"(,"locale":"pt-BR","label":"Ноутбук","key_id":")" + old_id + "\""));
    BOOST_TEST(one.locale == "pt-BR");
    BOOST_TEST(one.label == "Ноутбук");
    BOOST_TEST(one.key_id == old_id);
}

BOOST_AUTO_TEST_CASE(a_phone_is_registered_by_its_token) {
    const auto apns = registered(phone("apns", std::string(64, 'a'), R"(,"label":"Phone")"));
    BOOST_TEST((apns == Registration{Kind::kApns, std::string(64, 'a'), "", "", "", "en", "Phone"}));
    const auto fcm = registered(phone("fcm", "f:" + std::string(100, 'x')));
    BOOST_TEST((fcm == Registration{Kind::kFcm, "f:" + std::string(100, 'x'), "", "", "", "en", ""}));
}

BOOST_AUTO_TEST_CASE(a_body_that_is_none_is_refused_and_the_member_is_named) {
    const auto refuse = [](const std::vector<std::string>& bodies, const std::string& detail) {
        expect_refused(subscribe_bench(), &OwnRequest::body, bodies, 400, detail);
    };
    refuse({"", "[]", "null", R"({"kind":"web","kind":"fcm"})"},
           "The body must be a JSON object that describes a device.");
    refuse({"{}", R"({"kind":1})", R"({"kind":"sms"})"}, R"(The member 'kind' must be \"web\", \"apns\" or \"fcm\".)");
    refuse({R"({"kind":"web"})", R"({"kind":"web","keys":{}})"}, "The member 'endpoint' is missing.");
    refuse({R"({"kind":"web","endpoint":1})"}, "The member 'endpoint' must be a text.");
    refuse({R"({"kind":"web","endpoint":")" + kEndpoint + "\"}",
            R"({"kind":"web","endpoint":")" + kEndpoint + R"(","keys":[]})"},
           "The member 'keys' must be an object.");
    refuse({R"({"kind":"web","endpoint":")" + kEndpoint + R"(","keys":{}})"}, "The member 'p256dh' is missing.");
    refuse(
        {R"({"kind":"web","endpoint":")" + kEndpoint + R"(","keys":{"p256dh":")" + base64url_encode(point()) + "\"}}"},
        "The member 'auth' is missing.");
    refuse({R"({"kind":"fcm"})"}, "The member 'token' is missing.");
    refuse({R"({"kind":"fcm","endpoint":"x"})"}, "There is no member 'endpoint' here.");
    refuse({R"({"kind":"web","token":"x"})"}, "There is no member 'token' here.");
    refuse({R"({"kind":"web","endpoint":")" + kEndpoint + R"(","keys":{"more":1}})"},
           "There is no member 'more' here.");
    const auto good = std::string(100, 'x');
    refuse({phone("fcm", good, R"(,"locale":"")"), phone("fcm", good, R"(,"locale":"en_US")"),
            phone("fcm", good, R"(,"locale":")" + std::string(36, 'a') + "\"")},
           "The member 'locale' must be a language tag of BCP 47, such as en or pt-BR.");
    refuse(
        {phone("fcm", good, R"(,"label":")" + std::string(65, 'a') + "\""), phone("fcm", good, R"(,"label":"a\nb")")},
        "The member 'label' must have at most 64 characters, and none that controls.");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_sent_to_is_answered_422) {
    const auto refuse = [](const std::vector<std::string>& bodies, const std::string& detail) {
        expect_refused(subscribe_bench(), &OwnRequest::body, bodies, 422, detail);
    };
    refuse({browser("https://example.com/x"), browser("http://fcm.googleapis.com/x"), browser("https://127.0.0.1/x"),
            browser("https://fcm.googleapis.com:444/x"), browser("https://fcm.googleapis.com.example.com/x"),
            browser("https://a@fcm.googleapis.com/x")},
           "The member 'endpoint' must be an https URL of a known push service.");
    auto off_the_curve = point();
    off_the_curve.back() = static_cast<char>(off_the_curve.back() ^ 1);
    refuse({browser(kEndpoint, "AAAA"), browser(kEndpoint, base64url_encode(point()) + "="),
            browser(kEndpoint, base64url_encode(off_the_curve))},
           "The member 'p256dh' must be a point of the curve P-256: 65 bytes in base64url.");
    refuse({browser(kEndpoint, base64url_encode(point()), base64url_encode(std::string(15, 'a'))),
            browser(kEndpoint, base64url_encode(point()), "")},
           "The member 'auth' must be 16 bytes in base64url.");
    refuse({browser(kEndpoint, base64url_encode(point()), base64url_encode(kAuth), R"(,"key_id":"other")")},
           "The member 'key_id' must name the key that the browser has subscribed with.");
    refuse({phone("apns", "short"), phone("apns", std::string(64, 'g')), phone("fcm", "short"),
            phone("fcm", std::string(30, '/'))},
           "The member 'token' is none that a device of this kind has.");
}

BOOST_AUTO_TEST_CASE(the_callers_own_are_listed_without_their_endpoints) {
    const Subscription used{.id = uuid(kMessage),
                            .kind = Kind::kWeb,
                            .key_id = "key",
                            .locale = "ru",
                            .label = "\"A\"",
                            .created_at = kLikedAt,
                            .last_ok_at = kLikedAt,
                            .disabled_at = kLikedAt};
    const Subscription fresh{
        .id = uuid(kMessage), .kind = Kind::kApns, .locale = "en", .label = "", .created_at = kLikedAt};
    expect_json(
        list_bench({used, fresh}).answer(),
        R"({"subscriptions":[{"subscription_id":")" + kMessage +
            R"(","kind":"web","key_id":"key","locale":"ru","label":"\"A\"","created_at":"2025-10-03T10:00:00Z",)"
            R"("last_ok_at":"2025-10-03T10:00:00Z","disabled_at":"2025-10-03T10:00:00Z"},{"subscription_id":")" +
            kMessage +
            R"(","kind":"apns","key_id":null,"locale":"en","label":"","created_at":"2025-10-03T10:00:00Z",)"
            R"("last_ok_at":null,"disabled_at":null}]})");
    expect_json(list_bench().answer(), R"({"subscriptions":[]})");
    expect_304_for_who_holds_it(list_bench());
}

BOOST_AUTO_TEST_CASE(one_is_removed_if_it_is_the_callers) {
    auto bench = unsubscribe_bench();
    expect_json(bench.answer(), R"({"subscription_id":")" + kMessage + "\"}");
    const auto& wish = std::get<Unsubscribe>(bench.asked.at(0));
    BOOST_TEST(wish.user.str() == "alice");
    BOOST_TEST((wish.id == uuid(kMessage)));
    expect_problem(unsubscribe_bench(false).answer(), 404, "There is no such subscription.");
    expect_refused(unsubscribe_bench(), &OwnRequest::path, {kPath + "/1", kPath + "/"}, 400,
                   "The subscription id must be a UUID.");
}

BOOST_AUTO_TEST_CASE(one_is_tried_if_it_is_the_callers_and_once_a_minute) {
    web::UserLimit tests{{60s, 1}, [] { return std::chrono::steady_clock::time_point{}; }, 1};
    auto bench = test_bench(true, tests);
    const auto answer = bench.answer();
    BOOST_TEST(answer.status == 202);
    BOOST_TEST(answer.body == R"({"subscription_id":")" + kMessage + "\"}");
    const auto& wish = std::get<TryOut>(bench.asked.at(0));
    BOOST_TEST(wish.user.str() == "alice");
    BOOST_TEST((wish.id == uuid(kMessage)));
    const auto refused = bench.answer();
    BOOST_TEST(refused.status == 429);
    BOOST_TEST(header(refused, "Retry-After") == "60");
    expect_problem(test_bench(false).answer(), 404, "There is no such subscription.");
    expect_refused(test_bench(), &OwnRequest::path, {kPath + "/1/test", kPath + "//test"}, 400,
                   "The subscription id must be a UUID.");
}

BOOST_AUTO_TEST_CASE(other_paths_methods_and_parameters_are_refused) {
    expect_404_at(list_bench(), {"/api/v1/push", "/api/v1/push/", kKeyPath + "/1", kPath + "x", "/api/v1/pushed"});
    expect_refused(list_bench(), &OwnRequest::query, {"limit=1"}, 400, "The query holds an unknown parameter.");
    BOOST_TEST(bench_of({"POST", kKeyPath}, std::monostate{}).answer().status == 405);
    BOOST_TEST(bench_of({"DELETE", kPath}, std::monostate{}).answer().status == 405);
    BOOST_TEST(bench_of({"GET", kPath + "/" + kMessage}, std::monostate{}).answer().status == 405);
    BOOST_TEST(bench_of({"DELETE", kPath + "/" + kMessage + "/test"}, std::monostate{}).answer().status == 405);
}

BOOST_AUTO_TEST_CASE(a_user_registers_only_so_often) {
    web::UserLimit registrations{{6s, 10}, [] { return std::chrono::steady_clock::time_point{}; }, 1};
    auto bench = subscribe_bench(browser(), registrations);
    for (int i = 0; i < 10; ++i) BOOST_TEST(bench.answer().status == 201);
    const auto refused = bench.answer();
    BOOST_TEST(refused.status == 429);
    BOOST_TEST(header(refused, "Retry-After") == "6");
    // What is no registration counts for nothing.
    auto other = bench_of({"GET", kPath}, std::vector<Subscription>{}, registrations);
    BOOST_TEST(other.answer().status == 200);
}

BOOST_AUTO_TEST_CASE(nobody_gets_anything_without_a_token) {
    for (auto bench : {list_bench(), subscribe_bench(), unsubscribe_bench(), test_bench()}) {
        bench.good.authorization = "Bearer none";
        BOOST_TEST(bench.answer().status == 401);
        BOOST_TEST(bench.asked.empty());
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::endpoints::push_subscriptions_test
