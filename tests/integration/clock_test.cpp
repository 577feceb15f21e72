#include <string>

#include <boost/test/unit_test.hpp>

#include "support/chat.hpp"
#include "support/patience.hpp"
#include "support/sql.hpp"

namespace likes::test {
namespace {

BOOST_AUTO_TEST_SUITE(clock)

// A handler left it and died, and then the clock was set back.
BOOST_AUTO_TEST_CASE(a_change_of_the_outbox_that_lies_in_the_future_is_published_at_once) {
    const Chat chat{1};
    sql("INSERT INTO reaction_summaries (message_id, reaction, total, version, last_reacted_at, next_event_at, recent, "
        "unpublished) VALUES (" +
        sql_id(chat.message()) +
        ", 'like', 0, 2, UTC_TIMESTAMP(6), '1970-01-01', '', ''); "
        "INSERT INTO outbox (outbox_id, entries) SELECT "
        "UNHEX(CONCAT(LPAD(HEX(FLOOR((UNIX_TIMESTAMP(NOW(6)) + 600) * 1000)), 12, '0'), '7000', '8000', "
        "'000000000001')), CONCAT(LOWER(HEX(" +
        sql_id(chat.id()) + ")), ' ', LOWER(HEX(" + sql_id(chat.message()) + ")), ' like -" + chat.members()[0] +
        ",0')");
    BOOST_REQUIRE(chat.outbox_rows() == 1U);
    BOOST_TEST(eventually([&] { return chat.outbox_rows() == 0; }));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
