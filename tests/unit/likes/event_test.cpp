#include "likes/event.hpp"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "unit/likes/build.hpp"

namespace likes {
namespace {

using namespace std::chrono_literals;
using namespace likes::test;

constexpr Time kTurn{1'759'485'600s};

Event event(std::uint64_t version, std::vector<Deed> deeds, std::vector<Uuid> outbox_ids, Time publish_at = kTurn) {
    const auto total = static_cast<std::uint32_t>(version);
    return {uuid(100),        {uuid(101), Reaction::like()}, {total, version, kTurn, users({"zoe"}), false},
            std::move(deeds), std::move(outbox_ids),         publish_at};
}

BOOST_AUTO_TEST_SUITE(absorb_an_event)

BOOST_AUTO_TEST_CASE(a_newer_event_brings_its_snapshot_and_its_deeds_come_last) {
    auto older = event(4, {liked("alice"), liked("bob")}, {uuid(1)});
    const auto newer = event(6, {unliked("alice"), liked("carol")}, {uuid(2), uuid(3)});
    absorb(older, newer);
    BOOST_TEST((older.snapshot == newer.snapshot));
    BOOST_TEST((older.deeds == std::vector{liked("alice"), liked("bob"), unliked("alice"), liked("carol")}));
    BOOST_TEST((older.outbox_ids == std::vector{uuid(1), uuid(2), uuid(3)}));
}

BOOST_AUTO_TEST_CASE(an_older_event_that_comes_late_leaves_the_snapshot_and_its_deeds_come_first) {
    auto newer = event(6, {unliked("alice"), liked("carol")}, {uuid(2), uuid(3)});
    const auto snapshot = newer.snapshot;
    absorb(newer, event(4, {liked("alice"), liked("bob")}, {uuid(1)}));
    BOOST_TEST((newer.snapshot == snapshot));
    BOOST_TEST((newer.deeds == std::vector{liked("alice"), liked("bob"), unliked("alice"), liked("carol")}));
    BOOST_TEST(newer.outbox_ids.size() == 3U);
    for (const auto id : {uuid(1), uuid(2), uuid(3)}) {
        BOOST_TEST(std::count(newer.outbox_ids.begin(), newer.outbox_ids.end(), id) == 1);
    }
}

BOOST_AUTO_TEST_CASE(an_event_of_the_same_version_comes_last) {
    auto first = event(6, {liked("alice")}, {uuid(1)});
    const auto snapshot = first.snapshot;
    absorb(first, event(6, {liked("bob")}, {uuid(2)}));
    BOOST_TEST((first.snapshot == snapshot));
    BOOST_TEST((first.deeds == std::vector{liked("alice"), liked("bob")}));
    BOOST_TEST((first.outbox_ids == std::vector{uuid(1), uuid(2)}));
}

BOOST_AUTO_TEST_CASE(the_absorbing_event_keeps_its_turn) {
    for (const auto turn : {kTurn - 1s, kTurn + 1s}) {
        for (const std::uint64_t version : {1U, 9U}) {
            auto waiting = event(4, {liked("alice")}, {uuid(1)});
            absorb(waiting, event(version, {liked("bob")}, {uuid(2)}, turn));
            BOOST_TEST((waiting.publish_at == kTurn));
            BOOST_TEST((waiting.chat == uuid(100)));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes
