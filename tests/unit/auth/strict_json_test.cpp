#include "auth/strict_json.hpp"

#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace likes::auth {
namespace {

std::string nested(std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
}

BOOST_AUTO_TEST_SUITE(strict_json)

BOOST_AUTO_TEST_CASE(one_value_with_white_space_around_it_is_read) {
    for (const std::string text : {"{}", " {\"a\":[1,2.5,null,true,\"ё\"]}\r\n", "\"x\"", "{\"a\":{\"a\":{}}}"}) {
        BOOST_TEST_CONTEXT(text) {
            rapidjson::Document value;
            BOOST_TEST(parse_strict_json(text, value));
        }
    }
}

BOOST_AUTO_TEST_CASE(what_two_parsers_could_read_differently_is_refused) {
    const std::vector<std::pair<std::string, std::string>> wrong{
        {"nothing", ""},
        {"a duplicate member", R"({"a":1,"b":2,"a":1})"},
        {"a duplicate member that is spelled with an escape", R"({"alg":1,"\u0061lg":2})"},
        {"a duplicate member in an object in an array", R"({"x":[{"a":1,"a":2}]})"},
        {"a value after the value", "{}{}"},
        {"text after the value", "{} x"},
        {"a NUL and text after the value", std::string("{}\0x", 4)},
        {"a NUL after the value", std::string("{}\0", 3)},
        {"a byte order mark", "\xEF\xBB\xBF{}"},
        {"UTF-8 cut short", "{\"a\":\"\xD1\"}"},
        {"an overlong form", "{\"a\":\"\xC0\xAF\"}"},
        {"a surrogate as UTF-8", "{\"a\":\"\xED\xA0\x80\"}"},
        {"half a surrogate pair", R"({"a":"\ud800"})"},
        {"a number beyond a double", R"({"a":1e400})"},
        {"NaN", R"({"a":NaN})"},
        {"a trailing comma", R"({"a":1,})"},
        {"a comment", "{/**/}"},
        {"single quotes", "{'a':1}"},
        {"a control character in a string", "{\"a\":\"\n\"}"},
    };
    for (const auto& [name, text] : wrong) {
        BOOST_TEST_CONTEXT(name) {
            rapidjson::Document value;
            BOOST_TEST(!parse_strict_json(text, value));
        }
    }
}

BOOST_AUTO_TEST_CASE(nesting_is_bounded_and_its_depth_costs_no_stack) {
    for (const auto& [depth, expected] :
         std::vector<std::pair<std::size_t, bool>>{{16, true}, {17, false}, {2'000'000, false}}) {
        BOOST_TEST_CONTEXT("depth: " << depth) {
            rapidjson::Document value;
            BOOST_TEST(parse_strict_json(nested(depth), value) == expected);
        }
    }
}

BOOST_AUTO_TEST_CASE(only_an_object_is_an_object) {
    for (const std::string text : {"[]", "1", "null", "\"{}\""}) {
        BOOST_TEST_CONTEXT(text) {
            rapidjson::Document value;
            BOOST_TEST(!parse_strict_object(text, value));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::auth
