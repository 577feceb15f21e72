#include "support/counters.hpp"

#include <algorithm>
#include <cstdint>
#include <map>

#include "support/sql.hpp"

namespace likes::test {
namespace {

struct Counter {
    std::uint64_t total = 0;
    std::uint64_t version = 0;
    std::string last_reacted_at;
    std::string recent;
    std::string unpublished;
    /// Of its likes, in the order of their versions: as `recent` names them, and their versions and times.
    std::vector<std::string> likers;
    std::vector<std::uint64_t> versions;
    std::vector<std::string> times;
};

std::string joined(std::vector<std::string>::const_iterator first, std::vector<std::string>::const_iterator last) {
    std::string text;
    for (; first != last; ++first) text += (text.empty() ? "" : " ") + *first;
    return text;
}

/// True if `recent` is the end of the list, and names enough.
bool names_the_newest(const Counter& counter) {
    const auto named = static_cast<std::size_t>(std::count(counter.recent.begin(), counter.recent.end(), ',')) / 2;
    constexpr std::size_t kLeast = 10;
    if (named > counter.likers.size() || named < std::min(kLeast, counter.likers.size())) return false;
    return counter.recent == joined(counter.likers.end() - static_cast<std::ptrdiff_t>(named), counter.likers.end());
}

std::map<Subject, Counter> counters_of(const Chat& chat) {
    const std::string of_chat = " JOIN messages m USING (message_id) WHERE m.chat_id = " + sql_id(chat.id());
    const auto rows =
        sql("SELECT 0 AS is_like, HEX(message_id), reaction, version, COALESCE(last_reacted_at, '-'), total, "
            "CONCAT('[', recent, ']'), CONCAT('[', unpublished, ']') FROM reaction_summaries" +
            of_chat +
            " UNION ALL SELECT 1, HEX(message_id), reaction, version, reacted_at, 0, "
            "CONCAT_WS(',', user_id, version, FLOOR(UNIX_TIMESTAMP(reacted_at))), '' FROM reactions" +
            of_chat + " ORDER BY is_like, version");
    std::map<Subject, Counter> counters;
    for (const auto& row : rows) {
        auto& counter = counters[{row.at(1), row.at(2)}];
        if (row.at(0) == "1") {
            counter.versions.push_back(std::stoull(row.at(3)));
            counter.times.push_back(row.at(4));
            counter.likers.push_back(row.at(6));
        } else {
            counter.version = std::stoull(row.at(3));
            counter.last_reacted_at = row.at(4);
            counter.total = std::stoull(row.at(5));
            counter.recent = row.at(6).substr(1, row.at(6).size() - 2);
            counter.unpublished = row.at(7).substr(1, row.at(7).size() - 2);
        }
    }
    return counters;
}

}  // namespace

std::vector<std::string> contradictions(const Chat& chat) {
    std::vector<std::string> found;
    for (const auto& [subject, counter] : counters_of(chat)) {
        const auto complain = [&, name = subject.second + " on " + subject.first + ": "](const std::string& what) {
            found.push_back(name + what);
        };
        if (counter.total != counter.likers.size()) {
            complain(std::to_string(counter.total) + " counted, " + std::to_string(counter.likers.size()) + " there");
        }
        if (!names_the_newest(counter)) complain("'" + counter.recent + "' are not the newest");
        // Each batch of changes begins with the id of its row of the outbox.
        if (!counter.unpublished.empty() && !counter.unpublished.starts_with('#'))
            complain("'" + counter.unpublished + "' is unpublished");
        if (std::adjacent_find(counter.versions.begin(), counter.versions.end()) != counter.versions.end()) {
            complain("two likes have the same version");
        }
        if (!std::is_sorted(counter.times.begin(), counter.times.end())) complain("versions are not in order of time");
        if (!counter.versions.empty() && counter.versions.back() > counter.version)
            complain("a like is newer than all");
        // '-', for never, is less than any time.
        if (!counter.times.empty() && counter.last_reacted_at < counter.times.back())
            complain("the last like is later");
    }
    return found;
}

}  // namespace likes::test
