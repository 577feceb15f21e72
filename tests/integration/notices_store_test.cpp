// Thousands of random things that happen to notices, over the database without a server in between: the badge is always
// what a recount finds, and devices agree.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "base/user_id.hpp"
#include "base/uuid.hpp"
#include "database/literal_rows.hpp"
#include "database/result_set.hpp"
#include "database/session.hpp"
#include "direct_store.hpp"
#include "noticed.hpp"
#include "notices/notice.hpp"
#include "notices/queries.hpp"
#include "runtime/log.hpp"
#include "store/notices/notice_changer.hpp"
#include "store/notices/notice_reader.hpp"
#include "support/crowd.hpp"
#include "support/service.hpp"
#include "support/sql.hpp"

namespace likes::test {
namespace {

using namespace std::chrono_literals;
using notices::State;

/// Nobody makes notices, tells devices of them, or deletes those of long ago, but the cases.
struct OncePerProcess {
    OncePerProcess() { log::init("notices_store_test", "error"); }
    HeldLease consuming{"notices"};
    HeldLease telling{"in-app"};
    HeldLease tidying{"notice-retention"};
};
BOOST_TEST_GLOBAL_FIXTURE(OncePerProcess);

constexpr Time kNow = std::chrono::sys_days{std::chrono::year{2025} / 10 / 3} + 12h;
constexpr std::size_t kMessages = 4;

/// (recipient, sequence, 0) → the heads have come so far.
constexpr database::RowsStatement kMoveHeads{"INSERT INTO notice_heads (recipient_id, sequence, seen_sequence) VALUES ",
                                             " ON DUPLICATE KEY UPDATE sequence = VALUES(sequence)"};
/// (all columns) → the notices are so.
constexpr database::RowsStatement kPutNotices{
    "INSERT INTO notices (recipient_id, message_id, chat_id, state, is_read, sequence, raised_sequence, raised_at, "
    "changed_at, actors, reactions, newest, new_since_read, milestone) VALUES ",
    " ON DUPLICATE KEY UPDATE state = VALUES(state), is_read = VALUES(is_read), sequence = VALUES(sequence), "
    "raised_sequence = VALUES(raised_sequence)"};

/// What is true of one notice.
struct Truth {
    bool is_there = false;
    State state = State::kStands;
    bool is_read = false;
    std::uint64_t sequence = 0;
    std::uint64_t raised = 0;
};

/// What one device was told.
struct Device {
    std::uint64_t since = 0;
    std::map<Uuid, bool> held = {};
};

/// One recipient, as it should be, with two devices.
struct Recipient {
    Noticed noticed{kMessages};
    UserId id = UserId::parse(noticed.recipient()).value();
    std::uint64_t sequence = 0;
    std::uint64_t seen = 0;
    bool is_member = true;
    std::array<bool, kMessages> is_deleted{};
    std::array<Truth, kMessages> notices{};
    std::array<Device, 2> devices{};

    Uuid message(std::size_t place) const { return Uuid::parse(noticed.messages()[place]).value(); }
    bool is_visible(std::size_t place) const { return is_member && !is_deleted[place]; }
    bool is_listed(std::size_t place) const {
        return notices[place].is_there && notices[place].state == State::kStands && is_visible(place);
    }

    std::size_t unread() const {
        std::size_t count = 0;
        for (std::size_t place = 0; place < kMessages; ++place) {
            const auto& notice = notices[place];
            if (is_listed(place) && !notice.is_read && notice.raised > seen) ++count;
        }
        return count;
    }

    /// What a device holds that has caught up.
    std::map<Uuid, bool> held() const {
        std::map<Uuid, bool> all;
        for (std::size_t place = 0; place < kMessages; ++place) {
            if (is_listed(place)) all.emplace(message(place), notices[place].is_read);
        }
        return all;
    }
};

/// What happens to some recipients at once, first in the tables of the chat backend, then by the notifier, and by the
/// recipients themselves.
class Histories {
  public:
    Histories(std::size_t recipients, std::uint64_t seed) : random_{seed} {
        for (std::size_t i = 0; i < recipients; ++i) {
            recipients_.push_back(std::make_unique<Recipient>());
            all_.push_back(recipients_.back().get());
        }
    }

    void step() {
        backend_.clear();
        touched_.clear();
        heads_ = {};
        rows_ = {};
        changes_.clear();
        expected_.clear();
        for (auto& recipient : recipients_) happen(*recipient);
        if (!backend_.empty()) {
            owner_.transaction([&](database::Session& session) {
                for (const auto& statement : backend_) session.write(statement);
            });
            // Before the notifier has heard of it.
            check_badges(touched_);
        }
        owner_.transaction([&](database::Session& session) {
            write(session, kMoveHeads, heads_);
            write(session, kPutNotices, rows_);
        });
        change();
        check_badges(all_);
        for (auto& recipient : recipients_) {
            for (auto& device : recipient->devices) {
                if (below(4) == 0) catch_up(*recipient, device, 1 + below(5));
            }
        }
    }

    /// All devices catch up, and hold what there is.
    void check_devices() {
        for (auto& recipient : recipients_) {
            BOOST_TEST_CONTEXT(recipient->id.str()) {
                for (auto& device : recipient->devices) {
                    catch_up(*recipient, device, 3);
                    BOOST_TEST((device.held == recipient->held()));
                    BOOST_TEST(device.since == recipient->sequence);
                }
                check_list(*recipient);
            }
        }
    }

  private:
    std::size_t below(std::size_t limit) { return std::uniform_int_distribution<std::size_t>{0, limit - 1}(random_); }

    void happen(Recipient& recipient) {
        const auto place = below(kMessages);
        auto& notice = recipient.notices[place];
        switch (below(12)) {
            case 0:
            case 1:
            case 2:
            case 3:
                if (recipient.is_visible(place)) raise(recipient, place);
                break;
            case 4:
                if (notice.is_there && notice.state == State::kStands) move(recipient, place, State::kWithdrawn);
                break;
            case 5:
                if (notice.is_there && notice.state == State::kWithdrawn && recipient.is_visible(place)) {
                    move(recipient, place, State::kStands);
                }
                break;
            case 6:
            case 7:
                see(recipient);
                break;
            case 8:
                read(recipient, place);
                break;
            case 9:
                dismiss(recipient, place);
                break;
            case 10:
                come_or_go(recipient);
                break;
            default:
                if (below(20) == 0) delete_message(recipient, place);
        }
    }

    void raise(Recipient& recipient, std::size_t place) {
        auto& notice = recipient.notices[place];
        notice.is_there = true;
        notice.is_read = false;
        notice.raised = recipient.sequence + 1;
        move(recipient, place, State::kStands);
    }

    /// The notifier writes the notice, in that state.
    void move(Recipient& recipient, std::size_t place, State state) {
        auto& notice = recipient.notices[place];
        notice.state = state;
        notice.sequence = ++recipient.sequence;
        heads_.add(recipient.id, recipient.sequence, std::uint64_t{0});
        rows_.add(recipient.id, recipient.message(place), Uuid::parse(recipient.noticed.chat().id()).value(),
                  static_cast<std::uint32_t>(state), static_cast<std::uint32_t>(notice.is_read), notice.sequence,
                  notice.raised, kNow, kNow, std::uint32_t{1}, std::string_view{"like=1"},
                  std::string_view{"bob,like,1759485600"}, std::uint32_t{1}, std::uint32_t{0});
    }

    void see(Recipient& recipient) {
        // A device may be behind; another one says what cannot be.
        const auto said = below(recipient.sequence + 3);
        const auto seen = std::max<std::uint64_t>(recipient.seen, std::min<std::uint64_t>(said, recipient.sequence));
        if (seen != recipient.seen) ++recipient.sequence;
        recipient.seen = seen;
        expect({recipient.id, notices::See{said}}, recipient, true);
    }

    void read(Recipient& recipient, std::size_t place) {
        auto& notice = recipient.notices[place];
        const bool is_there = recipient.is_listed(place);
        if (is_there && !notice.is_read) {
            notice.is_read = true;
            notice.sequence = ++recipient.sequence;
        }
        expect({recipient.id, notices::Read{recipient.message(place)}}, recipient, is_there);
    }

    void dismiss(Recipient& recipient, std::size_t place) {
        auto& notice = recipient.notices[place];
        const bool is_there = notice.is_there && notice.state != State::kWithdrawn && recipient.is_visible(place);
        if (is_there && notice.state != State::kPutAway) {
            notice.state = State::kPutAway;
            notice.is_read = true;
            notice.sequence = ++recipient.sequence;
        }
        expect({recipient.id, notices::Dismiss{recipient.message(place)}}, recipient, is_there);
    }

    void expect(notices::Change change, const Recipient& recipient, bool is_there) {
        changes_.push_back(std::move(change));
        expected_.emplace_back(&recipient, is_there);
    }

    void come_or_go(Recipient& recipient) {
        recipient.is_member = !recipient.is_member;
        touched_.push_back(&recipient);
        backend_.push_back(std::string{"UPDATE chat_members SET left_at = "} +
                           (recipient.is_member ? "NULL" : "UTC_TIMESTAMP(6)") + " WHERE chat_id = " +
                           sql_id(recipient.noticed.chat().id()) + " AND user_id = " + sql_text(recipient.id.str()));
        if (recipient.is_member) return;
        for (std::size_t place = 0; place < kMessages; ++place) {
            const auto& notice = recipient.notices[place];
            if (notice.is_there && notice.state == State::kStands) move(recipient, place, State::kPutAway);
        }
    }

    void delete_message(Recipient& recipient, std::size_t place) {
        if (std::exchange(recipient.is_deleted[place], true)) return;
        touched_.push_back(&recipient);
        backend_.push_back("UPDATE messages SET deleted_at = UTC_TIMESTAMP(6) WHERE message_id = " +
                           sql_id(recipient.noticed.messages()[place]));
        const auto& notice = recipient.notices[place];
        if (notice.is_there && notice.state == State::kStands) move(recipient, place, State::kWithdrawn);
    }

    void change() {
        std::vector<notices::ChangeView> views;
        reader_.transaction([&](database::Session& session) { views = store::change_notices(session, changes_); });
        BOOST_REQUIRE(views.size() == expected_.size());
        for (std::size_t i = 0; i < views.size(); ++i) {
            const auto& [recipient, is_there] = expected_[i];
            BOOST_TEST(views[i].is_there == is_there);
            BOOST_TEST(views[i].unread.count == recipient->unread());
            if (std::holds_alternative<notices::See>(changes_[i].what)) {
                BOOST_TEST(views[i].sequence == recipient->sequence);
            }
        }
    }

    void check_badges(const std::vector<const Recipient*>& recipients) {
        reader_.read([&](database::Session& session) {
            for (const auto* const recipient : recipients) {
                const auto unread = store::read_unread(session, recipient->id);
                BOOST_TEST(unread.count == recipient->unread(), recipient->id.str());
                BOOST_TEST(!unread.is_capped);
            }
        });
    }

    void catch_up(const Recipient& recipient, Device& device, std::size_t limit) {
        for (bool more = true; more;) {
            notices::ChangesView view;
            reader_.snapshot([&](database::Session& session) {
                view = store::read_changes(session, {recipient.id, device.since, limit});
            });
            BOOST_REQUIRE(!view.is_since_ahead);
            for (const auto& change : view.changes) {
                if (const auto* const gone = std::get_if<notices::GoneNotice>(&change)) {
                    device.held.erase(gone->message);
                } else {
                    const auto& shown = std::get<notices::ShownNotice>(change);
                    device.held[shown.message] = shown.notice.is_read;
                }
            }
            device.since = view.next;
            more = view.more;
            BOOST_TEST(view.unread.count == recipient.unread());
        }
    }

    void check_list(const Recipient& recipient) {
        notices::ListView view;
        reader_.snapshot([&](database::Session& session) { view = store::read_list(session, {recipient.id, 100}); });
        std::map<Uuid, bool> listed;
        for (const auto& shown : view.notices) listed.emplace(shown.message, shown.notice.is_read);
        BOOST_TEST((listed == recipient.held()));
        BOOST_TEST(view.sequence == recipient.sequence);
        BOOST_TEST(std::is_sorted(view.notices.begin(), view.notices.end(), [](const auto& one, const auto& other) {
            return one.notice.raised_sequence > other.notice.raised_sequence;
        }));
    }

    std::mt19937_64 random_;
    std::vector<std::unique_ptr<Recipient>> recipients_;
    std::vector<const Recipient*> all_;
    database::Session owner_ = session_of("owner");
    database::Session reader_ = session_of("notices");
    // Of one step.
    std::vector<std::string> backend_;
    /// Whom these are about.
    std::vector<const Recipient*> touched_;
    database::LiteralRows heads_;
    database::LiteralRows rows_;
    std::vector<notices::Change> changes_;
    std::vector<std::pair<const Recipient*, bool>> expected_;
};

BOOST_AUTO_TEST_SUITE(notices_store)

BOOST_AUTO_TEST_CASE(after_each_of_ten_thousand_random_things_the_badge_is_what_a_recount_finds) {
    constexpr std::size_t kRecipients = 25;
    constexpr std::size_t kSteps = 400;
    Histories histories{kRecipients, 18};
    for (std::size_t step = 0; step < kSteps; ++step) {
        BOOST_TEST_CONTEXT("step " << step) {
            histories.step();
        }
    }
    histories.check_devices();
}

// Sessions that try nothing again: a deadlock would be an exception.
BOOST_AUTO_TEST_CASE(devices_and_the_notifier_do_not_deadlock_and_no_number_is_given_twice) {
    const Noticed one{8};
    const Noticed other{8};
    const std::vector<const Noticed*> both{&one, &other};
    for (const auto* const noticed : both) noticed->raise_all();
    all_at_once(3, [&](std::size_t thread) {
        auto session = session_of("notices");
        std::mt19937_64 random{thread};
        constexpr int kRounds = 60;
        for (int round = 0; round < kRounds; ++round) {
            const auto& noticed = *both[random() % 2];
            if (thread == 0) {
                noticed.raise(noticed.messages()[random() % 8]);
                continue;
            }
            std::vector<notices::Change> changes;
            for (int i = 0; i < 4; ++i) {
                const auto& owner = *both[random() % 2];
                const auto recipient = UserId::parse(owner.recipient()).value();
                const auto message = Uuid::parse(owner.messages()[random() % 8]).value();
                if (random() % 3 == 0) {
                    changes.push_back({recipient, notices::See{random() % 200}});
                } else if (random() % 2 == 0) {
                    changes.push_back({recipient, notices::Read{message}});
                } else {
                    changes.push_back({recipient, notices::Dismiss{message}});
                }
            }
            session.transaction([&](database::Session& transaction) { store::change_notices(transaction, changes); });
        }
    });
    for (const auto* const noticed : both) {
        const auto rows =
            sql("SELECT COUNT(*), COUNT(DISTINCT sequence), MAX(sequence), COUNT(DISTINCT raised_sequence) "
                "FROM notices WHERE recipient_id = " +
                sql_text(noticed->recipient()));
        BOOST_TEST(rows.at(0).at(0) == "8");
        BOOST_TEST(rows.at(0).at(1) == "8");
        BOOST_TEST(rows.at(0).at(3) == "8");
        BOOST_TEST(std::stoull(rows.at(0).at(2)) <= noticed->sequence());
        BOOST_TEST(noticed->seen() <= noticed->sequence());
    }
}

// What goes out is the newest, at the time that was set first.
BOOST_AUTO_TEST_CASE(what_waits_to_be_told_stays_one_row_at_its_time) {
    const Noticed noticed;
    noticed.raise_all();
    const auto recipient = UserId::parse(noticed.recipient()).value();
    const auto message = Uuid::parse(noticed.message()).value();
    auto session = session_of("notices");
    const auto delivery = [&](const notices::Change& change) {
        session.transaction([&](database::Session& transaction) { store::change_notices(transaction, {&change, 1}); });
        const auto rows =
            sql("SELECT due_at, expires_at, sequence, attempts, claimed_until FROM notice_deliveries "
                "WHERE recipient_id = " +
                sql_text(noticed.recipient()));
        BOOST_REQUIRE(rows.size() == 1U);
        return rows.front();
    };
    const auto first = delivery({recipient, notices::Read{message}});
    BOOST_TEST(first[2] == "2");
    const auto second = delivery({recipient, notices::Dismiss{message}});
    BOOST_TEST(second[0] == first[0]);
    BOOST_TEST(second[1] > first[1]);
    BOOST_TEST(second[2] == "3");
    BOOST_TEST(second[3] == "0");
    BOOST_TEST(second[4] == "NULL");
    BOOST_TEST(
        sql_number("SELECT TIMESTAMPDIFF(MINUTE, due_at, expires_at) FROM notice_deliveries WHERE recipient_id = " +
                   sql_text(noticed.recipient())) == 60U);
}

BOOST_AUTO_TEST_CASE(a_badge_of_a_thousand_costs_a_hundred_rows_of_the_index) {
    const Noticed noticed{1000};
    sql("INSERT INTO notice_heads (recipient_id, sequence, seen_sequence) VALUES (" + sql_text(noticed.recipient()) +
        ", 1000, 0); INSERT INTO notices (recipient_id, message_id, chat_id, state, is_read, sequence, "
        "raised_sequence, raised_at, changed_at, actors, reactions, newest, new_since_read, milestone) "
        "SELECT sender_id, message_id, chat_id, 0, FALSE, ROW_NUMBER() OVER (ORDER BY message_id), "
        "ROW_NUMBER() OVER (ORDER BY message_id), UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), 1, 'like=1', '', 1, 0 "
        "FROM messages WHERE chat_id = " +
        sql_id(noticed.chat().id()));
    auto session = session_of("notices");
    notices::Unread unread;
    const auto rows_read = [&] {
        std::uint64_t count = 0;
        session.read([&](database::Session& reading) {
            database::ResultSet rows{reading.query("SHOW SESSION STATUS LIKE 'Handler_read_next'")};
            BOOST_REQUIRE(rows.next());
            count = rows.number(2);
        });
        return count;
    };
    const auto before = rows_read();
    session.read([&](database::Session& reading) {
        unread = store::read_unread(reading, UserId::parse(noticed.recipient()).value());
    });
    BOOST_TEST(rows_read() - before <= notices::Unread::kMax + 1);
    BOOST_TEST(unread.count == notices::Unread::kMax);
    BOOST_TEST(unread.is_capped);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
