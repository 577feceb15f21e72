#include <algorithm>
#include <atomic>
#include <functional>
#include <iostream>
#include <memory>
#include <mutex>
#include <random>
#include <stdexcept>
#include <thread>
#include <utility>

#include <cppconn/connection.h>
#include <cppconn/driver.h>
#include <cppconn/exception.h>
#include <cppconn/prepared_statement.h>
#include <cppconn/resultset.h>
#include <cppconn/statement.h>

#include "config/config.hpp"
#include "figures.hpp"
#include "ids/uuid_v7.hpp"
#include "numbered.hpp"
#include "programs.hpp"
#include "service/outbox_cleaner.hpp"
#include "service/settings.hpp"
#include "store/like_writer.hpp"
#include "store/outbox.hpp"
#include "store/rows.hpp"
#include "support/command.hpp"
#include "support/stack.hpp"

namespace likes::bench {
namespace {

/// As the handlers are configured.
config::Config configuration() {
    config::Config config;
    config.database.url = "unix://" + test::script("service", {"socket", "mariadb"});
    config.database.url.erase(config.database.url.find('\n'));
    config.database.password_file = test::stack().secret("db-handlers.password");
    return config;
}

std::string hex_id(std::size_t message) {
    return store::to_hex(*Uuid::parse(message_id(message)));
}

// Values as they stand in a statement.
std::string literal(const std::string& text) {
    return '\'' + text + '\'';
}
std::string id_literal(const Uuid& id) {
    return "x'" + store::to_hex(id) + '\'';
}
std::string message_literal(std::size_t message) {
    return id_literal(*Uuid::parse(message_id(message)));
}
std::string chat_literal_of(std::size_t message) {
    return id_literal(*Uuid::parse(chat_id(message / kMessagesPerChat)));
}

class EventIds {
  public:
    Uuid next() {
        const auto now = std::chrono::floor<std::chrono::milliseconds>(system_now()).time_since_epoch();
        return make_uuid_v7(static_cast<std::uint64_t>(now.count()), random_);
    }

  private:
    RandomBits random_ = [engine = std::mt19937_64{std::random_device{}()}]() mutable { return engine(); };
};

/// A connection in which one transaction follows the other, as the handlers have it.
class Connection {
  public:
    explicit Connection(const config::Config& config) {
        sql::ConnectOptionsMap options;
        options["hostName"] = config.database.url;
        options["userName"] = config.database.user;
        options["password"] = config::read_secret(config.database.password_file);
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

  private:
    std::unique_ptr<sql::Connection> connection_;
};

/// `parts` with `separator` between them.
std::string joined(const std::vector<std::string>& parts, const std::string& separator) {
    std::string text;
    for (const auto& part : parts) text += (text.empty() ? "" : separator) + part;
    return text;
}

std::string row_of(const std::vector<std::string>& values) {
    return '(' + joined(values, ",") + ')';
}

/// How a liker is written in a summary.
std::string liker(const std::string& user, const std::string& version) {
    return user + ',' + version + ",1700000000";
}

std::string with(const std::string& likers, const std::string& one_more) {
    return likers + ' ' + one_more;
}

/// Executes likes of these pairs; each returns when they are durable.
using Execute = std::function<void(const std::vector<Pair>&)>;

/// One transaction per like, in prepared statements of single rows.
Execute one_by_one(const config::Config& config) {
    struct Statements {
        explicit Statements(const config::Config& settings) : connection{settings} {}

        Connection connection;
        EventIds event_ids;
        std::unique_ptr<sql::PreparedStatement> resolve = connection.prepare(
            "SELECT HEX(m.chat_id) FROM messages m"
            " JOIN chat_members c ON c.chat_id = m.chat_id AND c.user_id = ? AND c.left_at IS NULL"
            " WHERE m.message_id = UNHEX(?) AND m.deleted_at IS NULL");
        std::unique_ptr<sql::PreparedStatement> lock = connection.prepare(
            "SELECT total, version, recent FROM reaction_summaries"
            " WHERE message_id = UNHEX(?) AND reaction = 'like' FOR UPDATE");
        std::unique_ptr<sql::PreparedStatement> add = connection.prepare(
            "INSERT INTO reactions (message_id, reaction, user_id, version, reacted_at)"
            " VALUES (UNHEX(?), 'like', ?, ?, UTC_TIMESTAMP(6))");
        std::unique_ptr<sql::PreparedStatement> count = connection.prepare(
            "UPDATE reaction_summaries SET total = ?, version = ?, last_reacted_at = UTC_TIMESTAMP(6), recent = ?"
            " WHERE message_id = UNHEX(?) AND reaction = 'like'");
        std::unique_ptr<sql::PreparedStatement> tell = connection.prepare(
            "INSERT INTO outbox (event_id, chat_id, message_id, reaction, changes)"
            " VALUES (UNHEX(?), UNHEX(?), UNHEX(?), 'like', ?)");
    };
    return [sql = std::make_shared<Statements>(config)](const std::vector<Pair>& pairs) {
        const std::string message = hex_id(pairs.front().message);
        const std::string user = user_id(pairs.front().user);

        sql->resolve->setString(1, user);
        sql->resolve->setString(2, message);
        std::unique_ptr<sql::ResultSet> row{sql->resolve->executeQuery()};
        if (!row->next()) throw std::runtime_error{"the user is not a member"};
        const std::string chat = row->getString(1).asStdString();

        sql->lock->setString(1, message);
        row.reset(sql->lock->executeQuery());
        if (!row->next()) throw std::runtime_error{"the message has no summary"};
        const auto total = row->getUInt(1) + 1;
        const auto version = row->getUInt64(2) + 1;
        const std::string recent =
            row->getString(3).asStdString() + ' ' + user + ',' + std::to_string(version) + ",1700000000";
        row.reset();

        sql->add->setString(1, message);
        sql->add->setString(2, user);
        sql->add->setUInt64(3, version);
        sql->add->executeUpdate();

        sql->count->setUInt(1, total);
        sql->count->setUInt64(2, version);
        sql->count->setString(3, recent);
        sql->count->setString(4, message);
        sql->count->executeUpdate();

        sql->tell->setString(1, store::to_hex(sql->event_ids.next()));
        sql->tell->setString(2, chat);
        sql->tell->setString(3, message);
        sql->tell->setString(4, '+' + user);
        sql->tell->executeUpdate();
        sql->connection.run("COMMIT");
    };
}

/// One transaction for all of them, in multi-row statements with everything written out. The rows of the outbox go with
/// the next one.
class Batches {
  public:
    explicit Batches(const config::Config& config) : connection_{config} {}

    void execute(const std::vector<Pair>& pairs) {
        constexpr int kDeadlock = 1213;
        constexpr int kAttempts = 10;
        for (int attempt = 1;; ++attempt) {
            try {
                return execute_once(pairs);
            } catch (const sql::SQLException& error) {
                if (error.getErrorCode() != kDeadlock || attempt == kAttempts) throw;
                connection_.run("ROLLBACK");
            }
        }
    }

  private:
    void execute_once(std::vector<Pair> pairs) {
        // The order of the locks.
        std::sort(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) { return a.message < b.message; });
        resolve(pairs);
        std::vector<std::string> added;
        std::vector<std::string> counted;
        std::vector<std::string> told;
        std::vector<std::string> deletable;
        const auto rows = connection_.select(
            "SELECT total, version, recent FROM reaction_summaries FORCE INDEX (PRIMARY) WHERE reaction = 'like' AND "
            "message_id IN (" +
            joined(messages(pairs), ",") + ") ORDER BY message_id FOR UPDATE");
        for (const auto& pair : pairs) {
            if (!rows->next()) throw std::runtime_error{"a message has no summary"};
            const std::string now = "UTC_TIMESTAMP(6)";
            const std::string message = message_literal(pair.message);
            const std::string user = user_id(pair.user);
            const std::string total = std::to_string(rows->getUInt(1) + 1);
            const std::string version = std::to_string(rows->getUInt64(2) + 1);
            const std::string recent = with(rows->getString(3).asStdString(), liker(user, version));
            const std::string event = id_literal(event_ids_.next());
            added.push_back(row_of({message, "'like'", literal(user), version, now}));
            counted.push_back(row_of({message, "'like'", total, version, now, now, literal(recent), "''"}));
            told.push_back(row_of(
                {event, chat_literal_of(pair.message), message, "'like'", literal(std::string{'+'}.append(user))}));
            deletable.push_back(event);
        }
        connection_.run("INSERT INTO reactions (message_id, reaction, user_id, version, reacted_at) VALUES " +
                        joined(added, ","));
        connection_.run(
            "INSERT INTO reaction_summaries"
            " (message_id, reaction, total, version, last_reacted_at, next_event_at, recent, untold) VALUES " +
            joined(counted, ",") +
            " ON DUPLICATE KEY UPDATE total = VALUES(total), version = VALUES(version),"
            " last_reacted_at = VALUES(last_reacted_at), next_event_at = VALUES(next_event_at),"
            " recent = VALUES(recent), untold = VALUES(untold)");
        connection_.run("INSERT INTO outbox (event_id, chat_id, message_id, reaction, changes) VALUES " +
                        joined(told, ","));
        if (!told_.empty()) connection_.run("DELETE FROM outbox WHERE event_id IN (" + joined(told_, ",") + ")");
        connection_.run("COMMIT");
        told_ = std::move(deletable);
    }

    static std::vector<std::string> messages(const std::vector<Pair>& pairs) {
        std::vector<std::string> ids;
        ids.reserve(pairs.size());
        for (const auto& pair : pairs) ids.push_back(message_literal(pair.message));
        return ids;
    }

    static std::string membership(const Pair& pair) {
        return "SELECT 1 FROM messages m JOIN chat_members c ON c.chat_id = m.chat_id AND c.user_id = " +
               literal(user_id(pair.user)) +
               " AND c.left_at IS NULL WHERE m.message_id = " + message_literal(pair.message) +
               " AND m.deleted_at IS NULL";
    }

    void resolve(const std::vector<Pair>& pairs) {
        std::vector<std::string> asked;
        asked.reserve(pairs.size());
        for (const auto& pair : pairs) {
            asked.push_back(membership(pair));
        }
        const auto rows = connection_.select(joined(asked, " UNION ALL "));
        if (rows->rowsCount() != pairs.size()) throw std::runtime_error{"a user is not a member"};
    }

    Connection connection_;
    EventIds event_ids_;
    std::vector<std::string> told_;
};

Execute in_batches(const config::Config& config) {
    return [batches = std::make_shared<Batches>(config)](const std::vector<Pair>& pairs) { batches->execute(pairs); };
}

/// Events that would be told by now.
class ToldEvents {
  public:
    void add(std::vector<Event> events) {
        const std::lock_guard lock{mutex_};
        for (auto& event : events) {
            told_.push_back({event.chat, event.subject.message, std::move(event.outbox_ids)});
        }
    }
    std::vector<Told> take() {
        const std::lock_guard lock{mutex_};
        return std::exchange(told_, {});
    }

  private:
    std::mutex mutex_;
    std::vector<Told> told_;
};

/// What the handlers do with a batch, without HTTP, FastCGI, lanes and the broker.
Execute by_writer(const config::Config& config, ToldEvents& told) {
    auto writer = std::make_shared<store::LikeWriter>(
        store::Session{service::session_settings(config)},
        store::LikeWriter::Settings{service::window(config), service::event_interval(config), {}}, system_now,
        [engine = std::mt19937_64{std::random_device{}()}]() mutable { return engine(); });
    return [writer, &told](const std::vector<Pair>& pairs) {
        static const Reaction kLike = *Reaction::parse("like");
        std::vector<LikeChange> changes;
        changes.reserve(pairs.size());
        for (const auto& pair : pairs) {
            changes.push_back(
                {{*Uuid::parse(message_id(pair.message)), kLike}, *UserId::parse(user_id(pair.user)), Action::kPut});
        }
        auto written = writer->apply(changes);
        for (const auto& outcome : written.outcomes) {
            if (outcome.verdict != Verdict::kLiked) throw std::runtime_error{"a like changed nothing"};
        }
        told.add(std::move(written.events));
    };
}

Execute make_execute(const Sql& settings, const config::Config& config, ToldEvents& told) {
    if (settings.how == "one") return one_by_one(config);
    if (settings.how == "batch") return in_batches(config);
    return by_writer(config, told);
}

}  // namespace

void measure_sql(const Sql& settings) {
    using std::chrono::steady_clock;
    store::Session::load_driver();
    const auto config = configuration();
    const std::size_t batch = settings.how == "one" ? 1 : settings.batch;
    ToldEvents told;
    std::mutex mutex;
    Durations durations;
    std::size_t likes = 0;
    Milliseconds elapsed{};
    std::atomic<std::size_t> next = settings.place;
    {
        service::OutboxCleaner cleaner{store::Outbox{store::Session{service::session_settings(config)},
                                                     service::window(config), service::event_interval(config)},
                                       [&] { return told.take(); }};
        std::exception_ptr fault;
        std::vector<std::jthread> threads;
        const auto begin = steady_clock::now();
        for (std::size_t i = 0; i < settings.connections; ++i) {
            threads.emplace_back([&] {
                Durations mine;
                try {
                    get_driver_instance()->threadInit();
                    const auto execute = make_execute(settings, config, told);
                    while (steady_clock::now() < begin + settings.duration) {
                        std::vector<Pair> pairs;
                        const std::size_t place = next.fetch_add(batch);
                        for (std::size_t j = 0; j < batch; ++j) pairs.push_back(pair_at(place + j));
                        const auto start = steady_clock::now();
                        execute(pairs);
                        mine.add(steady_clock::now() - start);
                    }
                } catch (...) {
                    const std::lock_guard lock{mutex};
                    fault = std::current_exception();
                }
                const std::lock_guard lock{mutex};
                durations.add(mine);
                likes += mine.size() * batch;
            });
        }
        threads.clear();
        elapsed = steady_clock::now() - begin;
        if (fault) std::rethrow_exception(fault);
    }
    // What a handler or the relay would do with the rest.
    Connection{config}.run("DELETE FROM outbox");
    say_figure("rate", static_cast<double>(likes) / (elapsed.count() / 1000));
    durations.say();
    std::cout << "position " << next << std::endl;
}

}  // namespace likes::bench
