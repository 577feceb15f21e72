#include "base/uuid.hpp"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace likes {
namespace {

BOOST_AUTO_TEST_SUITE(uuid)

BOOST_AUTO_TEST_CASE(either_letter_case_is_read_and_lower_case_is_written) {
    const auto lower = Uuid::parse("0f8fad5b-d9cb-469f-a165-70867728950e");
    const auto upper = Uuid::parse("0F8FAD5B-D9CB-469F-A165-70867728950E");
    BOOST_REQUIRE(lower.has_value());
    BOOST_TEST((lower == upper));
    BOOST_TEST(upper->to_string() == "0f8fad5b-d9cb-469f-a165-70867728950e");
}

BOOST_AUTO_TEST_CASE(its_digits_alone_are_what_the_database_reads) {
    BOOST_TEST(Uuid::parse("0F8FAD5B-D9CB-469F-A165-70867728950E")->to_hex() == "0f8fad5bd9cb469fa16570867728950e");
    BOOST_TEST(Uuid{}.to_hex() == std::string(32, '0'));
}

BOOST_AUTO_TEST_CASE(only_the_canonical_form_is_a_uuid) {
    const std::vector<std::string> wrong{
        "",
        "0f8fad5bd9cb469fa16570867728950e",
        "{0f8fad5b-d9cb-469f-a165-70867728950e}",
        "urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950e",
        "0f8fad5b-d9cb-469f-a165-70867728950",
        "0f8fad5b-d9cb-469f-a165-70867728950e0",
        "0f8fad5b-d9cb-469f-a165-70867728950g",
        "0f8fad5b0d9cb-469f-a165-70867728950e",
        "-f8fad5b-d9cb-469f-a165-70867728950e",
        " f8fad5b-d9cb-469f-a165-70867728950e",
        "+f8fad5b-d9cb-469f-a165-70867728950e",
        std::string("0f8fad5b-d9cb-469f-a165-70867728950\0", 36),
    };
    for (const auto& text : wrong) BOOST_TEST(!Uuid::parse(text).has_value(), "text: " << text);
}

BOOST_AUTO_TEST_CASE(sixteen_bytes_and_nothing_else_make_a_uuid) {
    const auto id = Uuid::parse("00010203-0405-0607-0809-0a0b0c0d0eff");
    BOOST_REQUIRE(id.has_value());
    const std::string bytes{reinterpret_cast<const char*>(id->bytes().data()), id->bytes().size()};
    BOOST_TEST((Uuid::from_bytes(bytes) == id));
    BOOST_TEST(!Uuid::from_bytes(bytes.substr(1)).has_value());
    BOOST_TEST(!Uuid::from_bytes(bytes + "x").has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes
