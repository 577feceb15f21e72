#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "likes/outbox_entry.hpp"

namespace likes::analytics {

/// Reactions of one chat that stand, by the code of the reaction (or kAllReactions) and the quarter in which they were
/// given; in the order of the table's key.
using QuarterSums = std::map<std::pair<std::string, std::uint32_t>, std::int64_t>;

struct UserSum {
    std::int64_t given = 0;
    std::int64_t received = 0;

    bool operator==(const UserSum&) const = default;
};

/// The same by the user and the UTC day, as the table `user_days` has them.
using UserSums = std::map<std::pair<std::string, std::uint32_t>, UserSum>;

/// What has to be added to the numbers of a chat, so that they say what its reactions say. Without zeros.
struct Differences {
    QuarterSums quarters;
    UserSums users;
    /// How many of these numbers were counted and are wrong. The others are of reactions that nobody has counted yet
    /// (see Comparison::differences), or of a sender who is not known any more.
    std::size_t drifted = 0;

    bool empty() const { return quarters.empty() && users.empty(); }
    std::size_t size() const { return quarters.size() + users.size(); }
};

/// Compares the reactions of one chat with the numbers that are kept of them, all as of one moment: what its rows say
/// has to be what is stored and what still waits to be counted. Call the functions in any order and as often as there
/// are parts, and then differences(). Not thread-safe.
class Comparison {
  public:
    struct Moments {
        /// Before them all quarters, and all days, are one, of number 0: the table has them so, or soon will.
        std::chrono::sys_seconds quarters_kept{};
        std::chrono::sys_seconds days_kept{};
        /// When somebody began to count what changes; nullopt: nobody has. What was given before has not been counted
        /// unless a comparison has added it.
        std::optional<std::chrono::sys_seconds> counting_since;
    };

    explicit Comparison(const Moments& moments);

    /// `count` rows of the reaction, given in that quarter.
    void add_rows(std::string_view reaction, std::uint32_t quarter, std::int64_t count);

    /// `count` rows that the user gave to messages of the sender on that day. nullopt: the sender is not known, because
    /// the message's row is gone; so nobody knows who was given these, nor whether they are the sender's own.
    void add_rows_of_user(std::string_view user, const std::optional<std::string>& sender, std::uint32_t day,
                          std::int64_t count);

    /// What is stored for the reaction, or for kAllReactions: given - taken back.
    void add_stored(std::string_view reaction, std::uint32_t quarter, std::int64_t standing);

    /// What is stored for the user.
    void add_stored_of_user(std::string_view user, std::uint32_t day, const UserSum& sum);

    /// Changes that are not counted yet, on a message of the sender (nullopt: not known). Not those of
    /// Cause::kCorrection: with those, nobody did anything.
    void add_pending(const OutboxEntry& entry, const std::optional<std::string>& sender);

    /// What is missing in the stored numbers. It has drifted, but for
    /// - a chat, or a user in it, of whom nothing is stored;
    /// - numbers that are too small, of a time before anybody counted;
    /// - what a user has received of reactions whose sender is not known any more: that is taken off.
    /// Whether such a reaction was the sender's own is not known, so what its user has given is right either way.
    Differences differences() const;

  private:
    std::uint32_t bucket_of_quarter(std::uint32_t quarter) const;
    std::uint32_t bucket_of_day(std::uint32_t day) const;

    /// The first that are not folded.
    std::uint32_t first_quarter_;
    std::uint32_t first_day_;
    /// The last that were not, or not wholly, counted as they went by.
    std::optional<std::uint32_t> uncounted_quarter_;
    std::optional<std::uint32_t> uncounted_day_;
    bool is_stored_ = false;
    std::set<std::string, std::less<>> stored_users_;

    /// What the rows say, less what is stored and what waits.
    QuarterSums quarters_;
    UserSums users_;
    /// Rows whose sender is not known: of each user by the day, and of all users by the day.
    std::map<std::pair<std::string, std::uint32_t>, std::int64_t> orphans_of_user_;
    std::map<std::uint32_t, std::int64_t> orphans_;
};

}  // namespace likes::analytics
