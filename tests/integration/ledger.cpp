#include "ledger.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "support/patience.hpp"

namespace likes::test {

void Ledger::enter(const std::string& user, const std::string& message, bool liked, const LikeState& state) {
    const bool is_named = std::find(state.liked_by.begin(), state.liked_by.end(), user) != state.liked_by.end();
    if (state.is_liked != liked || is_named != liked || state.liked_by.size() != state.likes_count) {
        throw std::runtime_error{"an answer contradicts itself"};
    }
    const std::lock_guard lock{mutex_};
    auto& known = now_[message][user];
    if (known.likes != liked) ++changes_[message][{user, liked}];
    if (state.version < known.version) throw std::runtime_error{"a version went back"};
    known = {liked, state.version};
    auto& version = versions_[message];
    version = std::max(version, state.version);
}

std::uint64_t Ledger::changes_made(const std::string& message) const {
    std::uint64_t count = 0;
    if (const auto changes = changes_.find(message); changes != changes_.end()) {
        for (const auto& [change, times] : changes->second) count += times;
    }
    return count;
}

void Ledger::check_tables(const Chat& chat) const {
    Caller reader{chat.members()[0]};
    for (const auto& [message, users] : now_) {
        BOOST_TEST_CONTEXT("message " << message) {
            std::set<std::string> expected;
            for (const auto& [user, known] : users) {
                if (known.likes) expected.insert(user);
            }
            const auto rows = rows_of_reactions(message);
            const auto summary = summary_row(message);
            const auto state = reader.likes(message).state;
            BOOST_TEST((std::set<std::string>{rows.begin(), rows.end()} == expected));
            BOOST_TEST(rows.size() == expected.size());
            BOOST_TEST(summary.total == expected.size());
            // Each change made one version; the relay makes one more each time that it tells what was left.
            BOOST_TEST(summary.version >= versions_.at(message));
            BOOST_TEST(summary.version >= changes_made(message));
            BOOST_TEST(state.likes_count == expected.size());
            BOOST_TEST(state.version == summary.version);
            BOOST_TEST(state.liked_by == rows, boost::test_tools::per_element());
        }
    }
}

void Ledger::check_events(const Chat& chat, Subscriber& subscriber) const {
    const auto unheard = [&](const std::vector<LikeEvent>& events) {
        auto left = changes_;
        std::size_t count = 0;
        for (const auto& event : events) {
            for (const auto& change : event.changes) {
                // More often than once is no harm.
                if (auto& times = left[event.message_id][change]; times > 0) --times;
            }
        }
        for (const auto& [message, changes] : left) {
            for (const auto& [change, times] : changes) count += times;
        }
        return count;
    };
    subscriber.wait_until([&](const auto& events) { return unheard(events) == 0; });
    BOOST_TEST(unheard(subscriber.events()) == 0U);
    BOOST_TEST(eventually([&] { return chat.outbox_rows() == 0; }));
    for (const auto& [message, version] : versions_) {
        if (version == 0) continue;
        BOOST_TEST_CONTEXT("message " << message) {
            BOOST_REQUIRE(subscriber.wait_for_version(message, version));
            const auto events = subscriber.events(message);
            const auto newest = std::max_element(events.begin(), events.end(),
                                                 [](const auto& a, const auto& b) { return a.version < b.version; });
            BOOST_TEST(newest->version >= version);
            BOOST_TEST(newest->liked_by == rows_of_reactions(message), boost::test_tools::per_element());
        }
    }
}

}  // namespace likes::test
