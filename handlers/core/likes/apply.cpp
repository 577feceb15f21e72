#include "likes/apply.hpp"

#include <algorithm>
#include <unordered_map>

namespace likes {
namespace {

/// Applies the requests one by one and keeps count of what they come to.
class Application {
  public:
    Application(Before before, Time now, const Window& window)
        : summary_{std::move(before.summary)},
          likers_{std::move(before.likers)},
          time_{std::max(now, summary_.last_reacted_at.value_or(now))},
          window_{window} {}

    LikeOutcome apply(const Request& request) {
        const Verdict verdict = request.action == Action::kPut ? put(request.user) : take_back(request.user);
        return {verdict, {snapshot_of(summary_, window_), likers_.contains(request.user)}};
    }

    Transition finish(std::vector<LikeOutcome> outcomes) {
        Transition transition{{}, std::move(outcomes), {}, {}, std::move(deeds_)};
        for (const auto& deed : transition.deeds) {
            // The net effect on the rows, once per user, however often the batch changed its mind.
            if (const auto touched = touched_.extract(deed.user); !touched.empty()) {
                // Whoever liked before can only have begun by taking it back.
                if (deed.action == Action::kTakeBack) transition.removed.push_back(deed.user);
                if (touched.mapped()) transition.added.push_back(std::move(*touched.mapped()));
            }
        }
        trim(summary_.recent);
        transition.summary = std::move(summary_);
        return transition;
    }

  private:
    Verdict put(const UserId& user) {
        if (!likers_.insert(user).second) return Verdict::kAlreadyLiked;
        ++summary_.version;
        ++summary_.total;
        summary_.last_reacted_at = time_;
        const Liker liker{user, summary_.version, std::chrono::floor<std::chrono::seconds>(time_)};
        summary_.recent.push_back(liker);
        touched_.insert_or_assign(user, liker);
        deeds_.push_back({user, Action::kPut});
        return Verdict::kLiked;
    }

    Verdict take_back(const UserId& user) {
        if (likers_.erase(user) == 0) return Verdict::kWasNotLiked;
        ++summary_.version;
        --summary_.total;
        std::erase_if(summary_.recent, [&](const Liker& liker) { return liker.user == user; });
        touched_.insert_or_assign(user, std::nullopt);
        deeds_.push_back({user, Action::kTakeBack});
        return Verdict::kUnliked;
    }

    void trim(std::vector<Liker>& recent) const {
        if (recent.size() <= window_.kept()) return;
        recent.erase(recent.begin(), recent.end() - static_cast<std::ptrdiff_t>(window_.kept()));
    }

    Summary summary_;
    std::unordered_set<UserId> likers_;
    Time time_;
    Window window_;
    std::vector<Deed> deeds_;
    /// Each user that changed, with the row that is to be there at the end, if any.
    std::unordered_map<UserId, std::optional<Liker>> touched_;
};

}  // namespace

Transition apply_batch(Before before, std::span<const Request> requests, Time now, const Window& window) {
    Application application{std::move(before), now, window};
    std::vector<LikeOutcome> outcomes;
    outcomes.reserve(requests.size());
    for (const auto& request : requests) outcomes.push_back(application.apply(request));
    return application.finish(std::move(outcomes));
}

}  // namespace likes
