#include "endpoints/analytics/activity_text.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "base/json.hpp"
#include "base/time.hpp"
#include "web/etag.hpp"

namespace likes::endpoints {
namespace {

using analytics::Activity;
using analytics::ShownActivity;
using analytics::SummaryOfReaction;
using std::chrono::sys_seconds;

void put_activity(JsonText& json, const Activity& activity) {
    json.member("given", activity.given);
    json.member("taken_back", activity.taken_back);
}

void put_activity(JsonText& json, std::string_view name, const Activity& activity) {
    json.begin_object(name);
    put_activity(json, activity);
    json.end_object();
}

void put_or_null(JsonText& json, std::string_view name, const std::optional<std::uint64_t>& number) {
    json.name(name);
    if (number) {
        json.value(*number);
    } else {
        json.null();
    }
}

void put_or_null(JsonText& json, std::string_view name, const std::optional<sys_seconds>& moment) {
    json.name(name);
    if (moment) {
        json.value(to_rfc3339(*moment));
    } else {
        json.null();
    }
}

web::Problem too_old(sys_seconds first) {
    return {400, "Numbers of that time are not kept any more; the oldest are of " + to_rfc3339(first) + "."};
}

// -- Activity ---------------------------------------------------------------------------------------------------------

/// All but `as_of`, which comes last.
void put_shown(JsonText& json, const analytics::ActivityQuery& query, const analytics::ActivityView& view,
               const ShownActivity& shown) {
    const auto& zone = query.zone;
    if (query.subject.chat) json.member("chat_id", query.subject.chat->to_string());
    json.member("reaction", query.reaction);
    json.member("bucket", code_of(query.size));
    json.member("time_zone", zone.name());
    json.member("from", zone.to_rfc3339(shown.period.begin));
    json.member("to", zone.to_rfc3339(shown.period.end));
    put_or_null(json, "complete_since", view.reach.complete_since());
    json.begin_array("points");
    for (const auto& [bucket, activity] : shown.points) {
        json.begin_object();
        json.member("start", zone.to_rfc3339(bucket.begin));
        put_activity(json, activity);
        json.member("partial", bucket.is_partial);
        json.end_object();
    }
    json.end_array();
    put_activity(json, "totals", shown.total);
    if (shown.before) {
        put_activity(json, "previous_totals", *shown.before);
    } else {
        json.name("previous_totals");
        json.null();
    }
}

CsvTable table_of(const analytics::ActivityQuery& query, const ShownActivity& shown) {
    CsvTable table;
    table.add("start", "given", "taken_back", "partial");
    for (const auto& [bucket, activity] : shown.points) {
        table.add(query.zone.to_rfc3339(bucket.begin), activity.given, activity.taken_back, bucket.is_partial);
    }
    return table;
}

// -- Summary ----------------------------------------------------------------------------------------------------------

using ActivityOf = Activity SummaryOfReaction::*;

Activity find(const analytics::SummaryView& view, std::string_view reaction, ActivityOf span) {
    const auto found = std::find_if(view.reactions.begin(), view.reactions.end(),
                                    [&](const auto& each) { return each.reaction == reaction; });
    return found == view.reactions.end() ? Activity{} : (*found).*span;
}

/// The members of one of the two spans.
struct SpanOfSummary {
    std::optional<std::uint64_t> chats;
    std::optional<std::uint64_t> likers;
    ActivityOf span;
    /// Whether all of it is kept by the quarter.
    bool is_kept;
};

SpanOfSummary current_span(const analytics::SummaryView& view) {
    SpanOfSummary span{{}, {}, &SummaryOfReaction::current, true};
    if (view.people) {
        span.chats = view.people->chats;
        span.likers = view.people->likers;
    }
    return span;
}

SpanOfSummary previous_span(const analytics::SummaryQuery& query, const analytics::SummaryView& view) {
    SpanOfSummary span{{}, {}, &SummaryOfReaction::previous, view.reach.first_quarter() <= query.previous.begin};
    if (view.people) {
        span.chats = view.people->previous_chats;
        span.likers = view.people->previous_likers;
    }
    return span;
}

void put_span(JsonText& json, const analytics::SummaryQuery& query, const analytics::SummaryView& view,
              const SpanOfSummary& span) {
    put_or_null(json, "chats", span.chats);
    put_or_null(json, "likers", span.likers);
    std::optional<Activity> all;
    if (span.is_kept) all = find(view, analytics::kAllReactions, span.span);
    put_or_null(json, "given", all ? std::optional{all->given} : std::nullopt);
    put_or_null(json, "taken_back", all ? std::optional{all->taken_back} : std::nullopt);
    json.begin_object("by_reaction");
    for (const auto& reaction : query.reactions) {
        if (span.is_kept) put_activity(json, reaction, find(view, reaction, span.span));
    }
    json.end_object();
}

std::string summary_json(const analytics::SummaryQuery& query, const analytics::SummaryView& view) {
    JsonText json;
    json.begin_object();
    json.member("span", code_of(query.span));
    json.member("from", to_rfc3339(query.current.begin));
    json.name("as_of");
    if (view.people) {
        json.value(to_rfc3339(std::min(view.people_as_of, view.reach.as_of)));
    } else {
        json.null();
    }
    put_or_null(json, "complete_since", view.reach.complete_since());
    put_span(json, query, view, current_span(view));
    json.begin_object("previous");
    put_span(json, query, view, previous_span(query, view));
    json.end_object();
    json.end_object();
    return json.str();
}

std::string text_or_nothing(const std::optional<std::uint64_t>& number) {
    return number ? std::to_string(*number) : std::string{};
}

CsvTable table_of(const analytics::SummaryQuery& query, const analytics::SummaryView& view) {
    const auto current = current_span(view);
    const auto previous = previous_span(query, view);
    CsvTable table;
    table.add("measure", "reaction", "value", "previous");
    table.add("chats", "", text_or_nothing(current.chats), text_or_nothing(previous.chats));
    table.add("likers", "", text_or_nothing(current.likers), text_or_nothing(previous.likers));
    const auto add = [&](std::string_view reaction) {
        const auto now = find(view, reaction, current.span);
        const auto before = find(view, reaction, previous.span);
        const auto kept = [&](std::uint64_t number) {
            return previous.is_kept ? std::to_string(number) : std::string{};
        };
        table.add("given", reaction, now.given, kept(before.given));
        table.add("taken_back", reaction, now.taken_back, kept(before.taken_back));
    };
    add(analytics::kAllReactions);
    for (const auto& reaction : query.reactions) add(reaction);
    return table;
}

}  // namespace

web::Response activity_response(const web::Request& request, Format format, const analytics::ActivityQuery& query,
                                const analytics::ActivityView& view) {
    const auto shown = analytics::shown(query, view);
    if (!shown) throw too_old(view.reach.first_quarter());
    if (format == Format::kCsv) {
        const auto day = query.zone.to_rfc3339(shown->period.begin).substr(0, 10);
        return web::with_etag(by_format(csv(table_of(query, *shown), "activity-" + day)), request.if_none_match);
    }
    JsonText json;
    json.begin_object();
    put_shown(json, query, view, *shown);
    const std::string meaning = json.str();
    json.member("as_of", to_rfc3339(view.reach.as_of));
    json.end_object();
    return web::with_weak_etag(by_format(web::json(json.str())), meaning, request.if_none_match);
}

web::Response summary_response(const web::Request& request, Format format, const analytics::SummaryQuery& query,
                               const analytics::SummaryView& view) {
    auto response =
        by_format(format == Format::kCsv ? csv(table_of(query, view), "summary-" + std::string{code_of(query.span)})
                                         : web::json(summary_json(query, view)));
    if (view.people) return web::with_etag(std::move(response), request.if_none_match);
    response.status = 202;
    response.headers.push_back({"Retry-After", "2"});
    return response;
}

}  // namespace likes::endpoints
