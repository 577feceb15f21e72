#include "database/batch_parameters.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include <boost/test/unit_test.hpp>

#include "likes/reaction.hpp"

namespace likes::database::batch_parameters_test {

using namespace std::chrono_literals;

const Uuid kMessage = Uuid::parse("0F8FAD5B-D9CB-469F-A165-70867728950E").value();
const UserId kUser = UserId::parse("Alice.b_c~d@e:f-9").value();

/// The only part of a batch.
std::string text_of(BatchParameters& batch) {
    const auto parts = batch.finish();
    BOOST_REQUIRE(parts.size() == 1U);
    BOOST_TEST(parts.front().first_item == 0U);
    return parts.front().json;
}

BOOST_AUTO_TEST_SUITE(batch_parameters)

BOOST_AUTO_TEST_CASE(no_items_are_no_statement) {
    BatchParameters batch;
    BOOST_TEST(batch.empty());
    BOOST_TEST(batch.size() == 0U);
    BOOST_TEST(batch.finish().empty());
}

BOOST_AUTO_TEST_CASE(each_type_of_column_has_its_form) {
    constexpr auto kLargest32 = std::numeric_limits<std::uint32_t>::max();
    constexpr auto kLargest64 = std::numeric_limits<std::uint64_t>::max();
    BatchParameters batch;
    batch.add(kMessage, kUser, Reaction::like(), kLargest32, kLargest64);
    batch.add(Time{1'759'485'600s + 7us}, std::optional<Time>{Time{-1us}}, std::optional<Time>{}, std::string{"+a -b"});
    BOOST_TEST(!batch.empty());
    BOOST_TEST(batch.size() == 2U);
    BOOST_TEST(text_of(batch) ==
               R"([["0f8fad5bd9cb469fa16570867728950e","Alice.b_c~d@e:f-9","like",4294967295,18446744073709551615],)"
               R"([1759485600000007,-1,null,"+a -b"]])");
}

BOOST_AUTO_TEST_CASE(items_keep_their_order_and_a_text_cannot_leave_its_string) {
    BatchParameters batch;
    for (const std::string text : {"\"],[\"\\ \n", "1", "2"}) batch.add(text);
    BOOST_TEST(text_of(batch) == R"([["\"],[\"\\ \n"],["1"],["2"]])");
}

// The longest item there is: a summary that keeps 626 likers with ids of 128 characters, and as many unpublished
// changes.
BOOST_AUTO_TEST_CASE(a_long_batch_is_cut_into_parts_of_less_than_a_mebibyte_and_every_item_is_in_one_of_them) {
    const std::string longest(626 * (128 + 33) + 1000 * (128 + 2), 'x');
    BatchParameters batch;
    for (std::uint32_t i = 0; i < 300; ++i) batch.add(i, i % 3 == 0 ? longest : std::string(1000, 'x'));
    BOOST_TEST(batch.size() == 300U);
    const auto parts = batch.finish();
    BOOST_TEST(parts.size() > 20U);
    std::uint32_t next = 0;
    for (const auto& [json, first_item] : parts) {
        BOOST_TEST(json.size() < 1024U * 1024U);
        BOOST_TEST(first_item == next);
        BOOST_TEST(json.starts_with("[["));
        BOOST_TEST(json.ends_with("\"]]"));
        for (std::size_t at = 0; (at = json.find('[' + std::to_string(next) + ",\"", at)) != std::string::npos;) ++next;
    }
    BOOST_TEST(next == 300U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::database::batch_parameters_test
