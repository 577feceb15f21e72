#include "store/notices/notice_changer.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <variant>

#include "base/user_id.hpp"
#include "base/uuid.hpp"
#include "database/batch_parameters.hpp"
#include "database/literal_rows.hpp"
#include "database/result_set.hpp"
#include "notices/reading.hpp"
#include "store/notices/deliveries.hpp"
#include "store/notices/notice_reader.hpp"
#include "store/notices/reading_sql.hpp"
#include "store/notices/settling_sql.hpp"
#include "store/notices/shown_notices.hpp"
#include "store/sql.hpp"

namespace likes::store {
namespace {

using notices::ChangeView;
using notices::State;

/// A recipient and the message of one of their notices.
using NoticeKey = std::pair<UserId, Uuid>;

/// What is known of a recipient.
struct Head {
    std::uint64_t sequence = 0;
    std::uint64_t seen = 0;
    bool is_changed = false;
};

/// A notice that is locked.
struct Locked {
    notices::Notice notice;
    /// The message is there, and the recipient is in its chat.
    bool is_visible = false;
    bool is_changed = false;
};

/// The message that the change is about; nullopt if it is about all of them.
std::optional<Uuid> message_of(const notices::Change& change) {
    if (const auto* const reading = std::get_if<notices::Read>(&change.what)) return reading->message;
    if (const auto* const dismissal = std::get_if<notices::Dismiss>(&change.what)) return dismissal->message;
    return std::nullopt;
}

/// One batch of changes.
class Batch {
  public:
    Batch(database::Session& session, std::span<const notices::Change> changes)
        : session_{session}, changes_{changes} {}

    std::vector<ChangeView> apply() {
        lock_heads();
        lock_notices();
        std::vector<ChangeView> views;
        views.reserve(changes_.size());
        for (const auto& change : changes_) views.push_back(apply(change));
        write();
        tell_unread(views);
        return views;
    }

  private:
    void lock_heads() {
        std::set<UserId> recipients;
        for (const auto& change : changes_) recipients.insert(change.recipient);
        database::LiteralRows asked;
        for (const auto& recipient : recipients) asked.add(recipient);
        for (const auto& text : asked.in(sql_text::kLockReaders)) {
            database::ResultSet rows{session_.query(text)};
            while (rows.next()) {
                heads_[rows.parsed<UserId>(1)] = {rows.number(2), rows.number(3), false};
                now_ = rows.time(4);
            }
        }
    }

    void lock_notices() {
        std::set<NoticeKey> keys;
        for (const auto& change : changes_) {
            if (const auto message = message_of(change)) keys.emplace(change.recipient, *message);
        }
        database::LiteralRows asked;
        for (const auto& [recipient, message] : keys) asked.add(recipient, message);
        for (const auto& text : asked.in(sql_text::kLockRead)) {
            database::ResultSet rows{session_.query(text)};
            while (rows.next()) {
                auto stored = read_notice(rows, 2, rows.parsed<UserId>(1));
                locked_[{stored.recipient, stored.message}] = {std::move(stored.notice), false, false};
            }
        }
        look_for_messages();
    }

    /// Finds out which of the notices may be read, and in which chat their messages are now.
    void look_for_messages() {
        database::BatchParameters asked;
        std::vector<Locked*> order;
        for (auto& [key, locked] : locked_) {
            asked.add(key.second, key.first);
            order.push_back(&locked);
        }
        database::ResultSet rows = select(session_, sql_text::kResolve, asked);
        while (rows.next()) {
            auto& locked = *order.at(rows.item(1));
            locked.notice.chat = rows.uuid(2);
            locked.is_visible = rows.flag(3);
        }
    }

    ChangeView apply(const notices::Change& change) {
        auto& head = heads_[change.recipient];
        if (const auto* const seeing = std::get_if<notices::See>(&change.what)) {
            see(change.recipient, head, seeing->sequence);
            ChangeView view;
            view.is_there = true;
            view.sequence = head.sequence;
            return view;
        }
        const NoticeKey key{change.recipient, *message_of(change)};
        const auto found = locked_.find(key);
        if (found == locked_.end() || !found->second.is_visible) return {};
        return std::holds_alternative<notices::Read>(change.what) ? read(key, head, found->second)
                                                                  : dismiss(key, head, found->second);
    }

    void see(const UserId& recipient, Head& head, std::uint64_t said) {
        const auto seen = notices::seen_after(head.seen, said, head.sequence);
        if (seen == head.seen) return;
        head.seen = seen;
        take_sequence({recipient, Uuid{}}, head);
    }

    ChangeView read(const NoticeKey& key, Head& head, Locked& locked) {
        if (locked.notice.state != State::kStands) return {};
        replace(key, head, locked, notices::after_reading(locked.notice, head.sequence + 1, now_));
        ChangeView view;
        view.is_there = true;
        view.sequence = locked.notice.sequence;
        read_.push_back({key.first, key.second, locked.notice});
        return view;
    }

    ChangeView dismiss(const NoticeKey& key, Head& head, Locked& locked) {
        if (locked.notice.state == State::kWithdrawn) return {};
        replace(key, head, locked, notices::after_dismissal(locked.notice, head.sequence + 1, now_));
        ChangeView view;
        view.is_there = true;
        view.sequence = locked.notice.sequence;
        return view;
    }

    void replace(const NoticeKey& key, Head& head, Locked& locked, std::optional<notices::Notice> after) {
        if (!after) return;
        locked.notice = *std::move(after);
        locked.is_changed = true;
        take_sequence(key, head);
    }

    /// Takes the next number for a change of the notice, or, with the message 0, of what is seen.
    void take_sequence(const NoticeKey& key, Head& head) {
        ++head.sequence;
        head.is_changed = true;
        deliveries_[key] = head.sequence;
    }

    void write() {
        for (const auto& [recipient, head] : heads_) {
            if (head.is_changed) write_head(recipient, head);
        }
        for (const auto& [key, locked] : locked_) {
            if (locked.is_changed) write_notice(key, locked.notice);
        }
        constexpr std::uint32_t kNoAttempts = 0;
        database::LiteralRows rows;
        for (const auto& [key, sequence] : deliveries_) {
            rows.add(kInApp, key.first, key.second, Uuid{}, now_, now_ + kToldWithin, sequence, kNoAttempts);
        }
        database::write(session_, sql_text::kSchedule, rows);
    }

    void write_head(const UserId& recipient, const Head& head) {
        auto& statement = session_.prepare(sql_text::kWriteReader);
        statement.setUInt64(1, head.sequence);
        statement.setUInt64(2, head.seen);
        statement.setString(3, recipient.str());
        statement.executeUpdate();
    }

    void write_notice(const NoticeKey& key, const notices::Notice& notice) {
        auto& statement = session_.prepare(sql_text::kWriteRead);
        statement.setUInt(1, static_cast<unsigned>(notice.state));
        statement.setBoolean(2, notice.is_read);
        statement.setUInt(3, notice.new_since_read);
        statement.setUInt64(4, notice.sequence);
        statement.setInt64(5, notice.changed_at.time_since_epoch().count());
        statement.setString(6, key.first.str());
        statement.setString(7, key.second.to_hex());
        statement.executeUpdate();
    }

    /// After what was changed: the numbers of unread notices, and the notices that were read, with names.
    void tell_unread(std::vector<ChangeView>& views) {
        std::map<UserId, notices::Unread> unread;
        for (const auto& change : changes_) unread.try_emplace(change.recipient);
        for (auto& [recipient, count] : unread) count = read_unread(session_, recipient);
        auto shown_notices = shown(session_, std::move(read_));
        auto next = shown_notices.begin();
        for (std::size_t i = 0; i < views.size(); ++i) {
            views[i].unread = unread.at(changes_[i].recipient);
            if (!views[i].is_there || !std::holds_alternative<notices::Read>(changes_[i].what)) continue;
            views[i].notice = std::move(*next++);
        }
    }

    database::Session& session_;
    std::span<const notices::Change> changes_;
    /// When the heads were locked, by the database's clock.
    Time now_{};
    std::map<UserId, Head> heads_;
    std::map<NoticeKey, Locked> locked_;
    /// What is to be sent, with the number of its newest change.
    std::map<NoticeKey, std::uint64_t> deliveries_;
    /// Notices that were read, in the order of the changes.
    std::vector<StoredNotice> read_;
};

}  // namespace

std::vector<ChangeView> change_notices(database::Session& session, std::span<const notices::Change> changes) {
    return Batch{session, changes}.apply();
}

}  // namespace likes::store
