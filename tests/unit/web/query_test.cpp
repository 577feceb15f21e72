#include "web/query.hpp"

#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "web/response.hpp"

namespace likes::web::query_test {

Query parse(const std::string& text) {
    return Query::parse(text, {"limit", "cursor"});
}

bool is_bad_request(const Problem& problem) {
    return problem.status == 400 && !problem.detail.empty() && problem.headers.empty();
}

void expect_bad_request(const std::vector<std::string>& texts) {
    for (const auto& text : texts) {
        BOOST_TEST_CONTEXT("query: " << text) {
            BOOST_CHECK_EXCEPTION(parse(text), Problem, is_bad_request);
        }
    }
}

std::string value(const std::string& text, const std::string& name) {
    return std::string{parse(text).get(name).value_or("(not there)")};
}

BOOST_AUTO_TEST_SUITE(query)

BOOST_AUTO_TEST_CASE(values_are_found_by_name_and_decoded) {
    struct Case {
        std::string text;
        std::string limit;
        std::string cursor;
    };
    const std::string none = "(not there)";
    const std::vector<Case> cases{
        {"", none, none},
        {"limit=5", "5", none},
        {"limit=5&cursor=abc", "5", "abc"},
        {"cursor=abc&limit=5", "5", "abc"},
        {"limit", "", none},
        {"limit=", "", none},
        {"&&limit=5&", "5", none},
        {"cursor=a=b", none, "a=b"},
        {"cursor=a+b", none, "a b"},
        {"cursor=a%2Bb", none, "a+b"},
        {"cursor=%41%7a%7A", none, "Azz"},
        {"cursor=a%26limit%3D5", none, "a&limit=5"},
        {"%6Cimit=5", "5", none},
        {"cursor=%25", none, "%"},
        {"cursor=%00", none, std::string(1, '\0')},
        {"cursor=%ff", none, "\xFF"},
    };
    for (const auto& each : cases) {
        BOOST_TEST_CONTEXT("query: " << each.text) {
            BOOST_TEST(value(each.text, "limit") == each.limit);
            BOOST_TEST(value(each.text, "cursor") == each.cursor);
        }
    }
}

BOOST_AUTO_TEST_CASE(an_unknown_name_is_refused_and_not_repeated_to_the_client) {
    expect_bad_request({"offset=1", "limit=1&offset=1", "Limit=1", "limit%20=1", "=1", "limit%00=1", "+=1"});
    BOOST_CHECK_EXCEPTION(parse("<script>=1"), Problem, [](const Problem& problem) {
        return is_bad_request(problem) && problem.detail.find("script") == std::string::npos;
    });
}

BOOST_AUTO_TEST_CASE(a_name_given_twice_is_refused_even_with_the_same_value) {
    expect_bad_request({"limit=1&limit=1", "limit=1&cursor=a&limit=2", "limit=1&%6cimit=1", "limit&limit"});
}

BOOST_AUTO_TEST_CASE(a_list_given_several_times_is_one_list) {
    for (const auto& [text, ids] : std::vector<std::pair<std::string, std::string>>{
             {"ids=a", "a"}, {"ids=a,b&ids=c", "a,b,c"}, {"ids=a&limit=5&%69ds=b", "a,b"}, {"ids&ids=", ","}}) {
        BOOST_TEST_CONTEXT("query: " << text) {
            BOOST_TEST(Query::parse(text, {"limit"}, {"ids"}).get("ids").value() == ids);
        }
    }
    BOOST_CHECK_EXCEPTION(Query::parse("ids=a&limit=1&limit=1", {"limit"}, {"ids"}), Problem, is_bad_request);
    BOOST_CHECK_EXCEPTION(Query::parse("id=a", {"limit"}, {"ids"}), Problem, is_bad_request);
}

BOOST_AUTO_TEST_CASE(a_broken_percent_sequence_is_refused_in_names_and_values) {
    expect_bad_request({"cursor=%", "cursor=%4", "cursor=%G0", "cursor=%0G", "cursor=% 1", "cursor=%+1", "cursor=%-1",
                        "cursor=%0x41", "cursor=a%2", "cursor=%%41", "%=1", "limit%6=1", "cursor=%4&limit=1"});
}

BOOST_AUTO_TEST_CASE(a_percent_sequence_does_not_reach_beyond_the_query) {
    const std::string_view text = "cursor=%41";
    BOOST_CHECK_EXCEPTION(Query::parse(text.substr(0, 9), {"cursor"}), Problem, is_bad_request);
    BOOST_CHECK_EXCEPTION(Query::parse(text.substr(0, 8), {"cursor"}), Problem, is_bad_request);
}

BOOST_AUTO_TEST_CASE(a_number_has_bounds_that_belong_to_it_and_a_refusal_names_them) {
    BOOST_TEST(parse("limit=3").number("limit", 3, 9, 5) == 3U);
    BOOST_TEST(parse("limit=9").number("limit", 3, 9, 5) == 9U);
    for (const std::string text : {"limit=2", "limit=10"}) {
        BOOST_CHECK_EXCEPTION(parse(text).number("limit", 3, 9, 5), Problem, [](const Problem& problem) {
            return is_bad_request(problem) &&
                   problem.detail == "The parameter 'limit' must be a whole number from 3 to 9.";
        });
    }
}

BOOST_AUTO_TEST_CASE(the_fallback_is_for_a_number_that_is_not_there_and_only_for_that) {
    BOOST_TEST(parse("").number("limit", 3, 9, 5) == 5U);
    BOOST_TEST(parse("cursor=7").number("limit", 3, 9, 5) == 5U);
    BOOST_CHECK_EXCEPTION(parse("limit").number("limit", 0, 9, 5), Problem, is_bad_request);
    BOOST_CHECK_EXCEPTION(parse("limit=").number("limit", 0, 9, 5), Problem, is_bad_request);
}

BOOST_AUTO_TEST_CASE(only_digits_make_a_number) {
    constexpr auto kLargest = std::numeric_limits<std::size_t>::max();
    BOOST_TEST(parse("limit=18446744073709551615").number("limit", 0, kLargest, 5) == kLargest);
    for (const std::string text : {"-1", "-0", "%2B1", "+1", "%201", "1+", "1%20", "1.0", "1e1", "0x1", "1a", "a",
                                   "1%00", "18446744073709551616", "99999999999999999999999", "%D9%A1"}) {
        BOOST_TEST_CONTEXT("value: " << text) {
            BOOST_CHECK_EXCEPTION(parse("limit=" + text).number("limit", 0, kLargest, 5), Problem, is_bad_request);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::web::query_test
