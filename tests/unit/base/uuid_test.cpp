#include "base/uuid.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "base/uuid_v7.hpp"

namespace likes::uuid_test {

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
    const auto id = Uuid::parse("0f8fad5b-d9cb-469f-a165-70867728950e");
    BOOST_TEST((Uuid::parse_hex("0f8fad5bd9cb469fA16570867728950E") == id));
    for (const std::string text : {"", "0f8fad5bd9cb469fa16570867728950", "0f8fad5bd9cb469fa16570867728950e0",
                                   "0f8fad5b-d9cb-469f-a165-70867728950e", "0f8fad5bd9cb469fa16570867728950g"}) {
        BOOST_TEST(!Uuid::parse_hex(text).has_value(), text);
    }
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

constexpr std::uint64_t kMoment = 0x0199A9C5E1FF;
constexpr std::uint64_t kAllBits = ~std::uint64_t{0};

/// Random bits that are always the same.
RandomBits always(std::uint64_t bits) {
    return [bits] { return bits; };
}

Time at(std::uint64_t unix_milliseconds) {
    return Time{std::chrono::milliseconds{static_cast<std::int64_t>(unix_milliseconds)}};
}

BOOST_AUTO_TEST_SUITE(uuid_v7)

BOOST_AUTO_TEST_CASE(time_version_and_variant_stand_where_the_rfc_puts_them) {
    struct Case {
        std::uint64_t unix_milliseconds;
        std::uint64_t random;
        std::string text;
    };
    const std::vector<Case> cases{
        {0, 0, "00000000-0000-7000-8000-000000000000"},
        {0, kAllBits, "00000000-0000-7fff-bfff-ffffffffffff"},
        {kMoment, 0, "0199a9c5-e1ff-7000-8000-000000000000"},
        {kMoment, kAllBits, "0199a9c5-e1ff-7fff-bfff-ffffffffffff"},
        {0xFFFFFFFFFFFF, 0, "ffffffff-ffff-7000-8000-000000000000"},
    };
    for (const auto& each : cases)
        BOOST_TEST(make_uuid_v7(at(each.unix_milliseconds), always(each.random)).to_string() == each.text);
}

BOOST_AUTO_TEST_CASE(the_example_of_rfc_9562_comes_out) {
    // Appendix A.6: rand_a is 0xCC3, rand_b is 0x18C4DC0C0C07398F.
    std::vector<std::uint64_t> bits{0xCC3, 0x18C4DC0C0C07398FU << 2U};
    std::size_t next = 0;
    const auto id = make_uuid_v7(at(0x017F22E279B0), [&] { return bits.at(next++); });
    BOOST_TEST(id.to_string() == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
    BOOST_TEST(next == 2U);
}

BOOST_AUTO_TEST_CASE(ids_of_a_later_millisecond_compare_greater_whatever_their_random_bits) {
    for (const std::uint64_t moment :
         {std::uint64_t{1}, std::uint64_t{0x100}, kMoment, std::uint64_t{0xFFFFFFFFFFFF}}) {
        BOOST_TEST_INFO_SCOPE("moment: " << moment);
        const Uuid floor = uuid_v7_floor(at(moment));
        BOOST_TEST((make_uuid_v7(at(moment - 1), always(kAllBits)) < floor));
        BOOST_TEST((make_uuid_v7(at(moment), always(0)) == floor));
        BOOST_TEST((floor < make_uuid_v7(at(moment), always(kAllBits))));
    }
}

BOOST_AUTO_TEST_CASE(each_random_bit_tells_two_ids_of_a_millisecond_apart) {
    const Uuid plain = make_uuid_v7(at(kMoment), always(0));
    for (unsigned bit = 2; bit < 64; ++bit)
        BOOST_TEST((make_uuid_v7(at(kMoment), always(std::uint64_t{1} << bit)) != plain), "bit " << bit);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::uuid_test
