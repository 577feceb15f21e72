#include "plain_sql.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <string>
#include <utility>

#include <cppconn/connection.h>
#include <cppconn/driver.h>
#include <cppconn/exception.h>
#include <cppconn/prepared_statement.h>
#include <cppconn/resultset.h>
#include <cppconn/statement.h>

#include "base/private_file.hpp"
#include "base/time.hpp"
#include "base/uuid.hpp"
#include "base/uuid_v7.hpp"

namespace likes::bench {
namespace {

// Values as they stand in a statement.
std::string hex_id(std::size_t message) {
    return Uuid::parse(message_id(message))->to_hex();
}
std::string literal(const std::string& text) {
    return '\'' + text + '\'';
}
std::string id_literal(const Uuid& id) {
    return "x'" + id.to_hex() + '\'';
}
std::string message_literal(std::size_t message) {
    return id_literal(*Uuid::parse(message_id(message)));
}
std::string chat_of(std::size_t message) {
    return Uuid::parse(chat_id(message / kMessagesPerChat))->to_hex();
}

/// `parts` with `separator` between them.
std::string joined(const std::vector<std::string>& parts, const std::string& separator) {
    std::string text;
    for (const auto& part : parts) text += (text.empty() ? "" : separator) + part;
    return text;
}

std::string row_of(const std::vector<std::string>& values) {
    return '(' + joined(values, ",") + ')';
}

/// The likers of a summary, and one more.
std::string with_liker(const std::string& likers, const std::string& user, const std::string& version) {
    return likers + ' ' + user + ',' + version + ",1700000000";
}

class OutboxIds {
  public:
    Uuid next() { return make_uuid_v7(system_now(), random_); }

  private:
    RandomBits random_ = seeded_random_bits();
};

/// A connection in which one transaction follows the other, as the handlers have it.
class Connection {
  public:
    explicit Connection(const runtime::Config& config) {
        sql::ConnectOptionsMap options;
        options["hostName"] = config.database.url;
        options["userName"] = config.database.user;
        options["password"] = read_secret(config.database.password_file);
        options["schema"] = config.database.name;
        connection_.reset(get_driver_instance()->connect(options));
        run("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED");
        run("SET SESSION autocommit = 0");
    }

    void run(const std::string& text) {
        const std::unique_ptr<sql::Statement> statement{connection_->createStatement()};
        statement->execute(text);
    }

    std::unique_ptr<sql::ResultSet> select(const std::string& text) {
        const std::unique_ptr<sql::Statement> statement{connection_->createStatement()};
        return std::unique_ptr<sql::ResultSet>{statement->executeQuery(text)};
    }

    std::unique_ptr<sql::PreparedStatement> prepare(const std::string& text) {
        return std::unique_ptr<sql::PreparedStatement>{connection_->prepareStatement(text)};
    }

    /// Does `work` and commits; again from the start if a deadlock with somebody else, such as the relay, has undone
    /// it.
    template <class Work>
    void transaction(const Work& work) {
        constexpr int kDeadlock = 1213;
        constexpr int kAttempts = 10;
        for (int attempt = 1;; ++attempt) {
            try {
                work();
                return run("COMMIT");
            } catch (const sql::SQLException& error) {
                if (error.getErrorCode() != kDeadlock || attempt == kAttempts) throw;
                run("ROLLBACK");
            }
        }
    }

  private:
    std::unique_ptr<sql::Connection> connection_;
};

class OneByOne final : public SqlLiker {
  public:
    explicit OneByOne(const runtime::Config& config) : connection_{config} {}

    void execute(const std::vector<Pair>& pairs) override {
        const std::string message = hex_id(pairs.front().message);
        const std::string user = user_id(pairs.front().user);
        connection_.transaction([&] {
            const std::string chat = find_chat(message, user);
            auto summary = lock_summary(message);
            ++summary.total;
            ++summary.version;
            add_reaction(message, user, summary.version);
            write_summary(message, user, summary);
            leave_in_outbox(chat, message, user);
        });
    }

  private:
    struct Summary {
        std::uint32_t total;
        std::uint64_t version;
        std::string recent;
    };

    std::string find_chat(const std::string& message, const std::string& user) {
        find_chat_->setString(1, user);
        find_chat_->setString(2, message);
        const std::unique_ptr<sql::ResultSet> row{find_chat_->executeQuery()};
        if (!row->next()) throw std::runtime_error{"the user is not a member"};
        return row->getString(1).asStdString();
    }

    Summary lock_summary(const std::string& message) {
        lock_->setString(1, message);
        const std::unique_ptr<sql::ResultSet> row{lock_->executeQuery()};
        if (!row->next()) throw std::runtime_error{"the message has no summary"};
        return {row->getUInt(1), row->getUInt64(2), row->getString(3).asStdString()};
    }

    void add_reaction(const std::string& message, const std::string& user, std::uint64_t version) {
        add_->setString(1, message);
        add_->setString(2, user);
        add_->setUInt64(3, version);
        add_->executeUpdate();
    }

    void write_summary(const std::string& message, const std::string& user, const Summary& summary) {
        write_->setUInt(1, summary.total);
        write_->setUInt64(2, summary.version);
        write_->setString(3, with_liker(summary.recent, user, std::to_string(summary.version)));
        write_->setString(4, message);
        write_->executeUpdate();
    }

    void leave_in_outbox(const std::string& chat, const std::string& message, const std::string& user) {
        leave_->setString(1, outbox_ids_.next().to_hex());
        leave_->setString(2, chat + ' ' + message + " like +" + user + ",0");
        leave_->executeUpdate();
    }

    Connection connection_;
    OutboxIds outbox_ids_;
    std::unique_ptr<sql::PreparedStatement> find_chat_ = connection_.prepare(
        "SELECT HEX(m.chat_id) FROM messages m"
        " JOIN chat_members c ON c.chat_id = m.chat_id AND c.user_id = ? AND c.left_at IS NULL"
        " WHERE m.message_id = UNHEX(?) AND m.deleted_at IS NULL");
    std::unique_ptr<sql::PreparedStatement> lock_ = connection_.prepare(
        "SELECT total, version, recent FROM reaction_summaries"
        " WHERE message_id = UNHEX(?) AND reaction = 'like' FOR UPDATE");
    std::unique_ptr<sql::PreparedStatement> add_ = connection_.prepare(
        "INSERT INTO reactions (message_id, reaction, user_id, version, reacted_at)"
        " VALUES (UNHEX(?), 'like', ?, ?, UTC_TIMESTAMP(6))");
    std::unique_ptr<sql::PreparedStatement> write_ = connection_.prepare(
        "UPDATE reaction_summaries SET total = ?, version = ?, last_reacted_at = UTC_TIMESTAMP(6), recent = ?"
        " WHERE message_id = UNHEX(?) AND reaction = 'like'");
    std::unique_ptr<sql::PreparedStatement> leave_ =
        connection_.prepare("INSERT INTO outbox (outbox_id, cause, entries) VALUES (UNHEX(?), 0, ?)");
};

class InBatches final : public SqlLiker {
  public:
    explicit InBatches(const runtime::Config& config) : connection_{config} {}

    void execute(const std::vector<Pair>& pairs) override {
        auto in_order_of_locks = pairs;
        std::sort(in_order_of_locks.begin(), in_order_of_locks.end(),
                  [](const Pair& a, const Pair& b) { return a.message < b.message; });
        std::string id;
        connection_.transaction([&] { id = write(in_order_of_locks); });
        published_ = std::move(id);
    }

  private:
    /// What a batch writes, each row as it stands in a statement.
    struct RowsToWrite {
        std::vector<std::string> reactions;
        std::vector<std::string> summaries;
        /// The lines of the transaction's row in the outbox.
        std::vector<std::string> outbox;
    };

    /// Returns the id of the row that it has left in the outbox.
    std::string write(const std::vector<Pair>& pairs) {
        require_membership(pairs);
        auto rows = lock_and_count(pairs);
        connection_.run("INSERT INTO reactions (message_id, reaction, user_id, version, reacted_at) VALUES " +
                        joined(rows.reactions, ","));
        connection_.run(
            "INSERT INTO reaction_summaries"
            " (message_id, reaction, total, version, last_reacted_at, next_event_at, recent, unpublished) VALUES " +
            joined(rows.summaries, ",") +
            " ON DUPLICATE KEY UPDATE total = VALUES(total), version = VALUES(version),"
            " last_reacted_at = VALUES(last_reacted_at), next_event_at = VALUES(next_event_at),"
            " recent = VALUES(recent), unpublished = VALUES(unpublished)");
        const std::string id = id_literal(outbox_ids_.next());
        connection_.run("INSERT INTO outbox (outbox_id, cause, entries) VALUES " +
                        row_of({id, "0", literal(joined(rows.outbox, "\n"))}));
        if (!published_.empty()) connection_.run("DELETE FROM outbox WHERE outbox_id = " + published_);
        return id;
    }

    void require_membership(const std::vector<Pair>& pairs) {
        std::vector<std::string> memberships;
        memberships.reserve(pairs.size());
        for (const auto& pair : pairs) {
            memberships.push_back(
                "SELECT 1 FROM messages m JOIN chat_members c ON c.chat_id = m.chat_id AND c.user_id = " +
                literal(user_id(pair.user)) + " AND c.left_at IS NULL WHERE m.message_id = " +
                message_literal(pair.message) + " AND m.deleted_at IS NULL");
        }
        const auto rows = connection_.select(joined(memberships, " UNION ALL "));
        if (rows->rowsCount() != pairs.size()) throw std::runtime_error{"a user is not a member"};
    }

    RowsToWrite lock_and_count(const std::vector<Pair>& pairs) {
        std::vector<std::string> messages;
        messages.reserve(pairs.size());
        for (const auto& pair : pairs) messages.push_back(message_literal(pair.message));
        const auto summaries = connection_.select(
            "SELECT total, version, recent FROM reaction_summaries FORCE INDEX (PRIMARY) WHERE reaction = 'like' AND "
            "message_id IN (" +
            joined(messages, ",") + ") ORDER BY message_id FOR UPDATE");

        RowsToWrite rows;
        for (const auto& pair : pairs) {
            if (!summaries->next()) throw std::runtime_error{"a message has no summary"};
            const std::string now = "UTC_TIMESTAMP(6)";
            const std::string message = message_literal(pair.message);
            const std::string user = user_id(pair.user);
            const std::string total = std::to_string(summaries->getUInt(1) + 1);
            const std::string version = std::to_string(summaries->getUInt64(2) + 1);
            const std::string recent = with_liker(summaries->getString(3).asStdString(), user, version);
            rows.reactions.push_back(row_of({message, "'like'", literal(user), version, now}));
            rows.summaries.push_back(row_of({message, "'like'", total, version, now, now, literal(recent), "''"}));
            rows.outbox.push_back(chat_of(pair.message) + ' ' + hex_id(pair.message) + " like +" + user + ",0");
        }
        return rows;
    }

    Connection connection_;
    OutboxIds outbox_ids_;
    /// The row of the outbox that goes with the next batch, as it would when the broker has its events.
    std::string published_;
};

}  // namespace

std::unique_ptr<SqlLiker> one_by_one(const runtime::Config& config) {
    return std::make_unique<OneByOne>(config);
}

std::unique_ptr<SqlLiker> in_batches(const runtime::Config& config) {
    return std::make_unique<InBatches>(config);
}

void empty_outbox(const runtime::Config& config) {
    Connection connection{config};
    connection.transaction([&] { connection.run("DELETE FROM outbox"); });
}

}  // namespace likes::bench
