#include "likes/event.hpp"

#include <vector>

#include <boost/test/unit_test.hpp>

#include "unit/likes/build.hpp"

namespace likes {
namespace {

using namespace likes::test;

BOOST_AUTO_TEST_SUITE(making_an_event)

BOOST_AUTO_TEST_CASE(it_has_each_users_last_change_of_all_batches_in_order_and_frees_all_their_rows) {
    const MessageReaction target{uuid(101), Reaction::like()};
    const Snapshot snapshot{2, 7, Time{}, users({"bob", "carol"}), false};
    const auto event = make_event(uuid(100), target, snapshot,
                                  {{uuid(1), {liked("alice"), liked("bob"), liked("dave"), unliked("dave")}},
                                   {uuid(2), {unliked("alice"), liked("carol")}}});
    BOOST_TEST((event.chat == uuid(100)));
    BOOST_TEST((event.target == target));
    BOOST_TEST((event.snapshot == snapshot));
    BOOST_TEST((event.changes == std::vector{liked("bob"), unliked("dave"), unliked("alice"), liked("carol")}));
    BOOST_TEST((event.outbox_ids == std::vector{uuid(1), uuid(2)}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes
