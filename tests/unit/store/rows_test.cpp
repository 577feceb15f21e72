#include "store/rows.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include <boost/test/unit_test.hpp>

namespace likes::store {
namespace {

using namespace std::chrono_literals;

const Uuid kMessage = Uuid::parse("0F8FAD5B-D9CB-469F-A165-70867728950E").value();
const UserId kUser = UserId::parse("Alice.b_c~d@e:f-9").value();

BOOST_AUTO_TEST_SUITE(rows_of_a_batch)

BOOST_AUTO_TEST_CASE(an_id_becomes_the_digits_that_unhex_reads) {
    BOOST_TEST(to_hex(kMessage) == "0f8fad5bd9cb469fa16570867728950e");
    BOOST_TEST(to_hex(Uuid{}) == std::string(32, '0'));
}

BOOST_AUTO_TEST_CASE(no_rows_are_an_empty_array) {
    Rows rows;
    BOOST_TEST(rows.empty());
    BOOST_TEST(rows.size() == 0U);
    BOOST_TEST(rows.finish() == "[]");
}

BOOST_AUTO_TEST_CASE(each_type_of_column_has_its_form) {
    constexpr auto kLargest32 = std::numeric_limits<std::uint32_t>::max();
    constexpr auto kLargest64 = std::numeric_limits<std::uint64_t>::max();
    Rows rows;
    rows.add(kMessage, kUser, Reaction::like(), kLargest32, kLargest64);
    rows.add(Time{1'759'485'600s + 7us}, std::optional<Time>{Time{-1us}}, std::optional<Time>{}, std::string{"+a -b"});
    BOOST_TEST(!rows.empty());
    BOOST_TEST(rows.size() == 2U);
    BOOST_TEST(rows.finish() ==
               R"([["0f8fad5bd9cb469fa16570867728950e","Alice.b_c~d@e:f-9","like",4294967295,18446744073709551615],)"
               R"([1759485600000007,-1,null,"+a -b"]])");
}

BOOST_AUTO_TEST_CASE(rows_keep_their_order) {
    Rows rows;
    for (std::uint32_t i = 0; i < 3; ++i) rows.add(i);
    BOOST_TEST(rows.finish() == "[[0],[1],[2]]");
}

BOOST_AUTO_TEST_CASE(text_cannot_leave_its_string) {
    Rows rows;
    rows.add(std::string{"\"],[\"\\ \n"});
    BOOST_TEST(rows.finish() == R"([["\"],[\"\\ \n"]])");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::store
