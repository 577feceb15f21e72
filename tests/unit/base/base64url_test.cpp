#include "base/base64url.hpp"

#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace likes::base64url_test {

BOOST_AUTO_TEST_SUITE(base64url)

BOOST_AUTO_TEST_CASE(the_vectors_of_rfc_4648_are_written_and_read_without_padding) {
    const std::vector<std::pair<std::string, std::string>> vectors{
        {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},          {"foo", "Zm9v"},
        {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}, {"\xfb\xff\xfe", "-__-"},
    };
    for (const auto& [bytes, text] : vectors) {
        BOOST_TEST_INFO_SCOPE("text: " << text);
        BOOST_TEST(base64url_encode(bytes) == text);
        BOOST_TEST((base64url_decode(text) == bytes));
    }
}

BOOST_AUTO_TEST_CASE(every_byte_survives_the_way_there_and_back_at_every_length_modulo_three) {
    std::string bytes;
    for (int i = 0; i < 260; ++i) {
        bytes += static_cast<char>(static_cast<unsigned char>(255 - i % 256));
        BOOST_REQUIRE((base64url_decode(base64url_encode(bytes)) == bytes));
    }
}

BOOST_AUTO_TEST_CASE(what_the_encoder_would_not_write_is_refused) {
    const std::vector<std::pair<std::string, std::string>> wrong{
        {"padding", "Zg=="},
        {"padding where three characters are", "Zm8="},
        {"padding alone", "="},
        {"length 1 modulo 4", "Z"},
        {"length 5", "Zm9vY"},
        {"the other alphabet's plus", "+__-"},
        {"the other alphabet's slash", "-/_-"},
        {"a space", "Zm 9"},
        {"a line end", "Zm9v\n"},
        {"a tab before", "\tZm9"},
        {"four unused bits set", "Zh"},
        {"two unused bits set", "Zm9"},
        {"a NUL", std::string("Zm9\0", 4)},
        {"a byte over 127", "Zm9\xff"},
        {"a dot", "Zm9v.m9v"},
    };
    for (const auto& [name, text] : wrong) BOOST_TEST(!base64url_decode(text).has_value(), name);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::base64url_test
