#include "push/verdict.hpp"

#include <algorithm>
#include <array>

#include "base/json.hpp"
#include "base/text.hpp"

namespace likes::push {
namespace {

constexpr std::size_t kFailuresMax = 5;
constexpr std::chrono::days kPatienceWithUs{7};

/// Which answers a line of the table is about. A line without a reason is about any.
struct Line {
    Kind kind;
    int status;
    std::string_view reason;
    Verdict verdict;
};

/// What is the same for all kinds is in judge_status().
constexpr std::array kTable{
    Line{Kind::kWeb, 404, "", Verdict::kGone},
    Line{Kind::kWeb, 410, "", Verdict::kGone},
    Line{Kind::kApns, 410, "", Verdict::kGone},
    Line{Kind::kApns, 400, "BadDeviceToken", Verdict::kGone},
    Line{Kind::kApns, 400, "DeviceTokenNotForTopic", Verdict::kGone},
    Line{Kind::kApns, 403, "ExpiredProviderToken", Verdict::kRenewToken},
    Line{Kind::kApns, 429, "TooManyProviderTokenUpdates", Verdict::kWaitHost},
    Line{Kind::kApns, 429, "", Verdict::kWaitTarget},
    Line{Kind::kFcm, 404, "UNREGISTERED", Verdict::kGone},
    Line{Kind::kFcm, 403, "SENDER_ID_MISMATCH", Verdict::kGone},
    Line{Kind::kFcm, 401, "", Verdict::kRenewToken},
};

Verdict judge_status(const Answer& answer) {
    switch (answer.status) {
        case 200:
        case 201:
        case 202:
        case 204:
            return Verdict::kSent;
        case 0:
        case 408:
            return Verdict::kRetry;
        case 429:
            return Verdict::kWaitHost;
        case 503:
            return answer.retry_after ? Verdict::kWaitHost : Verdict::kRetry;
        default:
            return answer.status >= 500 ? Verdict::kRetry : Verdict::kOurs;
    }
}

const rapidjson::Value* member_at(const rapidjson::Value* object, std::string_view name) {
    return object != nullptr && object->IsObject() ? find_member(*object, name) : nullptr;
}

/// `Fri, 15 Jan 2027 08:02:00 GMT`, the only form that is still sent (RFC 9110 section 5.6.7).
std::optional<Time> parse_http_date(std::string_view text) {
    constexpr std::size_t kLength = 29;
    constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
    if (text.size() != kLength || !text.ends_with(" GMT")) return std::nullopt;
    const auto month = kMonths.find(text.substr(8, 3));
    if (month == std::string_view::npos || month % 3 != 0) return std::nullopt;
    const auto number = std::to_string(101 + month / 3).substr(1);
    return parse_rfc3339(std::string{text.substr(12, 4)} + '-' + number + '-' + std::string{text.substr(5, 2)} + 'T' +
                         std::string{text.substr(17, 8)} + 'Z');
}

/// A documented code is short and of letters; nothing else is to be compared with or logged.
std::string reason_of(const rapidjson::Value* value) {
    constexpr std::size_t kReasonMax = 64;
    if (value == nullptr || !value->IsString()) return {};
    const auto text = string_of(*value);
    const bool is_code = text.size() <= kReasonMax && std::all_of(text.begin(), text.end(), [](char c) {
                             return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
                         });
    return is_code ? std::string{text} : std::string{};
}

/// The code of FCM itself is in `details`; that of all of Google's services is `status`.
std::string google_reason(const rapidjson::Document& json) {
    const auto* const error = find_member(json, "error");
    const auto* const details = member_at(error, "details");
    if (details != nullptr && details->IsArray()) {
        for (const auto& detail : details->GetArray()) {
            if (auto code = reason_of(member_at(&detail, "errorCode")); !code.empty()) return code;
        }
    }
    return reason_of(member_at(error, "status"));
}

}  // namespace

std::string_view code_of(Kind kind) {
    constexpr std::array<std::string_view, 3> kCodes{"web", "apns", "fcm"};
    return kCodes.at(static_cast<std::size_t>(kind));
}

std::optional<Kind> parse_kind(std::string_view code) {
    for (const auto kind : {Kind::kWeb, Kind::kApns, Kind::kFcm}) {
        if (code == code_of(kind)) return kind;
    }
    return std::nullopt;
}

void read_reason(Kind kind, std::string_view body, Answer& answer) {
    rapidjson::Document json;
    if (kind == Kind::kWeb || !parse_strict_object(body, json)) return;
    if (kind == Kind::kFcm) {
        answer.reason = google_reason(json);
        return;
    }
    answer.reason = reason_of(find_member(json, "reason"));
    // Milliseconds; beyond the year 9999 it is none.
    constexpr std::int64_t kLatest = 253'402'300'799'000;
    const auto* const timestamp = find_member(json, "timestamp");
    if (timestamp != nullptr && timestamp->IsInt64() && timestamp->GetInt64() >= 0 &&
        timestamp->GetInt64() <= kLatest) {
        answer.gone_since = Time{std::chrono::milliseconds{timestamp->GetInt64()}};
    }
}

std::optional<std::chrono::seconds> parse_retry_after(std::string_view value, Time now) {
    // A year is as good as any longer time.
    constexpr std::int64_t kSecondsMax = 31'536'000;
    if (!value.empty() && value.find_first_not_of("0123456789") == std::string_view::npos) {
        return std::chrono::seconds{std::min(parse_number<std::int64_t>(value).value_or(kSecondsMax), kSecondsMax)};
    }
    const auto moment = parse_http_date(value);
    if (!moment) return std::nullopt;
    const auto wait = std::chrono::ceil<std::chrono::seconds>(*moment - now);
    return std::clamp(wait, std::chrono::seconds{0}, std::chrono::seconds{kSecondsMax});
}

Verdict judge(Kind kind, const Answer& answer, Time registered_at) {
    const auto line = std::find_if(kTable.begin(), kTable.end(), [&](const Line& one) {
        return one.kind == kind && one.status == answer.status && (one.reason.empty() || one.reason == answer.reason);
    });
    const auto verdict = line == kTable.end() ? judge_status(answer) : line->verdict;
    // The app was installed again since, and Apple means the time before.
    if (kind == Kind::kApns && answer.status == 410 && answer.gone_since && *answer.gone_since <= registered_at) {
        return Verdict::kOurs;
    }
    return verdict;
}

bool is_hopeless(std::size_t failures, Time last_ok_at, Time now) {
    return failures >= kFailuresMax && now - last_ok_at >= kPatienceWithUs;
}

}  // namespace likes::push
