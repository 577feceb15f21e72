#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace likes::notices {

/// Of which reactions a user is told. All but kOff put every one of them into the list; they differ in what interrupts.
enum class Tell {
    /// Of all that are news.
    kAll,
    /// Of the first on a message; of what else there is, once a day.
    kDaily,
    /// Of the first on a message alone.
    kFirst,
    /// When there are 250, 500, 1,000, … on a message.
    kMilestones,
    /// Of none, in the list neither.
    kOff,
};

/// As the database and the API write it: `all`, `daily`, `first`, `milestones`, `off`.
std::string_view code_of(Tell tell);
std::optional<Tell> parse_tell(std::string_view code);

/// How much a push says, from little to much.
enum class Preview {
    /// How many, not who.
    kNone,
    /// Who.
    kNames,
    /// Who, and in which chat.
    kFull,
};

/// `none`, `names`, `full`.
std::string_view code_of(Preview preview);
std::optional<Preview> parse_preview(std::string_view code);

/// When a user's devices are left alone, by the clocks of a zone.
struct QuietHours {
    static constexpr std::uint32_t kMinutes = 24 * 60;

    /// Minutes after midnight, less than kMinutes. From one up to, and without, the other: beyond midnight if `to` is
    /// the smaller one; never if they are the same.
    std::uint32_t from = 0;
    std::uint32_t to = 0;

    bool operator==(const QuietHours&) const = default;
};

struct Quiet {
    QuietHours hours;
    /// A zone of the IANA database; empty: the one of the user's profile.
    std::string zone;

    bool operator==(const Quiet&) const = default;
};

/// How often a user wants a summary of what is new.
enum class Digest { kOff, kDaily, kWeekly };

/// `off`, `daily`, `weekly`.
std::string_view code_of(Digest digest);
std::optional<Digest> parse_digest(std::string_view code);

inline constexpr std::uint32_t kEmailThresholdMax = 10'000;

/// Of what a user wants to be told. What is not said holds as everywhere; what is said nowhere, as if all were wanted.
struct Preferences {
    std::optional<Tell> likes = {};
    /// Until then nothing is news.
    std::optional<Time> muted_until = {};
    /// Whether there are pushes; where nothing is said, there are.
    std::optional<bool> push = {};
    /// Where nothing is said: names.
    std::optional<Preview> preview = {};
    /// Where nothing is said: never.
    std::optional<Quiet> quiet = {};
    /// Whether there are mails. Where nothing is said, there are.
    std::optional<bool> email = {};
    /// So many people make news worth a mail, 1 to kEmailThresholdMax. Where nothing is said: option email-threshold.
    std::optional<std::uint32_t> email_threshold = {};
    /// Of everywhere alone. Where nothing is said: never.
    std::optional<Digest> digest = {};

    bool operator==(const Preferences&) const = default;
};

}  // namespace likes::notices
