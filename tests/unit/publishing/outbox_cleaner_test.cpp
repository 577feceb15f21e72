#include "publishing/outbox_cleaner.hpp"

#include <algorithm>
#include <atomic>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "database/errors.hpp"
#include "support/patience.hpp"
#include "unit/publishing/fakes.hpp"
#include "unit/runtime/captured_log.hpp"

namespace likes::publishing::outbox_cleaner_test {

using likes::test::CapturedLog;
using likes::test::eventually;
using namespace publishing::test;

using Settled = FakePublishedEvents::Settled;

struct Fixture {
    std::unique_ptr<OutboxCleaner> make(std::function<void()> fail = {}) {
        return std::make_unique<OutboxCleaner>(std::make_unique<FakePublishedEvents>(settled, std::move(fail)),
                                               publisher);
    }

    /// As make(), with a database that is away as long as `is_away`.
    std::unique_ptr<OutboxCleaner> make_while_away() {
        return make([this] { try_database(); });
    }

    void try_database() {
        ++attempts;
        if (is_away) throw database::Unavailable{"the database is away"};
    }

    /// Once the cleaner has taken all that is acknowledged: an attempt has begun after that.
    void come_back() {
        const int before = attempts;
        BOOST_REQUIRE(eventually([&] { return attempts >= before + 2; }));
        is_away = false;
    }

    /// Publishes these events, which the broker acknowledges.
    void publish(std::uint32_t first, std::uint32_t count) {
        constexpr std::uint32_t kAtOnce = 5000;
        for (std::uint32_t done = 0; done < count; done += std::min(count - done, kAtOnce)) {
            publisher.publish(events(first + done, std::min(count - done, kAtOnce)));
            publisher.drain(kPatience);
        }
    }

    /// The rows that were settled, in the order in which they were.
    std::vector<Uuid> rows() {
        std::vector<Uuid> all;
        for (const auto& each : settled.all()) {
            for (const auto& event : each) all.insert(all.end(), event.outbox_ids.begin(), event.outbox_ids.end());
        }
        return all;
    }

    std::atomic<bool> is_away = true;
    std::atomic<int> attempts = 0;
    Calls<Settled> settled;
    FakeBroker broker;
    Publisher& publisher = broker.publisher;
};

BOOST_FIXTURE_TEST_SUITE(outbox_cleaner, Fixture)

BOOST_AUTO_TEST_CASE(what_the_broker_has_is_settled_once) {
    const auto cleaner = make();
    publish(1, 1);
    BOOST_REQUIRE(settled.wait_for(1).size() == 1U);
    const auto first = settled.all().at(0).at(0);
    BOOST_TEST((first.chat == event(1).chat));
    BOOST_TEST((first.target == event(1).target));
    publish(2, 1);
    for (int i = 0; i < 2; ++i) cleaner->finish();
    const std::vector<Uuid> expected{event(1).outbox_ids.at(0), event(2).outbox_ids.at(0)};
    BOOST_TEST((rows() == expected));
}

BOOST_AUTO_TEST_CASE(what_the_broker_has_not_acknowledged_stays_in_the_outbox) {
    broker.acknowledges = false;
    const auto cleaner = make();
    publisher.publish(events(1, 2));
    const auto messages = broker.wait_for(2);
    BOOST_REQUIRE(messages.size() == 2U);
    broker.answer(messages[0], false);
    cleaner->finish();
    BOOST_TEST(settled.all().empty());
}

BOOST_AUTO_TEST_CASE(while_the_database_is_away_it_is_tried_again_without_a_word) {
    const CapturedLog log{"debug"};
    std::atomic<int> failures = 0;
    const auto cleaner = make([&] {
        if (++failures <= 3) throw database::Unavailable{"the database is away"};
    });
    publish(1, 2);
    BOOST_REQUIRE(settled.wait_for(1).size() == 1U);
    cleaner->finish();
    BOOST_TEST(rows().size() == 2U);
    BOOST_TEST(failures == 4);
    BOOST_TEST(log.text() == "");
}

BOOST_AUTO_TEST_CASE(another_fault_is_reported_and_it_is_tried_again) {
    const CapturedLog log{"error"};
    std::atomic<int> failures = 0;
    const auto cleaner = make([&] {
        if (++failures == 1) throw std::runtime_error{"no such table"};
    });
    publish(1, 1);
    BOOST_REQUIRE(settled.wait_for(1).size() == 1U);
    BOOST_REQUIRE(log.lines().size() == 1U);
    BOOST_TEST(log.lines()[0].find("no such table") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_newest_are_settled_first_a_thousand_at_a_time) {
    const auto cleaner = make_while_away();
    publish(0, 2500);
    come_back();
    cleaner->finish();
    const auto all = settled.all();
    std::vector<std::size_t> sizes;
    for (const auto& each : all) sizes.push_back(each.size());
    BOOST_REQUIRE((sizes == std::vector<std::size_t>{1000, 1000, 500}));
    BOOST_TEST((all[0].back().target == event(2499).target));
    BOOST_TEST((all[2].front().target == event(0).target));
}

BOOST_AUTO_TEST_CASE(what_was_settled_before_the_database_went_away_is_not_settled_again) {
    std::atomic<int> calls = 0;
    const auto cleaner = make([&] {
        // Away, there for one transaction, and away again.
        try_database();
        if (++calls > 1) throw database::Unavailable{"the database is away"};
    });
    publish(0, 1500);
    come_back();
    cleaner->finish();
    BOOST_TEST(settled.all().size() == 1U);
    BOOST_TEST(rows().size() == 1000U);
    auto ids = rows();
    std::sort(ids.begin(), ids.end());
    BOOST_TEST((std::adjacent_find(ids.begin(), ids.end()) == ids.end()));
}

BOOST_AUTO_TEST_CASE(of_more_than_a_hundred_thousand_the_oldest_are_left_to_the_relay) {
    constexpr std::uint32_t kMax = 100'000;
    const auto cleaner = make_while_away();
    publish(0, kMax + 500);
    come_back();
    cleaner->finish();
    auto ids = rows();
    BOOST_REQUIRE(ids.size() == kMax);
    std::sort(ids.begin(), ids.end());
    BOOST_TEST((ids.front() == event(500).outbox_ids.at(0)));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::publishing::outbox_cleaner_test
