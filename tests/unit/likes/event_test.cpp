#include "likes/event.hpp"

#include <vector>

#include <boost/test/unit_test.hpp>

#include "unit/likes/build.hpp"

namespace likes {
namespace {

using namespace likes::test;

BOOST_AUTO_TEST_SUITE(making_an_event)

BOOST_AUTO_TEST_CASE(it_tells_of_every_batch_each_users_last_deed_in_order_and_frees_all_their_rows) {
    const Subject subject{uuid(101), Reaction::like()};
    const Snapshot snapshot{2, 7, Time{}, users({"bob", "carol"}), false};
    const auto event = make_event(uuid(100), subject, snapshot,
                                  {{uuid(1), {liked("alice"), liked("bob"), liked("dave"), unliked("dave")}},
                                   {uuid(2), {unliked("alice"), liked("carol")}}});
    BOOST_TEST((event.chat == uuid(100)));
    BOOST_TEST((event.subject == subject));
    BOOST_TEST((event.snapshot == snapshot));
    BOOST_TEST((event.deeds == std::vector{liked("bob"), unliked("dave"), unliked("alice"), liked("carol")}));
    BOOST_TEST((event.outbox_ids == std::vector{uuid(1), uuid(2)}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes
