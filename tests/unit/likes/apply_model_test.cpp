#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "likes/apply.hpp"
#include "likes/reaction_state.hpp"
#include "unit/likes/build.hpp"

/// Random batches, against the rules written down a second time in the most naive way.
namespace likes::apply_model_test {

using namespace std::chrono_literals;
using namespace likes::test;

constexpr int kSeeds = 200;
constexpr int kBatchesOfASeed = 40;

/// What a message is to one who remembers everything.
struct Model {
    std::set<std::string> users;
    /// Oldest first.
    std::vector<Liker> order;
    std::uint64_t version = 0;
    std::optional<Time> liked_at;
    std::vector<Change> changes;

    ChangeResult apply(const Request& request, Time now) {
        const bool put = request.action == Action::kPut;
        if (put == users.contains(request.user.str()))
            return put ? ChangeResult::kAlreadyLiked : ChangeResult::kWasNotLiked;
        ++version;
        changes.push_back({request.user, request.action});
        if (put) {
            users.insert(request.user.str());
            liked_at = liked_at && *liked_at > now ? *liked_at : now;
            order.push_back({request.user, version, std::chrono::floor<std::chrono::seconds>(*liked_at)});
            return ChangeResult::kLiked;
        }
        users.erase(request.user.str());
        order.erase(std::find_if(order.begin(), order.end(), [&](auto& liker) { return liker.user == request.user; }));
        return ChangeResult::kUnliked;
    }

    ReactionState state_for(const UserId& user, std::size_t liked_by_max) const {
        ReactionState state;
        state.snapshot.total = static_cast<std::uint32_t>(users.size());
        state.snapshot.version = version;
        state.snapshot.last_reacted_at = liked_at;
        for (std::size_t i = order.size() - std::min(order.size(), liked_by_max); i < order.size(); ++i) {
            state.snapshot.liked_by.push_back(order[i].user);
        }
        state.snapshot.truncated = order.size() > liked_by_max;
        state.is_liked = users.contains(user.str());
        return state;
    }
};

/// The table `reactions` and the row of `reaction_summaries`, as the store reads and writes them.
struct Tables {
    std::map<UserId, Liker> rows;
    Summary summary;

    /// The likers older than `version`, newest first.
    std::vector<Liker> page_before(std::uint64_t version, std::size_t limit) const {
        std::vector<Liker> page;
        for (const auto& [user, liker] : rows) {
            if (liker.version < version) page.push_back(liker);
        }
        std::sort(page.begin(), page.end(), [](const auto& a, const auto& b) { return a.version > b.version; });
        page.resize(std::min(page.size(), limit), liker("nobody", 0));
        return page;
    }

    /// What the store reads before a batch: no more of the rows than the rules ask for.
    Before read(const std::vector<Request>& requests, const RecentLikersLimit& recent_limit) const {
        Before before{summary, {}};
        const auto unlikes = static_cast<std::size_t>(std::count_if(
            requests.begin(), requests.end(), [](auto& request) { return request.action == Action::kTakeBack; }));
        auto& recent = before.summary.recent;
        if (needs_older_likers(summary, recent_limit, unlikes)) {
            const std::uint64_t version = recent.empty() ? summary.version + 1 : recent.front().version;
            const auto older = page_before(version, recent_limit.liked_by_max + unlikes);
            recent.insert(recent.begin(), older.rbegin(), older.rend());
        }
        for (const auto& request : requests) {
            if (rows.contains(request.user)) before.likers.emplace(request.user, rows.at(request.user).since);
        }
        return before;
    }

    /// Writes as the database does: a row that goes must be there, and one that comes must not. False if it is not so.
    bool write(const Transition& transition) {
        bool sound = true;
        for (const auto& user : transition.removed) sound = rows.erase(user) == 1 && sound;
        for (const auto& liker : transition.added) sound = rows.emplace(liker.user, liker).second && sound;
        summary = transition.summary;
        summary.recent = parse_likers(format_likers(summary.recent));
        return sound;
    }
};

std::vector<Request> random_requests(std::mt19937& random, int users) {
    std::vector<Request> requests(std::uniform_int_distribution<std::size_t>{0, 12}(random), like("nobody"));
    for (auto& request : requests) {
        request.user = user("user" + std::to_string(std::uniform_int_distribution{1, users}(random)));
        request.action = std::bernoulli_distribution{0.6}(random) ? Action::kPut : Action::kTakeBack;
    }
    return requests;
}

std::string describe(const std::vector<Request>& requests) {
    std::ostringstream text;
    for (const auto& each : requests) text << (each.action == Action::kPut ? " +" : " -") << each.user.str();
    return text.str();
}

void check_answers(const Transition& after, Model& model, const std::vector<Request>& requests, Time now,
                   const RecentLikersLimit& recent_limit) {
    BOOST_REQUIRE(after.outcomes.size() == requests.size());
    for (std::size_t i = 0; i < requests.size(); ++i) {
        const auto result = model.apply(requests[i], now);
        BOOST_TEST_CONTEXT("request " << i) {
            BOOST_REQUIRE((after.outcomes[i].result == result));
            BOOST_REQUIRE((after.outcomes[i].state == model.state_for(requests[i].user, recent_limit.liked_by_max)));
        }
    }
    BOOST_REQUIRE((after.changes == model.changes));
    model.changes.clear();
}

void check_summary(const Summary& summary, const Model& model, const RecentLikersLimit& recent_limit) {
    BOOST_REQUIRE(summary.total == model.users.size());
    BOOST_REQUIRE(summary.version == model.version);
    BOOST_REQUIRE((summary.last_reacted_at == model.liked_at));
    // What is kept is the end of the order, reaches far enough for an answer, and does not grow with the likes.
    BOOST_REQUIRE(summary.recent.size() <= recent_limit.kept());
    BOOST_REQUIRE(summary.recent.size() >= std::min(model.order.size(), recent_limit.liked_by_max));
    BOOST_REQUIRE(std::equal(summary.recent.rbegin(), summary.recent.rend(), model.order.rbegin()));
}

void check_rows(const std::map<UserId, Liker>& rows, const Model& model) {
    std::map<UserId, Liker> expected;
    for (const auto& liker : model.order) expected.emplace(liker.user, liker);
    BOOST_REQUIRE((rows == expected));
}

BOOST_AUTO_TEST_SUITE(apply_batch_against_a_model)

BOOST_AUTO_TEST_CASE(whatever_is_asked_in_whatever_batches_it_is_as_if_asked_one_after_another) {
    for (std::uint32_t seed = 1; seed <= kSeeds; ++seed) {
        std::mt19937 random{seed};
        const RecentLikersLimit recent_limit{std::uniform_int_distribution<std::size_t>{1, 9}(random)};
        const int users = std::uniform_int_distribution{1, 30}(random);
        Model model;
        Tables tables;
        Time now{1'759'485'600s};
        for (int batch = 0; batch < kBatchesOfASeed; ++batch) {
            now += std::chrono::milliseconds{std::uniform_int_distribution{-1500, 3000}(random)};
            const auto requests = random_requests(random, users);
            BOOST_TEST_CONTEXT("seed " << seed << ", batch " << batch << ", liked_by_max " << recent_limit.liked_by_max
                                       << ", requests" << describe(requests)) {
                const auto after = apply_batch(tables.read(requests, recent_limit), requests, now, recent_limit);
                check_answers(after, model, requests, now, recent_limit);
                // The store writes nothing at all if nothing happened.
                if (after.changes.empty()) {
                    BOOST_REQUIRE((after.removed.empty() && after.added.empty()));
                } else {
                    BOOST_REQUIRE(tables.write(after));
                }
                check_summary(tables.summary, model, recent_limit);
                check_rows(tables.rows, model);
            }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::apply_model_test
