#include "store/eraser.hpp"

#include <algorithm>
#include <vector>

#include "store/result.hpp"
#include "store/rows.hpp"
#include "store/subject_parts.hpp"
#include "store/upkeep_sql.hpp"

namespace likes::store {
namespace {

/// Rows that one look goes through, subjects of one transaction, and looks until the user counts as still reacting.
constexpr std::size_t kRowsOfPart = 20'000;
constexpr std::size_t kBatch = 200;
constexpr int kLooksMax = 10;

struct Found {
    Part part;
    /// What the user has put on the messages of the part, in the order of the locks.
    std::vector<Subject> subjects;
};

Found find(Session& session, const Uuid& after, const UserId& user) {
    Found found{next_part(session, after, kRowsOfPart), {}};
    auto& statement = session.prepare(sql_text::kReactionsOfUserBetween);
    statement.setString(1, to_hex(found.part.after));
    statement.setString(2, to_hex(found.part.last));
    statement.setString(3, user.str());
    Result rows{statement.executeQuery()};
    while (rows.next()) found.subjects.push_back({rows.uuid(1), rows.reaction(2)});
    return found;
}

void run_for(Session& session, std::string_view sql, const UserId& user) {
    auto& statement = session.prepare(sql);
    statement.setString(1, user.str());
    statement.executeUpdate();
}

}  // namespace

Eraser::Receipt Eraser::erase(const UserId& user, const Progress& progress) {
    session_.transaction([&](Session& session) { run_for(session, sql_text::kBeginErasure, user); });
    std::size_t erased = 0;
    const auto add = [&](std::size_t more) {
        erased += more;
        progress(erased);
    };
    int looks = 0;
    while (erase_once(user, add) > 0) {
        if (++looks == kLooksMax) throw StillReacting{"the user goes on reacting; end their access, and try again"};
    }

    Receipt receipt;
    session_.transaction([&](Session& session) {
        auto& statement = session.prepare(sql_text::kErasure);
        statement.setString(1, user.str());
        Result rows{statement.executeQuery()};
        if (!rows.next()) throw std::runtime_error{"somebody else has erased the same user at the same time"};
        receipt = {rows.time(1), rows.time(4), rows.number(2), rows.number(3)};
    });
    return receipt;
}

void Eraser::forget(const UserId& user) {
    session_.transaction([&](Session& session) { run_for(session, sql_text::kEndErasure, user); });
}

/// Goes through all messages once. Returns how many reactions of the user it has met.
std::size_t Eraser::erase_once(const UserId& user, const std::function<void(std::size_t)>& add) {
    std::size_t met = 0;
    Found found;
    do {
        const Uuid after = found.part.last;
        session_.transaction([&](Session& session) { found = find(session, after, user); });
        met += found.subjects.size();
        for (std::span<const Subject> rest{found.subjects}; !rest.empty();) {
            const auto some = rest.first(std::min(rest.size(), kBatch));
            add(erase_some(some, user));
            rest = rest.subspan(some.size());
        }
    } while (!found.part.is_last());
    return met;
}

std::size_t Eraser::erase_some(std::span<const Subject> subjects, const UserId& user) {
    const auto record = [&](Session& session, const LikeWriter::Erased& erased) {
        auto& statement = session.prepare(sql_text::kRecordErased);
        statement.setUInt64(1, erased.reactions);
        statement.setUInt64(2, erased.told);
        statement.setString(3, user.str());
        statement.executeUpdate();
    };
    auto erased = writer_.erase(subjects, user, record).reactions;
    if (erased == subjects.size()) return erased;
    // A summary that knows nothing of the row keeps it from being found under the lock.
    auditor_.repair(subjects);
    return erased + writer_.erase(subjects, user, record).reactions;
}

}  // namespace likes::store
