#include "endpoints/unsubscribe.hpp"

#include <optional>
#include <string>

#include <boost/test/unit_test.hpp>

#include "unit/auth/test_keys.hpp"
#include "unit/endpoints/build.hpp"

namespace likes::endpoints::unsubscribe_test {

using likes::test::user;
using namespace likes::endpoints::test;

const mail::MailKeys& keys() {
    static const mail::MailKeys kKeys{auth::KeySet::parse(auth::test::jwks({auth::test::hmac_jwk("k", 'k')}))};
    return kKeys;
}

std::string link(mail::Mailing mailing = mail::Mailing::kNotices) {
    return "/u/" + keys().unsubscribe_token({user("alice"), mailing});
}

using UnsubscribeBench = Bench<Unsubscribe, service::UnsubscribeView>;

UnsubscribeBench bench(const std::string& method, const std::string& path) {
    return {Unsubscribe{keys()},
            {},
            {.method = method, .path = path, .body = "List-Unsubscribe=One-Click", .authorization = ""}};
}

BOOST_AUTO_TEST_SUITE(unsubscribe)

// Links are also followed by those who look for viruses.
BOOST_AUTO_TEST_CASE(get_shows_a_button_and_changes_nothing) {
    auto asking = bench("GET", link());
    const auto response = asking.answer();
    BOOST_TEST(response.status == 200);
    BOOST_TEST(header(response, "Content-Type") == "text/html; charset=utf-8");
    BOOST_TEST(header(response, "Cache-Control") == "no-store");
    BOOST_TEST(header(response, "Content-Security-Policy").find("frame-ancestors 'none'") != std::string::npos);
    BOOST_TEST(response.body.find(R"(<form method="post">)") != std::string::npos);
    BOOST_TEST(!asking.asked.at(0).is_wanted);
}

BOOST_AUTO_TEST_CASE(post_stops_the_mails_of_the_link) {
    for (const auto mailing : {mail::Mailing::kNotices, mail::Mailing::kDigest}) {
        auto stopping = bench("POST", link(mailing));
        const auto response = stopping.answer();
        BOOST_TEST(response.status == 200);
        BOOST_TEST(response.body.find("<form") == std::string::npos);
        BOOST_TEST(stopping.asked.at(0).is_wanted);
        BOOST_TEST((stopping.asked.at(0).what == mail::Unsubscribing{user("alice"), mailing}));
    }
}

BOOST_AUTO_TEST_CASE(a_link_that_is_none_of_ours_stops_nothing) {
    for (const auto& path : {std::string{"/u/"}, std::string{"/u/x"}, link() + "x", std::string{"/u/a.b.c"}}) {
        for (const auto* const method : {"GET", "POST"}) {
            auto stopping = bench(method, path);
            const auto response = stopping.answer();
            BOOST_TEST(response.status == 404);
            BOOST_TEST(header(response, "Content-Type") == "text/html; charset=utf-8");
            BOOST_TEST(!stopping.asked.at(0).what.has_value());
        }
    }
    UnsubscribeBench without{Unsubscribe{std::nullopt}, {}, {.method = "POST", .path = link(), .authorization = ""}};
    BOOST_TEST(without.answer().status == 404);
}

BOOST_AUTO_TEST_CASE(other_methods_and_paths_are_refused) {
    BOOST_TEST(bench("DELETE", link()).answer().status == 405);
    BOOST_TEST(bench("GET", "/v/x").answer().status == 404);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::endpoints::unsubscribe_test
