#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "support/api.hpp"
#include "support/chat.hpp"
#include "support/crowd.hpp"
#include "support/patience.hpp"
#include "support/service.hpp"
#include "support/sql.hpp"

namespace likes::test {
namespace {

using Ids = std::vector<std::string>;

/// A client that stays up to date by catching up: of each reaction it holds the newest state that it was told.
class CatchUp {
  public:
    CatchUp(Caller& caller, const Chat& chat, std::string limit = {})
        : caller_{caller}, chat_{chat}, cursor_{caller.changes(chat.id()).next}, limit_{std::move(limit)} {}

    /// Asks once.
    ChatChanges ask() {
        auto changes = caller_.changes(chat_.id(), "since=" + cursor_ + (limit_.empty() ? "" : "&limit=" + limit_));
        cursor_ = changes.next;
        for (const auto& message : changes.changed) take(message);
        return changes;
    }

    /// Asks until there is no more. Returns which messages came, in their order.
    Ids ask_all() {
        constexpr int kPartsMax = 1000;
        Ids ids;
        int parts = 0;
        for (bool more = true; more;) {
            if (++parts > kPartsMax) throw std::runtime_error{"the parts do not end"};
            const auto changes = ask();
            for (const auto& message : changes.changed) ids.push_back(message.like.message_id);
            more = changes.more;
        }
        return ids;
    }

    std::uint64_t version(const Subject& subject) const {
        const auto found = held_.find(subject);
        return found == held_.end() ? 0 : found->second.version;
    }

    /// Checks that it holds what the tables say of every message.
    void check() const {
        const auto tables = chat_.tables();
        for (const auto& [subject, rows] : tables) {
            if (rows.version == 0) continue;
            BOOST_TEST_CONTEXT(subject.second << " on " << subject.first) {
                const auto held = held_.find(subject);
                BOOST_REQUIRE((held != held_.end()));
                BOOST_TEST(held->second.version == rows.version);
                BOOST_TEST(held->second.likes_count == rows.users.size());
                BOOST_TEST(rows.total == rows.users.size());
                const bool own = std::find(rows.users.begin(), rows.users.end(), caller_.user()) != rows.users.end();
                BOOST_TEST(held->second.is_liked == own);
                if (subject.second == "like") {
                    BOOST_TEST(liked_by_.at(subject.first) == rows.users, boost::test_tools::per_element());
                }
            }
        }
        for (const auto& [subject, held] : held_) BOOST_TEST((held.version == 0 || tables.contains(subject)));
    }

  private:
    void take(const MessageState& message) {
        for (const auto& button : message.reactions) {
            const auto [held, is_new] = held_.try_emplace({message.like.message_id, button.reaction}, button);
            if (!is_new && button.version <= held->second.version) {
                if (button.version == held->second.version && button != held->second) {
                    throw std::runtime_error{"two states of the same version"};
                }
                continue;
            }
            held->second = button;
            if (button.reaction == "like") liked_by_[message.like.message_id] = message.like.liked_by;
        }
    }

    Caller& caller_;
    const Chat& chat_;
    std::string cursor_;
    std::string limit_;
    std::map<Subject, ReactionButton> held_;
    std::map<std::string, Ids> liked_by_;
};

std::set<std::string> as_set(const Ids& ids) {
    return {ids.begin(), ids.end()};
}

void like_all(const Chat& chat) {
    Caller caller{chat.members()[0]};
    for (const auto& message : chat.messages()) caller.like(message);
}

bool is_settled(const Chat& chat) {
    return eventually([&] { return chat.outbox_rows() == 0; });
}

BOOST_AUTO_TEST_SUITE(changes)

BOOST_AUTO_TEST_CASE(what_changed_since_comes_once_as_it_is_now) {
    const Chat chat{2, 6};
    Caller caller{chat.members()[0]};
    Caller other{chat.members()[1]};
    const auto& ids = chat.messages();
    caller.like(ids[5]);
    BOOST_REQUIRE(is_settled(chat));

    CatchUp client{caller, chat};
    for (int i = 0; i < 5; ++i) {
        caller.like(ids[0]);
        other.like(ids[0]);
        caller.unlike(ids[0]);
    }
    other.react(ids[1], "joy");
    caller.react(ids[2], "thumbs_down");
    caller.unreact(ids[2], "thumbs_down");
    // Neither these: nothing changed.
    caller.like(ids[5]);
    other.unreact(ids[4], "joy");

    const auto first = client.ask();
    BOOST_TEST(!first.more);
    BOOST_REQUIRE(first.changed.size() == 3U);
    for (const auto& message : first.changed) {
        const auto shown = caller.screen(chat.id(), {message.like.message_id}).messages.at(0);
        BOOST_TEST((message.reactions == shown.reactions));
        BOOST_TEST(message.like.liked_by == shown.like.liked_by, boost::test_tools::per_element());
        BOOST_TEST(message.like.version == shown.like.version);
        BOOST_TEST(message.like.is_liked == shown.like.is_liked);
    }
    BOOST_TEST(client.version({ids[0], "like"}) == 11U);
    BOOST_TEST(client.version({ids[1], "joy"}) == 1U);
    BOOST_TEST(client.version({ids[2], "thumbs_down"}) == 2U);

    // It may come again while it is being told, and then no more.
    BOOST_REQUIRE(is_settled(chat));
    client.ask_all();
    BOOST_TEST(client.ask_all().empty());
    client.ask_all();
}

BOOST_AUTO_TEST_CASE(small_parts_hold_what_one_large_part_holds) {
    const Chat chat{1, 25};
    Caller caller{chat.members()[0]};
    const std::string since = caller.changes(chat.id()).next;
    like_all(chat);
    BOOST_REQUIRE(is_settled(chat));
    for (const std::size_t limit : {1U, 2U, 7U, 24U, 25U, 26U, 100U}) {
        BOOST_TEST_CONTEXT("limit " << limit) {
            Ids found;
            std::string cursor = since;
            std::size_t parts = 0;
            for (bool more = true; more; ++parts) {
                const auto part = caller.changes(chat.id(), "limit=" + std::to_string(limit) + "&since=" + cursor);
                BOOST_TEST(part.changed.size() <= limit);
                BOOST_TEST((part.changed.size() == limit || !part.more));
                for (const auto& message : part.changed) found.push_back(message.like.message_id);
                cursor = part.next;
                more = part.more;
            }
            BOOST_TEST(found.size() == 25U);
            BOOST_TEST(as_set(found) == as_set(chat.messages()));
            BOOST_TEST(parts == (25 + limit - 1) / limit);
            BOOST_TEST(caller.changes(chat.id(), "since=" + cursor).changed.empty());
        }
    }
}

BOOST_AUTO_TEST_CASE(what_changes_again_behind_a_reader_who_is_in_the_middle_is_not_left_out) {
    const Chat chat{2, 20};
    Caller caller{chat.members()[0]};
    Caller other{chat.members()[1]};
    CatchUp client{caller, chat, "6"};
    const HeldLease lease;
    const HandlersWith handlers{{{"MQTT_BROKER_PORT", "1"}}, {"like_message", "react_to_message"}};
    like_all(chat);
    const auto first = client.ask();
    BOOST_TEST(first.more);
    for (const auto& message : first.changed) other.react(message.like.message_id, "joy");
    // These were answered before it asks on: when there is no more, it has them.
    client.ask_all();
    client.check();
}

BOOST_AUTO_TEST_CASE(changes_that_nobody_could_be_told_of_are_seen_at_once_and_again_when_they_are_told) {
    const Chat chat{3, 10};
    Caller caller{chat.members()[0]};
    CatchUp client{caller, chat};
    CatchUp in_small_parts{caller, chat, "3"};
    CatchUp half_way{caller, chat, "6"};
    CatchUp late{caller, chat};
    {
        const HeldLease lease;
        const HandlersWith handlers{{{"MQTT_BROKER_PORT", "1"}}, {"like_message", "react_to_message"}};
        Caller other{chat.members()[1]};
        for (const auto& message : chat.messages()) {
            other.like(message);
            other.react(message, "joy");
            BOOST_TEST((as_set(client.ask_all()).contains(message)));
            BOOST_TEST(client.version({message, "like"}) == 1U);
            BOOST_TEST(client.version({message, "joy"}) == 1U);
        }
        BOOST_TEST(chat.outbox_rows() == 20U);
        client.check();
        in_small_parts.ask_all();
        in_small_parts.check();
        const auto first = half_way.ask();
        BOOST_TEST(first.more);
        BOOST_TEST(first.changed.size() == 6U);
    }
    // The relay tells them all, under new versions, while one client is in the middle of the outbox.
    BOOST_REQUIRE(is_settled(chat));
    for (auto* const each : {&client, &in_small_parts, &half_way, &late}) {
        each->ask_all();
        each->check();
        BOOST_TEST(each->ask_all().empty());
    }
}

// As when neither the broker nor a relay has been there for long.
BOOST_AUTO_TEST_CASE(changes_behind_a_thousand_others_in_the_outbox_are_seen) {
    const Chat others{1};
    const Chat chat{1};
    Caller caller{chat.members()[0]};
    CatchUp client{caller, chat};
    const HeldLease lease;
    const HandlersWith handlers{{{"MQTT_BROKER_PORT", "1"}}, {"like_message"}};
    sql("INSERT INTO outbox (outbox_id, entries) SELECT UNHEX(CONCAT('0100', LPAD(HEX(seq), 28, '0'))), "
        "CONCAT(LOWER(HEX(" +
        sql_id(others.id()) + ")), ' ', LOWER(HEX(" + sql_id(others.message()) + ")), ' like') FROM seq_1_to_1000");
    caller.like(chat.message());
    BOOST_TEST((as_set(client.ask_all()) == as_set(chat.messages())));
    client.check();
    others.empty_outbox();
}

BOOST_AUTO_TEST_CASE(a_cursor_that_is_well_formed_and_made_up_does_no_harm) {
    const Chat chat{1, 2};
    like_all(chat);
    BOOST_REQUIRE(is_settled(chat));
    Caller caller{chat.members()[0]};
    const auto all = caller.changes(chat.id(), "since=" + std::string(32, 'A'));
    BOOST_TEST(all.changed.size() == 2U);
    BOOST_TEST(caller.send("GET", changes_path(chat.id(), "since=" + std::string(32, '_'))).status == 400);
}

// As after a failover to a replica that lacks the newest changes: a client that waited would miss what follows.
BOOST_AUTO_TEST_CASE(a_cursor_of_changes_that_the_database_has_lost_is_answered_400) {
    const Chat chat{1, 2};
    Caller caller{chat.members()[0]};
    const auto first = caller.changes(chat.id()).next;
    like_all(chat);
    BOOST_REQUIRE(is_settled(chat));
    const auto last = caller.changes(chat.id()).next;
    BOOST_TEST(caller.send("GET", changes_path(chat.id(), "since=" + last)).status == 200);
    const auto chat_is = " WHERE chat_id = " + sql_id(chat.id());
    const auto shard_is = " WHERE shard = CONV(RIGHT(HEX(" + sql_id(chat.id()) + "), 1), 16, 10)";
    sql("UPDATE chat_sequences SET sequence = sequence - 1" + shard_is + "; DELETE FROM chat_changes" + chat_is +
        " ORDER BY sequence DESC LIMIT 1");
    BOOST_TEST(caller.send("GET", changes_path(chat.id(), "since=" + last)).status == 400);
    BOOST_TEST(caller.send("GET", changes_path(chat.id(), "since=" + first)).status == 200);
    sql("DELETE FROM chat_changes" + chat_is + "; DELETE FROM chat_sequences" + shard_is);
    BOOST_TEST(caller.send("GET", changes_path(chat.id(), "since=" + last)).status == 400);
    BOOST_TEST(caller.send("GET", changes_path(chat.id(), "since=" + caller.changes(chat.id()).next)).status == 200);
}

BOOST_AUTO_TEST_CASE(whoever_was_answered_finds_the_change_at_once) {
    constexpr std::size_t kWriters = 8;
    const Chat chat{kWriters, 30};
    BOOST_REQUIRE_NO_THROW(all_at_once(kWriters, [&](std::size_t i) {
        Caller caller{chat.members()[i]};
        CatchUp client{caller, chat, "50"};
        std::mt19937 random{static_cast<unsigned>(i)};
        for (int step = 0; step < 60; ++step) {
            const auto& message = chat.messages()[random() % chat.messages().size()];
            const auto& code = known_reactions()[random() % known_reactions().size()].code;
            const auto changed = random() % 2 == 0 ? caller.react(message, code) : caller.unreact(message, code);
            client.ask_all();
            if (client.version({message, code}) < changed.state.version) {
                throw std::runtime_error{"a change was answered and not found"};
            }
        }
    }));
}

BOOST_AUTO_TEST_CASE(a_reader_beside_eight_writers_misses_nothing) {
    constexpr std::size_t kWriters = 8;
    constexpr std::size_t kParts = 400;
    const Chat chat{kWriters, 30};
    // The reader is one of them, on a second device.
    Caller reader{chat.members()[0]};
    CatchUp small{reader, chat, "3"};
    CatchUp large{reader, chat};
    std::size_t parts = 0;
    meanwhile(
        kWriters,
        [&](std::size_t i, const std::stop_token& stop) {
            Caller caller{chat.members()[i]};
            std::mt19937 random{static_cast<unsigned>(i)};
            while (!stop.stop_requested()) {
                const auto& message = chat.messages()[random() % chat.messages().size()];
                const auto& code = known_reactions()[random() % known_reactions().size()].code;
                random() % 2 == 0 ? caller.react(message, code) : caller.unreact(message, code);
            }
        },
        [&] {
            for (; parts < kParts; ++parts) {
                small.ask();
                if (parts % 10 == 0) large.ask();
            }
        });
    // Not everything is told yet, and nothing changes any more: who asks now knows all.
    BOOST_TEST_CONTEXT("before all is told") {
        for (auto* const client : {&small, &large}) {
            client->ask_all();
            client->check();
        }
    }
    BOOST_REQUIRE(is_settled(chat));
    for (auto* const client : {&small, &large}) {
        client->ask_all();
        client->check();
        BOOST_TEST(client->ask_all().empty());
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
