// What is published is committed already, and its callers are still to be answered: that there is no memory for its
// event is no fault of theirs.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "publishing/delayed_publisher.hpp"
#include "publishing/publisher.hpp"
#include "runtime/counters.hpp"
#include "unit/base/failing_allocator.hpp"
#include "unit/publishing/fakes.hpp"

namespace likes::publishing::out_of_memory_test {

using likes::test::Allocating;
using test::FakeBroker;
using namespace std::chrono_literals;

/// Calls `work` again and again, each time with another allocation of this thread that fails, until none fails.
/// Returns how many have failed.
template <class Work>
int with_each_allocation_failing(const Work& work) {
    int failed = 0;
    for (long number = 1;; ++number) {
        likes::test::fail_allocation(number, Allocating::kThisThread);
        work();
        if (!likes::test::stop_failing_allocations()) return failed;
        ++failed;
    }
}

BOOST_AUTO_TEST_SUITE(out_of_memory)

BOOST_AUTO_TEST_CASE(events_for_which_there_is_no_memory_are_left_to_the_relay_and_the_next_ones_are_published) {
    FakeBroker broker;
    Publisher& publisher = broker.publisher;
    const auto not_sent = runtime::counters().events_not_sent.value();
    std::vector<std::vector<Event>> parts;
    for (std::uint32_t i = 0; i < 100; ++i) parts.push_back(test::events(10 * i, 10));
    std::size_t next = 0;
    const auto failed = with_each_allocation_failing([&] { publisher.publish(std::move(parts.at(next++))); });
    BOOST_TEST(failed > 0);
    BOOST_TEST(runtime::counters().events_not_sent.value() == not_sent + 10U * static_cast<unsigned>(failed));
    BOOST_TEST(broker.wait_for(10 * (next - static_cast<std::size_t>(failed))).size() ==
               10 * (next - static_cast<std::size_t>(failed)));
}

/// Writes down which targets it is asked for.
class Asked final : public store::DueEvents {
  public:
    explicit Asked(std::vector<MessageReaction>& targets) : targets_{&targets} {}

    Taken take_due(std::span<const PendingEvent> pending) override {
        for (const auto& event : pending) targets_->push_back(event.target);
        return {};
    }

  private:
    std::vector<MessageReaction>* targets_;
};

BOOST_AUTO_TEST_CASE(what_cannot_be_scheduled_is_left_to_the_relay_and_can_be_scheduled_again) {
    FakeBroker broker;
    Publisher& publisher = broker.publisher;
    std::vector<PendingEvent> pending;
    // Not due before the test has scheduled them all.
    for (const auto& event : test::events(1, 50)) pending.push_back({event.chat, event.target, system_now() + 1s});
    std::vector<MessageReaction> asked;
    DelayedPublisher delayed{std::make_unique<Asked>(asked), system_now, std::chrono::steady_clock::now, 1s, publisher};
    BOOST_TEST(with_each_allocation_failing([&] { delayed.schedule(pending); }) > 0);
    delayed.finish();
    for (const auto& event : pending) {
        BOOST_TEST((std::find(asked.begin(), asked.end(), event.target) != asked.end()));
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::publishing::out_of_memory_test
