#include "database/batch_parameters.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include <boost/test/unit_test.hpp>

#include "likes/reaction.hpp"

namespace likes::database {
namespace {

using namespace std::chrono_literals;

const Uuid kMessage = Uuid::parse("0F8FAD5B-D9CB-469F-A165-70867728950E").value();
const UserId kUser = UserId::parse("Alice.b_c~d@e:f-9").value();

BOOST_AUTO_TEST_SUITE(batch_parameters)

BOOST_AUTO_TEST_CASE(no_items_are_an_empty_array) {
    BatchParameters batch;
    BOOST_TEST(batch.empty());
    BOOST_TEST(batch.size() == 0U);
    BOOST_TEST(batch.finish() == "[]");
}

BOOST_AUTO_TEST_CASE(each_type_of_column_has_its_form) {
    constexpr auto kLargest32 = std::numeric_limits<std::uint32_t>::max();
    constexpr auto kLargest64 = std::numeric_limits<std::uint64_t>::max();
    BatchParameters batch;
    batch.add(kMessage, kUser, Reaction::like(), kLargest32, kLargest64);
    batch.add(Time{1'759'485'600s + 7us}, std::optional<Time>{Time{-1us}}, std::optional<Time>{}, std::string{"+a -b"});
    BOOST_TEST(!batch.empty());
    BOOST_TEST(batch.size() == 2U);
    BOOST_TEST(batch.finish() ==
               R"([["0f8fad5bd9cb469fa16570867728950e","Alice.b_c~d@e:f-9","like",4294967295,18446744073709551615],)"
               R"([1759485600000007,-1,null,"+a -b"]])");
}

BOOST_AUTO_TEST_CASE(items_keep_their_order_and_a_text_cannot_leave_its_string) {
    BatchParameters batch;
    for (const std::string text : {"\"],[\"\\ \n", "1", "2"}) batch.add(text);
    BOOST_TEST(batch.finish() == R"([["\"],[\"\\ \n"],["1"],["2"]])");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::database
