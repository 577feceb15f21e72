// Who likes a message is read by one statement for a batch and by another for a query alone.
#include "store/likers_reader.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "direct_store.hpp"
#include "runtime/log.hpp"
#include "support/chat.hpp"
#include "support/service.hpp"
#include "support/unique.hpp"

namespace likes::test {
namespace {

using namespace std::chrono_literals;

/// No relay publishes what the cases leave in the outbox.
struct OncePerProcess {
    OncePerProcess() { log::init("likers_reader_test", "error"); }
    HeldLease lease;
};
BOOST_TEST_GLOBAL_FIXTURE(OncePerProcess);

constexpr Time kNoon = std::chrono::sys_days{std::chrono::year{2025} / 10 / 3} + 12h;

void like(const std::string& message, const std::vector<std::string>& users, std::size_t count) {
    auto writer = writer_at(kNoon);
    std::vector<ReactionChange> changes;
    for (std::size_t i = 0; i < count; ++i) changes.push_back(put(target(message), users.at(i)));
    writer.apply(changes);
}

struct Case {
    std::string name;
    LikersQuery query;
    Visibility visibility;
    std::size_t total;
    bool is_liked;
};

LikersQuery query_of(const std::string& message, const std::string& reader, const std::string& reaction = "like") {
    return {target(message, reaction), UserId::parse(reader).value(), 5, std::nullopt};
}

void check(const Case& expected, const LikersView& view) {
    const auto& snapshot = view.state.snapshot;
    BOOST_TEST((view.visibility == expected.visibility));
    BOOST_TEST(snapshot.total == expected.total);
    BOOST_TEST(view.state.is_liked == expected.is_liked);
    BOOST_TEST(snapshot.version == expected.total);
    BOOST_TEST(snapshot.last_reacted_at.has_value() == (expected.total > 0));
    BOOST_TEST(snapshot.liked_by.size() == std::min(expected.total, kTenLikers.liked_by_max));
    BOOST_TEST(view.page.size() == std::min(expected.total, expected.query.limit));
}

BOOST_AUTO_TEST_SUITE(likers_reader)

BOOST_AUTO_TEST_CASE(a_query_is_answered_the_same_alone_and_in_a_batch) {
    // With these limits a summary names the newest 13.
    constexpr std::size_t kMany = 40;
    const Chat chat{kMany + 1, 4};
    const Chat other{1};
    const auto& users = chat.members();
    const auto& messages = chat.messages();
    like(messages[0], users, 3);
    like(messages[1], users, 14);
    like(messages[2], users, kMany);

    using enum Visibility;
    const std::vector<Case> cases{
        {"one of few likers", query_of(messages[0], users[0]), kVisible, 3, true},
        {"no liker where they are few", query_of(messages[0], users[kMany]), kVisible, 3, false},
        {"the one liker whom the summary does not name", query_of(messages[1], users[0]), kVisible, 14, true},
        {"no liker where it names all but one", query_of(messages[1], users[kMany]), kVisible, 14, false},
        {"a liker whom the summary does not name", query_of(messages[2], users[0]), kVisible, kMany, true},
        {"a liker whom it names", query_of(messages[2], users[kMany - 1]), kVisible, kMany, true},
        {"no liker where they are many", query_of(messages[2], users[kMany]), kVisible, kMany, false},
        {"a message that nobody likes", query_of(messages[3], users[0]), kVisible, 0, false},
        {"a reaction that was never used", query_of(messages[0], users[0], "joy"), kVisible, 0, false},
        {"a member of another chat", query_of(messages[2], other.members()[0]), kNotAMember, 0, false},
        {"no message", query_of(unique_uuid(), users[0]), kNotFound, 0, false},
    };
    store::LikersReader reader{session_of("handlers"), kTenLikers};
    std::vector<LikersQuery> queries;
    for (const auto& each : cases) queries.push_back(each.query);
    const auto together = reader.execute(queries);
    BOOST_REQUIRE(together.size() == cases.size());
    for (std::size_t i = 0; i < cases.size(); ++i) {
        BOOST_TEST_CONTEXT(cases[i].name << ", in a batch") {
            check(cases[i], together[i]);
        }
        const auto alone = reader.execute({&queries[i], 1});
        BOOST_REQUIRE(alone.size() == 1U);
        BOOST_TEST_CONTEXT(cases[i].name << ", alone") {
            check(cases[i], alone[0]);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
