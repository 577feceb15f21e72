#include "likes/apply.hpp"

#include <algorithm>
#include <unordered_map>

namespace likes {
namespace {

/// Applies requests one by one, and collects what they change.
class Application {
  public:
    Application(Before before, Time now, const RecentLikersLimit& recent_limit)
        : summary_{std::move(before.summary)},
          likers_{std::move(before.likers)},
          time_{std::max(now, summary_.last_reacted_at.value_or(now))},
          recent_limit_{recent_limit} {}

    ReactionOutcome apply(const Request& request) {
        const ChangeResult result = request.action == Action::kPut ? put(request.user) : take_back(request.user);
        return {result, {snapshot_of(summary_, recent_limit_), likers_.contains(request.user)}};
    }

    Transition finish(std::vector<ReactionOutcome> outcomes) {
        Transition transition{{}, std::move(outcomes), {}, {}, std::move(changes_)};
        for (const auto& change : transition.changes) {
            // The net effect on the rows, once per user, however often the user changed their mind within the batch.
            if (const auto touched = touched_.extract(change.user); !touched.empty()) {
                // A user whose first change is to take the reaction back had a row before the batch.
                if (change.action == Action::kTakeBack) transition.removed.push_back(change.user);
                if (touched.mapped()) transition.added.push_back(std::move(*touched.mapped()));
            }
        }
        trim(summary_.recent);
        transition.summary = std::move(summary_);
        return transition;
    }

  private:
    ChangeResult put(const UserId& user) {
        const auto since = std::chrono::floor<std::chrono::seconds>(time_);
        if (!likers_.emplace(user, since).second) return ChangeResult::kAlreadyLiked;
        ++summary_.version;
        ++summary_.total;
        summary_.last_reacted_at = time_;
        const Liker liker{user, summary_.version, since};
        summary_.recent.push_back(liker);
        touched_.insert_or_assign(user, liker);
        changes_.push_back({user, Action::kPut, since});
        return ChangeResult::kLiked;
    }

    ChangeResult take_back(const UserId& user) {
        const auto liker = likers_.extract(user);
        if (liker.empty()) return ChangeResult::kWasNotLiked;
        ++summary_.version;
        --summary_.total;
        std::erase_if(summary_.recent, [&](const Liker& each) { return each.user == user; });
        touched_.insert_or_assign(user, std::nullopt);
        changes_.push_back({user, Action::kTakeBack, liker.mapped()});
        return ChangeResult::kUnliked;
    }

    void trim(std::vector<Liker>& recent) const {
        if (recent.size() <= recent_limit_.kept()) return;
        recent.erase(recent.begin(), recent.end() - static_cast<std::ptrdiff_t>(recent_limit_.kept()));
    }

    Summary summary_;
    std::unordered_map<UserId, std::chrono::sys_seconds> likers_;
    Time time_;
    RecentLikersLimit recent_limit_;
    std::vector<Change> changes_;
    /// Each user who changed something, with the row that must be there at the end, if any.
    std::unordered_map<UserId, std::optional<Liker>> touched_;
};

}  // namespace

Transition apply_batch(Before before, std::span<const Request> requests, Time now,
                       const RecentLikersLimit& recent_limit) {
    Application application{std::move(before), now, recent_limit};
    std::vector<ReactionOutcome> outcomes;
    outcomes.reserve(requests.size());
    for (const auto& request : requests) outcomes.push_back(application.apply(request));
    return application.finish(std::move(outcomes));
}

}  // namespace likes
