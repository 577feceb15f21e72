#include "store/analytics/activity_reader.hpp"

#include <chrono>
#include <cstddef>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "analytics/bucket.hpp"
#include "database/result_set.hpp"
#include "store/analytics/activity_sql.hpp"
#include "store/analytics/visibility.hpp"
#include "store/analytics/wanted_ranking.hpp"

namespace likes::store {

using namespace likes::analytics;

namespace {

using std::chrono::sys_seconds;

// -- Literals. What they are made of has no character that means something in SQL: digits, and the codes of reactions.

std::string literal(sys_seconds quarter) {
    return std::to_string(quarter_of(quarter));
}

std::string literal(const Uuid& id) {
    return std::string{"x'"}.append(id.to_hex()).append("'");
}

std::string literal(std::string_view code) {
    return std::string{"'"}.append(code).append("'");
}

void append(std::string& list, const std::string& literal) {
    if (!list.empty()) list += ',';
    list += literal;
}

/// The statement with these texts in place of its question marks, in their order.
std::string filled(std::string_view sql, std::initializer_list<std::string> texts) {
    std::string statement;
    for (const auto& text : texts) {
        const auto mark = sql.find('?');
        statement.append(sql.substr(0, mark)).append(text);
        sql.remove_prefix(mark + 1);
    }
    return statement.append(sql);
}

// -- Activity ---------------------------------------------------------------------------------------------------------

/// The most places that are summed up one by one. One by one a row costs half as much, and each place as much as some
/// hundred rows.
constexpr std::size_t kPlacesOneByOne = 40;

/// The quarters at which the places begin that are counted, each once, in ascending order; the last place ends with the
/// period.
struct Places {
    std::vector<sys_seconds> begins;
    /// The place of the first bucket. Place 0 is that of the period before.
    std::size_t first_bucket;
};

Places places_of(const ActivityQuery& query) {
    Places places{{query.period.before.begin}, 1};
    // The period before may end earlier than the first bucket begins.
    if (query.period.before.end < query.period.shown.begin) {
        places.begins.push_back(query.period.before.end);
        places.first_bucket = 2;
    }
    for (const auto& bucket : query.buckets) places.begins.push_back(bucket.begin);
    return places;
}

std::string sums_by_place(const ActivityQuery& query, const Places& places) {
    std::string quarters;
    for (std::size_t place = 1; place < places.begins.size(); ++place) append(quarters, literal(places.begins[place]));
    return filled(sql_text::kActivityByPlace, {quarters, literal(key_of(query.subject)), literal(query.reaction),
                                               literal(query.period.before.begin), literal(query.period.shown.end)});
}

std::string sums_one_by_one(const ActivityQuery& query, const Places& places) {
    std::string sums;
    for (std::size_t place = 0; place < places.begins.size(); ++place) {
        const bool is_last = place + 1 == places.begins.size();
        if (!sums.empty()) sums += " UNION ALL ";
        sums +=
            filled(sql_text::kActivityBetween, {std::to_string(place), literal(key_of(query.subject)),
                                                literal(query.reaction), literal(places.begins[place]),
                                                literal(is_last ? query.period.shown.end : places.begins[place + 1])});
    }
    return sums;
}

/// The three last columns of both statements, which are the same in each row.
Reach reach_of(database::ResultSet& rows, unsigned first_column) {
    return {rows.time(first_column + 2), rows.optional_time(first_column).value_or(Time{}),
            rows.optional_time(first_column + 1)};
}

ActivityView read_numbers(database::Session& session, const ActivityQuery& query) {
    ActivityView view;
    view.visibility = Visibility::kVisible;
    view.buckets.resize(query.buckets.size());
    const auto places = places_of(query);
    const auto sums =
        places.begins.size() <= kPlacesOneByOne ? sums_one_by_one(query, places) : sums_by_place(query, places);
    database::ResultSet rows{session.query(filled(sql_text::kActivity, {sums}))};
    while (rows.next()) {
        view.reach = reach_of(rows, 4);
        if (rows.is_null(1)) continue;
        const std::size_t place = rows.number(1);
        const Activity activity{rows.number(2), rows.number(3)};
        if (place == 0) view.before = activity;
        if (place >= places.first_bucket) view.buckets.at(place - places.first_bucket) = activity;
    }
    return view;
}

// -- Summary ----------------------------------------------------------------------------------------------------------

void read_people(database::Session& session, const SummaryQuery& query, SummaryView& view) {
    const auto ranking = want_ranking(session, {kDeployment, "summary", query.span, kAllReactions});
    if (!ranking) return;
    view.people = People::parse(ranking->items);
    if (!view.people) throw std::runtime_error{"the database holds a summary that does not have its form"};
    view.people_as_of = ranking->computed_at;
}

}  // namespace

ActivityView read_activity(database::Session& session, const ActivityQuery& query, RecentActivity& recent,
                           SteadyTime now) {
    const auto visibility = visibility_of(session, query.subject);
    if (visibility != Visibility::kVisible) return {visibility, {}, {}, {}};
    if (const auto* const known = recent.find(query, now)) return *known;
    auto view = read_numbers(session, query);
    recent.put(query, view, now);
    return view;
}

SummaryView read_summary(database::Session& session, const SummaryQuery& query) {
    std::string reactions = literal(kAllReactions);
    for (const auto& reaction : query.reactions) append(reactions, literal(reaction));
    const auto begin = literal(query.current.begin);
    SummaryView view;
    database::ResultSet rows{
        session.query(filled(sql_text::kSummary, {begin, begin, begin, begin, literal(kDeployment), reactions,
                                                  literal(query.previous.begin), literal(query.current.end)}))};
    while (rows.next()) {
        view.reach = reach_of(rows, 6);
        if (rows.is_null(1)) continue;
        view.reactions.push_back({rows.text(1), {rows.number(4), rows.number(5)}, {rows.number(2), rows.number(3)}});
    }
    read_people(session, query, view);
    return view;
}

std::vector<ActivityAnswer> ActivityReader::execute(std::span<const ActivityQuestion> questions) {
    std::vector<ActivityAnswer> answers;
    session_.read([&](database::Session& session) {
        answers.clear();
        for (const auto& question : questions) {
            if (const auto* const activity = std::get_if<ActivityQuery>(&question)) {
                answers.emplace_back(read_activity(session, *activity, recent_, clock_()));
            } else {
                answers.emplace_back(read_summary(session, std::get<SummaryQuery>(question)));
            }
        }
    });
    return answers;
}

}  // namespace likes::store
