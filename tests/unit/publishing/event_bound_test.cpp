// The longest event there can be, against the broker's limit.
#include <cstddef>
#include <fstream>
#include <limits>
#include <string>

#include <boost/test/unit_test.hpp>

#include "publishing/event_json.hpp"
#include "unit/publishing/fakes.hpp"

namespace likes::publishing::event_bound_test {

/// The upper bound of the option liked-by-max.
constexpr std::size_t kLikedByMax = 500;

/// The event that has the most and the longest of everything.
Event longest() {
    const auto id = likes::test::user(std::string(UserId::kMaxLength, 'u'));
    constexpr auto kMost = std::numeric_limits<std::uint32_t>::max();
    Event event{
        likes::test::uuid(1), {likes::test::uuid(2), Reaction::parse(std::string(32, 'r')).value()}, {}, {}, {}};
    event.snapshot = {kMost, std::numeric_limits<std::uint64_t>::max(), Time{}, {}, false};
    event.snapshot.liked_by.assign(kLikedByMax, id);
    event.changes.assign(kEventChangesMax, {id, Action::kTakeBack});
    return event;
}

/// max_packet_size of the configuration that the product comes with.
std::size_t packet_max() {
    std::ifstream file{LIKES_BROKER_CONFIGURATION};
    std::size_t bytes = 0;
    for (std::string word; file >> word;) {
        if (word == "max_packet_size" && file >> bytes) break;
        file.clear();
    }
    return bytes;
}

BOOST_AUTO_TEST_SUITE(bound_of_an_event)

BOOST_AUTO_TEST_CASE(the_longest_event_is_shorter_than_what_the_broker_takes) {
    BOOST_TEST(to_json(longest()).size() < kEventBytesMax);
    // A packet has besides: a topic, a content type, and the two ids of the trace.
    BOOST_TEST(kEventBytesMax + 1024 < packet_max());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::publishing::event_bound_test
