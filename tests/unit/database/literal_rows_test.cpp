#include "database/literal_rows.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "likes/reaction.hpp"
#include "unit/likes/build.hpp"

namespace likes::database::literal_rows_test {

using namespace likes::test;
using Texts = std::vector<std::string>;
constexpr auto kEach = boost::test_tools::per_element();
constexpr RowsStatement kStatement{"INSERT INTO t VALUES ", " ON DUPLICATE KEY UPDATE a = 1"};

template <class... Columns>
std::string row(const Columns&... columns) {
    LiteralRows rows;
    rows.add(columns...);
    return rows.in({"", ""}).at(0);
}

BOOST_AUTO_TEST_SUITE(literal_rows)

BOOST_AUTO_TEST_CASE(rows_stand_in_their_statement_in_their_order) {
    LiteralRows rows;
    BOOST_TEST(rows.empty());
    BOOST_TEST(rows.in(kStatement) == Texts{}, kEach);
    rows.add(std::uint32_t{1}, Reaction::like());
    rows.add(std::uint64_t{18446744073709551615U}, user("bob"));
    BOOST_TEST(!rows.empty());
    const Texts whole{"INSERT INTO t VALUES (1,'like'),(18446744073709551615,'bob') ON DUPLICATE KEY UPDATE a = 1"};
    BOOST_TEST(rows.in(kStatement) == whole, kEach);
    BOOST_TEST(rows.in(kStatement) == whole, kEach);
}

BOOST_AUTO_TEST_CASE(each_type_has_its_literal) {
    using namespace std::chrono;
    const Time time = sys_days{2026y / November / 28} + 1h + 2min + 3s + microseconds{4};
    BOOST_TEST(row(uuid(255)) == "(x'000000000000000000000000000000ff')");
    BOOST_TEST(row(time, std::optional<Time>{}, std::optional{time}) ==
               "('2026-11-28 01:02:03.000004',NULL,'2026-11-28 01:02:03.000004')");
    BOOST_TEST(row(Expression{"UTC_TIMESTAMP(6)"}) == "(UTC_TIMESTAMP(6))");
    BOOST_TEST(row(std::string_view{}) == "('')");
    BOOST_TEST(row(std::string_view{"ann,1,2 bob,3,4\n#x +a"}) == "('ann,1,2 bob,3,4\n#x +a')");
}

// Whatever a column of the database holds, a row that is written back cannot become another statement.
BOOST_AUTO_TEST_CASE(a_text_that_might_mean_something_in_sql_is_written_as_its_digits) {
    BOOST_TEST(row(std::string_view{"'"}) == "(x'27')");
    BOOST_TEST(row(std::string_view{"\\"}) == "(x'5c')");
    BOOST_TEST(row(std::string_view{"a'); DROP TABLE t; --"}) == "(x'6127293b2044524f50205441424c4520743b202d2d')");
    BOOST_TEST(row(std::string_view{"\0", 1}) == "(x'00')");
    BOOST_TEST(row(std::string_view{"\x7F\xC3\xBF"}) == "(x'7fc3bf')");
}

BOOST_AUTO_TEST_CASE(rows_that_are_too_long_for_one_statement_are_cut_between_two_rows) {
    const std::string half(LiteralRows::kPartBytes / 2, 'x');
    LiteralRows rows;
    for (std::uint32_t i = 0; i < 5; ++i) rows.add(i, std::string_view{half});
    const auto texts = rows.in({"", "!"});
    BOOST_REQUIRE(texts.size() == 3U);
    BOOST_TEST(texts[0] == "(0,'" + half + "'),(1,'" + half + "')!");
    BOOST_TEST(texts[1] == "(2,'" + half + "'),(3,'" + half + "')!");
    BOOST_TEST(texts[2] == "(4,'" + half + "')!");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::database::literal_rows_test
