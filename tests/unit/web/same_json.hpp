#pragma once

#include <string>

#include <boost/test/unit_test.hpp>
#include <rapidjson/document.h>
#include <rapidjson/error/en.h>

namespace likes::test {

/// True if both texts are the same JSON value: the same members with the same values and no others, in any order.
inline boost::test_tools::predicate_result same_json(const std::string& actual, const std::string& expected) {
    boost::test_tools::predicate_result result{false};
    rapidjson::Document left;
    rapidjson::Document right;
    left.Parse<rapidjson::kParseValidateEncodingFlag>(actual.data(), actual.size());
    right.Parse(expected.data(), expected.size());
    if (left.HasParseError()) {
        result.message() << "not JSON (" << rapidjson::GetParseError_En(left.GetParseError()) << "): " << actual;
    } else if (right.HasParseError()) {
        result.message() << "the expectation is not JSON: " << expected;
    } else if (left != right) {
        result.message() << "\n  actual:   " << actual << "\n  expected: " << expected;
    } else {
        return true;
    }
    return result;
}

}  // namespace likes::test
