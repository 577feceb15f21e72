#include "events/conflator.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "unit/likes/build.hpp"

namespace likes::events {
namespace {

using namespace std::chrono_literals;
using namespace likes::test;

constexpr Time kNow{1'759'485'600s};

Subject message(unsigned char number) {
    return {uuid(number), Reaction::like()};
}

Event event(const Subject& subject, std::uint64_t version, std::vector<Deed> deeds, Time publish_at) {
    const auto total = static_cast<std::uint32_t>(version);
    return {uuid(100),
            subject,
            {total, version, kNow, users({"zoe"}), false},
            std::move(deeds),
            {uuid(static_cast<unsigned char>(200 + version))},
            publish_at};
}

/// The subjects of some events; sorted, as the events come in no order.
std::vector<Subject> subjects(const std::vector<Event>& events) {
    std::vector<Subject> list;
    for (const auto& each : events) list.push_back(each.subject);
    std::sort(list.begin(), list.end());
    return list;
}

std::vector<Deed> many_likes(std::size_t count) {
    std::vector<Deed> deeds;
    for (std::size_t i = 0; i < count; ++i) deeds.push_back(liked("user" + std::to_string(i)));
    return deeds;
}

BOOST_AUTO_TEST_SUITE(conflator)

BOOST_AUTO_TEST_CASE(nothing_waits_at_first) {
    Conflator conflator;
    BOOST_TEST(conflator.take_due(Time::max()).empty());
    BOOST_TEST(conflator.take_all().empty());
    BOOST_TEST(!conflator.next_turn().has_value());
    BOOST_TEST(!conflator.turn_of(message(1)).has_value());
}

BOOST_AUTO_TEST_CASE(an_event_is_due_from_its_turn_on_and_is_given_out_once) {
    Conflator conflator;
    const auto given = event(message(1), 3, {liked("alice")}, kNow);
    conflator.add(given);
    BOOST_TEST(conflator.take_due(kNow - 1us).empty());
    const auto due = conflator.take_due(kNow);
    BOOST_REQUIRE(due.size() == 1U);
    BOOST_TEST((due[0].chat == given.chat));
    BOOST_TEST((due[0].subject == given.subject));
    BOOST_TEST((due[0].snapshot == given.snapshot));
    BOOST_TEST((due[0].deeds == given.deeds));
    BOOST_TEST((due[0].outbox_ids == given.outbox_ids));
    BOOST_TEST((due[0].publish_at == kNow));
    BOOST_TEST(conflator.take_due(kNow).empty());
    BOOST_TEST(!conflator.turn_of(message(1)).has_value());
}

BOOST_AUTO_TEST_CASE(only_those_whose_turn_has_come_are_taken) {
    Conflator conflator;
    conflator.add(event(message(1), 1, {liked("alice")}, kNow - 1s));
    conflator.add(event(message(2), 1, {liked("alice")}, kNow));
    conflator.add(event(message(3), 1, {liked("alice")}, kNow + 1us));
    BOOST_TEST((subjects(conflator.take_due(kNow)) == std::vector{message(1), message(2)}));
    BOOST_TEST((subjects(conflator.take_due(kNow + 1us)) == std::vector{message(3)}));
}

BOOST_AUTO_TEST_CASE(an_event_absorbs_what_comes_while_it_waits) {
    Conflator conflator;
    conflator.add(event(message(1), 1, {liked("alice")}, kNow));
    conflator.add(event(message(1), 2, {liked("bob")}, kNow + 1s));
    conflator.add(event(message(1), 3, {unliked("alice")}, kNow - 1s));
    BOOST_TEST((conflator.turn_of(message(1)) == kNow));
    const auto due = conflator.take_due(kNow);
    BOOST_REQUIRE(due.size() == 1U);
    BOOST_TEST(due[0].snapshot.version == 3U);
    BOOST_TEST((due[0].deeds == std::vector{liked("alice"), liked("bob"), unliked("alice")}));
    BOOST_TEST((due[0].outbox_ids == std::vector{uuid(201), uuid(202), uuid(203)}));
}

BOOST_AUTO_TEST_CASE(messages_and_reactions_are_kept_apart) {
    const Subject clapped{uuid(1), Reaction::parse("clap").value()};
    Conflator conflator;
    conflator.add(event(message(1), 1, {liked("alice")}, kNow));
    conflator.add(event(message(2), 1, {liked("alice")}, kNow));
    conflator.add(event(clapped, 1, {liked("alice")}, kNow));
    BOOST_TEST((subjects(conflator.take_due(kNow)) == std::vector{clapped, message(1), message(2)}));
}

BOOST_AUTO_TEST_CASE(what_comes_after_an_event_was_taken_waits_for_its_own_turn) {
    Conflator conflator;
    conflator.add(event(message(1), 1, {liked("alice")}, kNow));
    conflator.take_due(kNow);
    conflator.add(event(message(1), 2, {liked("bob")}, kNow + 1s));
    BOOST_TEST((conflator.turn_of(message(1)) == kNow + 1s));
    const auto due = conflator.take_due(kNow + 1s);
    BOOST_REQUIRE(due.size() == 1U);
    BOOST_TEST((due[0].deeds == std::vector{liked("bob")}));
}

BOOST_AUTO_TEST_CASE(the_next_turn_is_the_earliest_of_all) {
    Conflator conflator;
    conflator.add(event(message(1), 1, {liked("alice")}, kNow + 2s));
    BOOST_TEST((conflator.next_turn() == kNow + 2s));
    conflator.add(event(message(2), 1, {liked("alice")}, kNow + 1s));
    conflator.add(event(message(3), 1, {liked("alice")}, kNow + 3s));
    BOOST_TEST((conflator.next_turn() == kNow + 1s));
    conflator.take_due(kNow + 1s);
    BOOST_TEST((conflator.next_turn() == kNow + 2s));
    BOOST_TEST((conflator.turn_of(message(3)) == kNow + 3s));
}

BOOST_AUTO_TEST_CASE(all_are_taken_due_or_not) {
    Conflator conflator;
    conflator.add(event(message(1), 1, {liked("alice")}, kNow - 1s));
    conflator.add(event(message(2), 1, {liked("alice")}, Time::max()));
    BOOST_TEST((subjects(conflator.take_all()) == std::vector{message(1), message(2)}));
    BOOST_TEST(!conflator.next_turn().has_value());
}

BOOST_AUTO_TEST_CASE(an_event_that_tells_of_too_much_waits_no_longer) {
    Conflator conflator;
    conflator.add(event(message(1), 1, many_likes(Conflator::kDeedsMax - 2), kNow));
    conflator.add(event(message(1), 2, many_likes(1), kNow));
    BOOST_TEST((conflator.turn_of(message(1)) == kNow));
    conflator.add(event(message(1), 3, many_likes(1), kNow));
    const auto due = conflator.take_due(kNow - 1h);
    BOOST_REQUIRE(due.size() == 1U);
    BOOST_TEST(due[0].deeds.size() == Conflator::kDeedsMax);
}

BOOST_AUTO_TEST_CASE(an_event_that_tells_of_too_much_from_the_start_does_not_wait_either) {
    Conflator conflator;
    conflator.add(event(message(1), 1, many_likes(Conflator::kDeedsMax), kNow));
    BOOST_TEST(conflator.take_due(kNow - 1h).size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::events
