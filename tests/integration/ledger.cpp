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
    Page& page = pages_[message];
    auto& known = page.users[user];
    if (known.likes != liked) {
        ++page.changes;
        known.changed = true;
    }
    if (state.version < known.version) throw std::runtime_error{"a version went back"};
    known.likes = liked;
    known.version = state.version;
    page.version = std::max(page.version, state.version);
}

void Ledger::check_tables(const Chat& chat) const {
    Caller reader{chat.members()[0]};
    for (const auto& [message, page] : pages_) {
        BOOST_TEST_CONTEXT("message " << message) {
            std::set<std::string> expected;
            for (const auto& [user, known] : page.users) {
                if (known.likes) expected.insert(user);
            }
            const auto rows = rows_of_reactions(message);
            const auto state = reader.likes(message).state;
            const auto summary = summary_row(message);
            BOOST_TEST((std::set<std::string>{rows.begin(), rows.end()} == expected));
            BOOST_TEST(rows.size() == expected.size());
            BOOST_TEST(summary.total == expected.size());
            BOOST_TEST(state.likes_count == expected.size());
            BOOST_TEST(state.liked_by == rows, boost::test_tools::per_element());
            BOOST_TEST(state.version >= page.version);
            // Each change made a version of its own, so fewer of them mean that one was lost meanwhile. There may be
            // more: the relay makes one when it tells what was left.
            BOOST_TEST(summary.version >= page.changes);
        }
    }
}

void Ledger::check_events(const Chat& chat, Subscriber& subscriber) const {
    const auto untold = [&](const std::vector<LikeEvent>& events) {
        std::size_t count = 0;
        for (const auto& [message, page] : pages_) {
            const auto view = view_of(events, message);
            for (const auto& [user, known] : page.users) {
                const auto flag = view.flags.find(user);
                if (known.changed && (flag == view.flags.end() || flag->second != known.likes)) ++count;
            }
        }
        return count;
    };
    subscriber.wait_until([&](const auto& events) { return untold(events) == 0; });
    BOOST_TEST(untold(subscriber.events()) == 0U);
    BOOST_TEST(eventually([&] { return chat.outbox_rows() == 0; }));
    for (const auto& [message, page] : pages_) {
        if (page.changes == 0) continue;
        BOOST_TEST_CONTEXT("message " << message) {
            const auto version = summary_row(message).version;
            BOOST_REQUIRE(subscriber.wait_for_version(message, version));
            const auto view = view_of(subscriber.events(), message);
            BOOST_TEST(view.version == version);
            BOOST_TEST(view.liked_by == rows_of_reactions(message), boost::test_tools::per_element());
        }
    }
}

}  // namespace likes::test
