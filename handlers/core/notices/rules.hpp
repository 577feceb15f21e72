#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "base/time.hpp"
#include "base/user_id.hpp"
#include "base/uuid.hpp"
#include "notices/notice.hpp"

/// When something is news to the author of a message, and when it is not.
///
/// The author hears of the first people who react, each once, whatever they take back and put anew: the notice
/// remembers them. When it remembers as many as it may, numbers of reactions are news in place of people, each once. So
/// nobody can ring a bell twice, and what is stored about a message that everybody likes has a bound.
namespace likes::notices {

struct Policy {
    /// People whom a notice remembers.
    std::size_t known_max = 100;
};

/// How a message stands, and what has just happened to it. Where and in what order it happened does not matter: what
/// counts is how it stands now.
struct Facts {
    Uuid chat;
    /// The message is deleted, or its row is gone.
    bool is_deleted = false;
    /// The author is in the chat now.
    bool is_member = true;
    /// False while the author has muted the chat or does not want to hear of likes.
    bool wants_news = true;
    Standing standing;
    /// Who has just done something and reacts now; without the author and whom the author has blocked. Each once.
    std::vector<UserId> reacting = {};
    /// Those of `reacting` whom the notice remembers.
    std::set<UserId> known = {};
    /// How many people it remembers in all.
    std::size_t known_count = 0;
};

/// What became of a notice.
enum class Outcome {
    /// It is as it was, or there is still none.
    kUnchanged,
    /// What it says has changed while it is in no list: its sequence stays.
    kChangedUnseen,
    /// It says something else, or is back as it was.
    kChanged,
    /// News.
    kRaised,
    /// It is in the list no more.
    kWithdrawn,
};

struct Next {
    Outcome outcome = Outcome::kUnchanged;
    /// How it is to be stored; nullopt if there is none. It has the sequence that was handed in, unless the outcome is
    /// kUnchanged or kChangedUnseen.
    std::optional<Notice> notice = std::nullopt;
    /// Whom it remembers from now on, besides the others.
    std::vector<UserId> remembered = {};
    /// Whether the recipient's devices are to be told.
    bool is_told = false;
};

/// The greatest number of reactions up to `reactions` that is news by itself: 250, 500, 1,000, 2,500, 5,000, …; 0 if
/// there is none.
std::uint32_t milestone_of(std::uint64_t reactions);

/// `before`: nullopt if there is no notice yet. `sequence`: the recipient's next.
Next apply(const std::optional<Notice>& before, const Facts& facts, std::uint64_t sequence, Time now,
           const Policy& policy);

}  // namespace likes::notices
