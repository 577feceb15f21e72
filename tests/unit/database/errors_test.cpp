#include "database/errors.hpp"

#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace likes::database {
namespace {

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

void expect(const std::vector<int>& error_numbers, const std::string& expected) {
    for (const int number : error_numbers) {
        BOOST_TEST_CONTEXT("error " << number) {
            BOOST_TEST(name(classify(number)) == expected);
        }
    }
}

BOOST_AUTO_TEST_SUITE(database_errors)

BOOST_AUTO_TEST_CASE(who_was_in_somebodys_way_tries_again) {
    expect({1020, 1205, 1213}, "conflict");
}

BOOST_AUTO_TEST_CASE(a_connection_that_is_gone_or_unusable_is_made_anew) {
    // Of the client library.
    expect({2002, 2003, 2005, 2006, 2012, 2013, 2014, 2026, 2027, 2030, 2055}, "connection lost");
    // Of the server.
    expect({1040, 1047, 1053, 1077, 1079, 1152, 1158, 1159, 1160, 1161, 1184, 1203, 1317, 1927, 3169, 4031},
           "connection lost");
}

BOOST_AUTO_TEST_CASE(a_replica_that_does_not_write_yet_counts_as_away) {
    expect({1290, 1836}, "connection lost");
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_no_mistake_of_ours) {
    // Of the server's files, of its disk, of a table.
    expect({3, 20, 1021, 1026, 1114}, "no room");
}

BOOST_AUTO_TEST_CASE(the_metrics_tell_the_conflicts_apart_and_sum_up_the_rest) {
    using runtime::DatabaseError;
    const std::vector<std::pair<int, DatabaseError>> expected{
        {1213, DatabaseError::kDeadlock},       {1205, DatabaseError::kLockWaitTimeout},
        {1020, DatabaseError::kRecordChanged},  {2006, DatabaseError::kConnectionLost},
        {1290, DatabaseError::kConnectionLost}, {1114, DatabaseError::kNoRoom},
        {1064, DatabaseError::kOther},          {0, DatabaseError::kOther},
    };
    for (const auto& [number, error] : expected) {
        BOOST_TEST_CONTEXT("error " << number) {
            BOOST_TEST((counter_of(number) == error));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_mistake_of_ours_or_of_the_schema_is_permanent) {
    // Access denied, no such database, unknown column, duplicate key, syntax, no such table, data too long.
    expect({1044, 1045, 1049, 1054, 1062, 1064, 1146, 1406}, "permanent");
    expect({0, -1, 65535}, "permanent");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::database
