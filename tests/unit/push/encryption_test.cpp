#include "push/encryption.hpp"

#include <random>
#include <set>
#include <stdexcept>
#include <string>

#include <boost/test/unit_test.hpp>

#include "base/base64url.hpp"
#include "unit/push/decoder.hpp"

namespace likes::push::encryption_test {

using test::Browser;

std::string bytes(std::string_view text) {
    return base64url_decode(text).value();
}

BOOST_AUTO_TEST_SUITE(encryption)

BOOST_AUTO_TEST_CASE(a_record_is_that_of_the_example_of_rfc_8188_section_3_1) {
    const auto body =
        encode_record("I am the walrus", 0, bytes("yqdlZ-tYemfogSmv7Ws5PQ"), bytes("I1BsxtFttlv3u_Oo94xnmw"), "");
    BOOST_TEST(base64url_encode(body) == "I1BsxtFttlv3u_Oo94xnmwAAEAAA-NAVub2qFgBEuQKRapoZu-IxkIva3MEB1PD-ly8Thjg");
}

BOOST_AUTO_TEST_CASE(a_push_is_that_of_the_example_of_rfc_8291_section_5) {
    const auto browser = P256Key::from_point(
        bytes("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"));
    const auto own = P256Key::from_pair(
        bytes("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"),
        bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"));
    BOOST_REQUIRE(browser.has_value());
    BOOST_REQUIRE(own.has_value());
    const auto body = encrypt("When I grow up, I want to be a watermelon", 0,
                              {*browser, bytes("BTBZMqHH6r4Tts7J_aSIgg")}, {*own, bytes("DGv6ra1nlYgDCS1FRnbzlw")});
    BOOST_TEST(
        base64url_encode(body) ==
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK"
        "6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN");
}

BOOST_AUTO_TEST_CASE(a_browser_reads_texts_of_every_length_up_to_the_longest) {
    std::mt19937 random{1};  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same texts each time
    const Browser browser;
    for (int i = 0; i < 300; ++i) {
        std::string text(i < 130 ? static_cast<std::size_t>(i) : random() % (kPayloadMax + 1), '\0');
        if (i == 299) text.resize(kPayloadMax);
        BOOST_TEST_INFO_SCOPE(text.size());
        for (auto& c : text) c = static_cast<char>(random());
        const auto body = encrypt(text, {browser.key, browser.auth}, OneTime::fresh());
        BOOST_REQUIRE(test::decode(body, browser.key, browser.auth) == text);
        BOOST_REQUIRE(body.size() <= kRecordBytes);
    }
}

BOOST_AUTO_TEST_CASE(texts_are_filled_up_to_a_multiple_of_128_bytes_as_far_as_they_fit) {
    const Browser browser;
    const auto padding = [&](std::size_t length) {
        const auto body = encrypt(std::string(length, 'x'), {browser.key, browser.auth}, OneTime::fresh());
        return test::padding_of(body, browser.key, browser.auth);
    };
    BOOST_TEST(padding(0) == 127U);
    BOOST_TEST(padding(126) == 1U);
    BOOST_TEST(padding(127) == 0U);
    BOOST_TEST(padding(128) == 127U);
    BOOST_TEST(padding(3967) == 0U);
    BOOST_TEST(padding(3968) == 25U);
    BOOST_TEST(padding(kPayloadMax) == 0U);
}

BOOST_AUTO_TEST_CASE(a_longer_text_is_refused) {
    const Browser browser;
    const Receiver receiver{browser.key, browser.auth};
    BOOST_CHECK_THROW(encrypt(std::string(kPayloadMax + 1, 'x'), receiver, OneTime::fresh()), std::length_error);
    BOOST_CHECK_THROW(encrypt("", kPayloadMax + 1, receiver, OneTime::fresh()), std::length_error);
    BOOST_CHECK_THROW(encode_record(std::string(4080, 'x'), 0, "k", std::string(16, 's'), ""), std::length_error);
    BOOST_CHECK_THROW(encode_record("", 0, "k", std::string(15, 's'), ""), std::runtime_error);
    BOOST_CHECK_THROW(encode_record("", 0, "k", std::string(16, 's'), std::string(256, 'i')), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(key_and_salt_are_new_each_time) {
    std::set<std::string> seen;
    for (int i = 0; i < 100; ++i) {
        const auto once = OneTime::fresh();
        BOOST_TEST(seen.insert(once.key.point()).second);
        BOOST_TEST(seen.insert(once.salt).second);
    }
}

BOOST_AUTO_TEST_CASE(only_an_uncompressed_point_of_the_curve_is_a_key) {
    const auto good = P256Key::generate().point();
    BOOST_TEST(P256Key::from_point(good).has_value());
    auto off_the_curve = good;
    off_the_curve.back() = static_cast<char>(off_the_curve.back() ^ 1);
    auto compressed = good;
    compressed.front() = '\x02';
    for (const auto& bad :
         {off_the_curve, compressed, compressed.substr(0, 33), good.substr(1), good + '\0', std::string(65, '\0'),
          '\x04' + std::string(64, '\0'), '\x04' + std::string(64, '\xff'), std::string(1, '\0'), std::string{}}) {
        BOOST_TEST(!P256Key::from_point(bad).has_value());
    }
}

BOOST_AUTO_TEST_CASE(two_halves_have_to_belong_together) {
    const auto point = bytes("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8");
    const auto scalar = bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw");
    BOOST_TEST(P256Key::from_pair(point, scalar).has_value());
    BOOST_TEST(!P256Key::from_pair(P256Key::generate().point(), scalar).has_value());
    BOOST_TEST(!P256Key::from_pair(point, std::string(32, '\0')).has_value());
    BOOST_TEST(!P256Key::from_pair(point, scalar.substr(1)).has_value());
    const auto half = P256Key::from_point(point);
    BOOST_CHECK_THROW(half->agree(P256Key::generate()), std::runtime_error);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::push::encryption_test
