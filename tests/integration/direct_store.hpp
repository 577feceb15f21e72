#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "database/session.hpp"
#include "likes/feed_entry.hpp"
#include "likes/reaction.hpp"
#include "likes/reaction_change.hpp"
#include "likes/summary.hpp"
#include "store/feed_rows.hpp"
#include "store/reaction_writer.hpp"

/// For tests that call the classes over the database directly, without a server in between.
namespace likes::test {

/// A session of an account of the instance: "owner", "handlers", "relay" or "operator". By default it tries nothing
/// again, so that a deadlock is an exception.
database::SessionSettings settings_of(const std::string& account, std::chrono::milliseconds patience = {});
database::Session session_of(const std::string& account, std::chrono::milliseconds patience = {});

/// The settings of the writers below.
inline constexpr std::chrono::microseconds kEventInterval = std::chrono::milliseconds{100};
inline constexpr RecentLikersLimit kTenLikers{RecentLikersLimit::kLikedByMin};

/// A writer whose clock shows `now`, which outlives it.
store::ReactionWriter writer_at(const Time& now, std::vector<Reaction> exclusive = {},
                                database::Session session = session_of("handlers"));

/// The reaction on the message of that id.
MessageReaction target(const std::string& message, const std::string& reaction = "like");

ReactionChange put(const MessageReaction& target, const std::string& user);
ReactionChange take_back(const MessageReaction& target, const std::string& user);

/// The outbox's entries about the target, each as its changes without their moments: `+ann -bob`. In the order of the
/// rows.
std::vector<std::string> outbox_of(const MessageReaction& target);

/// A consumer of the feed that only this object knows: what runs beside the tests deals with others. What it was handed
/// goes with it.
class Consumer {
  public:
    Consumer();
    ~Consumer();
    Consumer(const Consumer&) = delete;
    Consumer& operator=(const Consumer&) = delete;

    const std::string& name() const { return name_; }
    store::Feed feed() const;

    /// What it was handed, in the order of the rows.
    std::vector<FeedEntry> entries() const;
    /// Each of these entries as its reaction and its changes without their moments: `like +ann -bob`.
    std::vector<std::string> words() const;

    /// It has dealt with everything.
    void take_all() const;

  private:
    std::string name_;
};

/// How many transactions of the whole database wait for a row lock.
int waiting_transactions();

/// Deletes, as it goes, what is stored about a chat's reactions: for a case that leaves so much that others would be
/// slow, or would meet other limits.
class ForgottenAfterwards {
  public:
    explicit ForgottenAfterwards(std::string chat) : chat_{std::move(chat)} {}
    ~ForgottenAfterwards();
    ForgottenAfterwards(const ForgottenAfterwards&) = delete;
    ForgottenAfterwards& operator=(const ForgottenAfterwards&) = delete;

  private:
    std::string chat_;
};

/// Runs the two works at the same time, each in a thread, while somebody else holds the locks of the rows that the
/// statement selects. When both wait for a lock, these locks are released. Returns when both works have ended; throws
/// what one of them threw, and std::runtime_error if they never both wait.
void run_both_from_a_lock(std::string_view select_for_update, const std::function<void()>& first,
                          const std::function<void()>& second);

}  // namespace likes::test
