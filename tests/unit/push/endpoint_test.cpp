#include "push/endpoint.hpp"

#include <string>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace likes::push::endpoint_test {

const auto kBrowsers = *AllowedHosts::parse(kBrowserHosts);

const std::vector<std::string> kRefused{
    "",
    "https://",
    "https:///path",
    "http://fcm.googleapis.com/x",
    "ftp://fcm.googleapis.com/x",
    "//fcm.googleapis.com/x",
    "fcm.googleapis.com/x",
    " https://fcm.googleapis.com/x",
    "https://fcm.googleapis.com",
    "https://fcm.googleapis.com:444/x",
    "https://fcm.googleapis.com:80/x",
    "https://fcm.googleapis.com:0443/x",
    "https://fcm.googleapis.com:/x",
    "https://fcm.googleapis.com:443:443/x",
    "https://user@fcm.googleapis.com/x",
    "https://user:password@fcm.googleapis.com/x",
    "https://fcm.googleapis.com@127.0.0.1/x",
    "https://fcm.googleapis.com\\@127.0.0.1/x",
    "https://fcm.googleapis.com#@127.0.0.1/x",
    "https://127.0.0.1/x",
    "https://127.1/x",
    "https://2130706433/x",
    "https://0x7f000001/x",
    "https://0x7f.0.0.1/x",
    "https://0177.0.0.1/x",
    "https://127.0.0.1./x",
    "https://[::1]/x",
    "https://[::ffff:127.0.0.1]/x",
    "https://[fe80::1%25lo]/x",
    "https://localhost/x",
    "https://fcm.googleapis.com./x",
    "https://.fcm.googleapis.com/x",
    "https://a..fcm.googleapis.com/x",
    "https://-a.fcm.googleapis.com/x",
    "https://a-.fcm.googleapis.com/x",
    "https://a_b.fcm.googleapis.com/x",
    "https://fcm.googleapis.com%2e/x",
    "https://fcm.googleapis.com%00.example.com/x",
    "https://f\xd1\x81m.googleapis.com/x",
    "https://\xef\xbc\x91\xef\xbc\x92\xef\xbc\x97.0.0.1/x",
    "https://fcm.googleapis.com/x y",
    "https://fcm.googleapis.com/x\r\nHost: localhost",
    "https://fcm.googleapis.com/x#fragment",
    "https://fcm.googleapis.com/x\\y",
    "https://fcm.googleapis.com/\xc3\xa4",
    "https://fcm.googleapis.com/" + std::string(1, '\0'),
    "https://fcm.googleapis.com/" + std::string(2048 - 26, 'x'),
    "https://" + std::string(64, 'a') + ".example.com/x",
};

BOOST_AUTO_TEST_SUITE(endpoint)

BOOST_DATA_TEST_CASE(is_refused, boost::unit_test::data::make(kRefused), url) {
    BOOST_TEST(!Endpoint::parse(url).has_value());
}

BOOST_AUTO_TEST_CASE(is_a_url_of_a_named_host_at_the_usual_port) {
    const auto endpoint = Endpoint::parse("HTTPS://Updates.Push.services.mozilla.com:443/wpush/v2/gAAA-_%7E?a=b&c");
    BOOST_REQUIRE(endpoint.has_value());
    BOOST_TEST(endpoint->host() == "updates.push.services.mozilla.com");
    BOOST_TEST(endpoint->origin() == "https://updates.push.services.mozilla.com");
    BOOST_TEST(endpoint->url() == "https://updates.push.services.mozilla.com/wpush/v2/gAAA-_%7E?a=b&c");
    BOOST_TEST(Endpoint::parse("https://fcm.googleapis.com/" + std::string(2048 - 27, 'x')).has_value());
}

BOOST_AUTO_TEST_CASE(hosts_are_those_of_the_list_and_below) {
    for (const std::string host : {"fcm.googleapis.com", "jmt17.google.com", "updates.push.services.mozilla.com",
                                   "web.push.apple.com", "notify.windows.com", "wns2-par02p.notify.windows.com"}) {
        BOOST_TEST_INFO_SCOPE(host);
        BOOST_TEST(kBrowsers.allow(*Endpoint::parse("https://" + host + "/x")));
    }
    for (const std::string host : {"example.com", "googleapis.com", "storage.googleapis.com", "evilfcm.googleapis.com",
                                   "fcm.googleapis.com.example.com", "windows.com", "xnotify.windows.com"}) {
        BOOST_TEST_INFO_SCOPE(host);
        BOOST_TEST(!kBrowsers.allow(*Endpoint::parse("https://" + host + "/x")));
    }
}

BOOST_AUTO_TEST_CASE(an_operator_may_list_more_and_no_addresses) {
    auto hosts = kBrowsers;
    hosts.add(AllowedHosts::parse("ntfy.Example.com,up.example.org").value());
    BOOST_TEST(hosts.allow(*Endpoint::parse("https://ntfy.example.com/x")));
    BOOST_TEST(hosts.allow(*Endpoint::parse("https://fcm.googleapis.com/x")));
    BOOST_TEST(!AllowedHosts::parse("")->allow(*Endpoint::parse("https://fcm.googleapis.com/x")));
    std::string many = "a.example.com";
    for (std::size_t i = 1; i < AllowedHosts::kMax; ++i) many += ",a.example.com";
    BOOST_TEST(AllowedHosts::parse(many).has_value());
    for (const auto& bad : {std::string{","}, std::string{"example.com,"}, std::string{"localhost"},
                            std::string{"127.0.0.1"}, std::string{"example.com:444"}, std::string{"*.example.com"},
                            std::string{"https://example.com"}, many + ",a.example.com"}) {
        BOOST_TEST_INFO_SCOPE(bad);
        BOOST_TEST(!AllowedHosts::parse(bad).has_value());
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::push::endpoint_test
