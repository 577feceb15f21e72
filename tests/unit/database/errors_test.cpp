#include "database/errors.hpp"

#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace likes::database::errors_test {

std::string name(Failure failure) {
    switch (failure) {
        case Failure::kConflict:
            return "conflict";
        case Failure::kConnectionLost:
            return "connection lost";
        case Failure::kNoRoom:
            return "no room";
        case Failure::kPermanent:
            return "permanent";
    }
    return "none of the four";
}

BOOST_AUTO_TEST_SUITE(database_errors)

BOOST_AUTO_TEST_CASE(an_error_tells_whether_to_try_again_connect_anew_wait_for_room_or_give_up) {
    const std::vector<std::pair<std::string, std::vector<int>>> expected{
        {"conflict", {1020, 1062, 1205, 1213}},
        // Of the client library.
        {"connection lost", {2002, 2003, 2005, 2006, 2012, 2013, 2014, 2026, 2027, 2030, 2055}},
        // Of the server.
        {"connection lost",
         {1040, 1047, 1053, 1077, 1079, 1152, 1158, 1159, 1160, 1161, 1184, 1203, 1317, 1927, 3169, 4031}},
        // Of a replica that does not write yet.
        {"connection lost", {1290, 1836}},
        // Of the server's files, of its disk, of a table.
        {"no room", {3, 20, 1021, 1026, 1114}},
        // Access denied, no such database, unknown column, syntax, no such table, data too long.
        {"permanent", {1044, 1045, 1049, 1054, 1064, 1146, 1406}},
        {"permanent", {0, -1, 65535}},
    };
    for (const auto& [failure, numbers] : expected) {
        for (const int number : numbers) {
            BOOST_TEST_INFO_SCOPE("error " << number);
            BOOST_TEST(name(classify(number)) == failure);
        }
    }
}

BOOST_AUTO_TEST_CASE(the_metrics_tell_the_conflicts_apart_and_sum_up_the_rest) {
    using runtime::DatabaseError;
    const std::vector<std::pair<int, DatabaseError>> expected{
        {1213, DatabaseError::kDeadlock},
        {1205, DatabaseError::kLockWaitTimeout},
        {1062, DatabaseError::kDuplicateKey},
        {1020, DatabaseError::kRecordChanged},
        {2006, DatabaseError::kConnectionLost},
        {1290, DatabaseError::kConnectionLost},
        {1114, DatabaseError::kNoRoom},
        {1064, DatabaseError::kOther},
        {0, DatabaseError::kOther},
    };
    for (const auto& [number, error] : expected) BOOST_TEST((counter_of(number) == error), "error " << number);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::database::errors_test
