#include "base/json.hpp"

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace likes::json_test {

bool is_read(std::string_view text) {
    rapidjson::Document value;
    return parse_strict_json(text, value);
}

std::string nested(std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
}

/// A text with the control character among others, so that it lies at any place of the sixteen that a parser may look
/// at together.
std::vector<std::string> texts_with(char control) {
    std::vector<std::string> texts;
    for (std::size_t before = 0; before < 16; ++before) {
        texts.push_back(std::string(before, 'a') + control + std::string(32, 'a'));
    }
    return texts;
}

BOOST_AUTO_TEST_SUITE(json_that_is_read)

BOOST_AUTO_TEST_CASE(a_control_character_that_is_not_escaped_is_refused) {
    for (char control = 0; control < 0x20; ++control) {
        for (const auto& text : texts_with(control)) {
            BOOST_TEST(!is_read('"' + text + '"'), "control character " << static_cast<int>(control));
        }
    }
}

BOOST_AUTO_TEST_CASE(one_value_with_white_space_around_it_is_read) {
    for (const std::string text : {"{}", " {\"a\":[1,2.5,null,true,\"ё\"]}\r\n", "\"x\"", "{\"a\":{\"a\":{}}}"})
        BOOST_TEST(is_read(text), text);
}

BOOST_AUTO_TEST_CASE(what_two_parsers_could_read_differently_is_refused) {
    const std::vector<std::pair<std::string, std::string>> wrong{
        {"nothing", ""},
        {"a duplicate member", R"({"a":1,"b":2,"a":1})"},
        {"a duplicate member that is spelled with an escape", R"({"alg":1,"\u0061lg":2})"},
        {"a duplicate member in an object in an array", R"({"x":[{"a":1,"a":2}]})"},
        {"a number that its digits make infinite", "[1844046743685478e300]"},
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
    for (const auto& [name, text] : wrong) BOOST_TEST(!is_read(text), name);
}

BOOST_AUTO_TEST_CASE(nesting_is_bounded_and_its_depth_costs_no_stack) {
    for (const auto& [depth, expected] :
         std::vector<std::pair<std::size_t, bool>>{{16, true}, {17, false}, {2'000'000, false}})
        BOOST_TEST(is_read(nested(depth)) == expected);
}

BOOST_AUTO_TEST_CASE(only_an_object_is_an_object) {
    for (const std::string text : {"[]", "1", "null", "\"{}\""}) {
        rapidjson::Document value;
        BOOST_TEST(!parse_strict_object(text, value), text);
    }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(json_that_is_written)

BOOST_AUTO_TEST_CASE(every_control_character_is_escaped) {
    for (char control = 0; control < 0x20; ++control) {
        for (const auto& text : texts_with(control)) {
            JsonText json;
            json.begin_object();
            json.member("text", text);
            json.end_object();
            rapidjson::Document read;
            BOOST_TEST(json.str().find(control) == std::string::npos,
                       "control character " << static_cast<int>(control));
            BOOST_TEST_REQUIRE(parse_strict_json(json.str(), read));
            BOOST_TEST((std::string{read["text"].GetString(), read["text"].GetStringLength()} == text));
        }
    }
}

/// The text of one value.
std::string written(const auto& value) {
    JsonText json;
    json.value(value);
    return json.str();
}

BOOST_AUTO_TEST_CASE(members_and_elements_are_separated_at_every_depth_also_where_they_are_json_already) {
    const std::string much = '"' + std::string(1'000'000, 'x') + '"';
    JsonText json;
    json.begin_object();
    json.member("text", "a");
    json.member("number", 7);
    json.member("truth", true);
    json.name("nothing");
    json.null();
    json.name("ready");
    json.raw(R"({"a":[1,2]})");
    json.begin_array("list");
    json.value(1U);
    json.raw(R"("two")");
    json.raw(much);
    json.begin_object();
    json.end_object();
    json.begin_array();
    json.value(false);
    json.null();
    json.end_array();
    json.raw("[]");
    json.end_array();
    json.begin_object("object");
    json.member("a", std::string{"b"});
    json.end_object();
    json.end_object();
    BOOST_TEST((json.str() == R"({"text":"a","number":7,"truth":true,"nothing":null,"ready":{"a":[1,2]},)"
                              R"("list":[1,"two",)" +
                                  much + R"(,{},[false,null],[]],"object":{"a":"b"}})"));
}

BOOST_AUTO_TEST_CASE(a_text_cannot_leave_its_string_and_is_read_as_it_was) {
    std::string every_ascii;
    for (char c = 0; c < 0x7F; ++c) every_ascii += c;
    for (const std::string& text : {std::string{}, std::string{R"(","a":"b)"},
                                    std::string{"\u2028 ёжик ❤️ 😀"}, std::string(3, '\0'), every_ascii}) {
        BOOST_TEST_INFO_SCOPE("text: " << text);
        JsonText json;
        json.begin_object();
        json.member(text, text);
        json.end_object();
        rapidjson::Document read;
        BOOST_REQUIRE(parse_strict_object(json.str(), read));
        BOOST_REQUIRE(read.MemberCount() == 1U);
        BOOST_TEST(string_of(read.MemberBegin()->name) == text);
        BOOST_TEST(string_of(read.MemberBegin()->value) == text);
        BOOST_TEST(json.str().find_first_of(std::string("\n\0", 2)) == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(a_literal_is_a_text_and_no_truth) {
    BOOST_TEST(written("literal") == R"("literal")");
    const char* const pointer = "pointer";
    BOOST_TEST(written(pointer) == R"("pointer")");
    BOOST_TEST(written(std::string_view{"part of it"}.substr(0, 4)) == R"("part")");
}

BOOST_AUTO_TEST_CASE(numbers_of_every_size_are_written_exactly) {
    BOOST_TEST(written(std::numeric_limits<std::int64_t>::min()) == "-9223372036854775808");
    BOOST_TEST(written(std::numeric_limits<std::int64_t>::max()) == "9223372036854775807");
    BOOST_TEST(written(std::numeric_limits<std::uint64_t>::max()) == "18446744073709551615");
    BOOST_TEST(written(std::numeric_limits<std::uint32_t>::max()) == "4294967295");
    BOOST_TEST(written(std::int8_t{-1}) == "-1");
    BOOST_TEST(written(std::uint8_t{65}) == "65");
    BOOST_TEST(written(0) == "0");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::json_test
