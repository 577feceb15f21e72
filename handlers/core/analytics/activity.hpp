#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "analytics/calendar.hpp"
#include "analytics/people.hpp"
#include "analytics/span.hpp"
#include "analytics/subject.hpp"
#include "analytics/zone.hpp"
#include "base/time.hpp"
#include "likes/queries.hpp"

/// What is asked about activity, and what the database says.
namespace likes::analytics {

/// How many reactions were given, and how many of those have been taken back since.
struct Activity {
    std::uint64_t given = 0;
    std::uint64_t taken_back = 0;

    Activity& operator+=(const Activity& more);

    bool operator==(const Activity&) const = default;
};

/// What the numbers are good for.
struct Reach {
    /// The first whole quarter that is kept.
    std::chrono::sys_seconds first_quarter() const;
    /// From when on both numbers are complete: what is taken back is counted, and the quarter is kept.
    std::optional<std::chrono::sys_seconds> complete_since() const;

    /// When they were read, by the database's clock.
    Time as_of;
    /// From when on they are kept by the quarter of an hour; 1970 if all are. What is older is not told.
    Time kept_since;
    /// From when on it is counted what is taken back; nullopt if nobody has begun to count. Of what was given before
    /// then, only what was still there was counted.
    std::optional<Time> counted_since;
};

/// How much was given in each bucket.
struct ActivityQuery {
    Subject subject;
    /// The code of a reaction, or kAllReactions.
    std::string reaction;
    BucketSize size;
    Zone zone;
    Period period;
    /// Those of `period.shown`; one or more.
    std::vector<Bucket> buckets;
};

struct ActivityView {
    Visibility visibility = Visibility::kNotFound;
    /// The rest is empty unless kVisible. Numbers of before `reach.kept_since` are 0.
    Reach reach;
    /// One for each bucket.
    std::vector<Activity> buckets;
    /// Of `period.before`.
    Activity before;
};

/// What of an answer may be shown: nothing from before the numbers are kept by the quarter, where it would look as if
/// nobody had reacted.
struct ShownActivity {
    Interval period;
    struct Point {
        Bucket bucket;
        Activity activity;
    };
    /// One or more.
    std::vector<Point> points;
    Activity total;
    /// nullopt if the span before is not all kept.
    std::optional<Activity> before;
};

/// nullopt if nothing of the period is kept. REQUIRES: the view is kVisible, and of this query.
std::optional<ShownActivity> shown(const ActivityQuery& query, const ActivityView& view);

/// How much is going on in all chats together, in two spans that follow one another.
struct SummaryQuery {
    Span span;
    /// Each as long as the span; `current` ends with today (UTC), `previous` where that begins.
    Interval current;
    Interval previous;
    /// The codes of the reactions that are told apart.
    std::vector<std::string> reactions;
};

/// Of one reaction, or of all together.
struct SummaryOfReaction {
    std::string reaction;
    Activity current;
    Activity previous;
};

struct SummaryView {
    Reach reach;
    /// A row for each of the query's reactions and for kAllReactions, in any order; those without a number are left
    /// out.
    std::vector<SummaryOfReaction> reactions;
    /// nullopt while they are counted for the first time; else with the moment at which they were.
    std::optional<People> people;
    Time people_as_of;
};

using ActivityQuestion = std::variant<ActivityQuery, SummaryQuery>;
/// Of the alternative that the question has.
using ActivityAnswer = std::variant<ActivityView, SummaryView>;

}  // namespace likes::analytics
