#include "database/session.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <cppconn/resultset.h>

#include "database/errors.hpp"
#include "runtime/log.hpp"
#include "support/patience.hpp"
#include "support/service.hpp"
#include "support/sql.hpp"
#include "support/stack.hpp"
#include "support/unique.hpp"

namespace likes::test {
namespace {

using namespace std::chrono_literals;

struct OncePerProcess {
    OncePerProcess() { log::init("session_test", "error"); }
};
BOOST_TEST_GLOBAL_FIXTURE(OncePerProcess);

/// A session of the account that scripts/sql uses as well, which therefore may kill it.
database::Session owner_session(std::chrono::milliseconds patience = 2s) {
    return database::Session{{"tcp://127.0.0.1:" + std::to_string(stack().db_port), "likes", "likes_owner",
                              password_of("owner"), 1s, 2s, 2s, patience}};
}

void add_chat(database::Session& session, const std::string& chat) {
    auto& statement = session.prepare("INSERT INTO chats (chat_id) VALUES (UNHEX(REPLACE(?, '-', '')))");
    statement.setString(1, chat);
    statement.executeUpdate();
}

std::string connection_id(database::Session& session) {
    const std::unique_ptr<sql::ResultSet> rows{session.prepare("SELECT CONNECTION_ID()").executeQuery()};
    rows->next();
    return rows->getString(1).asStdString();
}

std::uint64_t chats_with_id(const std::string& chat) {
    return sql_number("SELECT COUNT(*) FROM chats WHERE chat_id = " + sql_id(chat));
}

BOOST_AUTO_TEST_SUITE(session)

// The driver's own commit() says nothing about a connection that is lost.
BOOST_AUTO_TEST_CASE(a_commit_whose_connection_is_lost_is_no_commit_and_is_tried_again) {
    auto session = owner_session();
    const std::string chat = unique_uuid();
    int runs = 0;
    session.transaction([&](database::Session& current) {
        add_chat(current, chat);
        if (++runs == 1) sql("KILL " + connection_id(current));
    });
    BOOST_TEST(runs == 2);
    BOOST_TEST(chats_with_id(chat) == 1U);
}

BOOST_AUTO_TEST_CASE(a_connection_that_is_lost_before_or_within_a_transaction_is_made_anew) {
    auto session = owner_session();
    const std::string first = unique_uuid();
    session.transaction([&](database::Session& current) { add_chat(current, first); });
    std::string id;
    session.read([&](database::Session& current) { id = connection_id(current); });
    sql("KILL " + id);
    const std::string second = unique_uuid();
    int runs = 0;
    session.transaction([&](database::Session& current) {
        if (++runs == 2) sql("KILL " + connection_id(current));
        add_chat(current, second);
    });
    BOOST_TEST(runs == 3);
    BOOST_TEST(chats_with_id(second) == 1U);
}

std::string insert_chat(const std::string& chat) {
    return "INSERT INTO chats (chat_id) VALUES (" + sql_id(chat) + ")";
}

BOOST_AUTO_TEST_CASE(what_is_written_goes_with_the_commit_or_before_the_next_statement_that_reads) {
    auto session = owner_session();
    const std::string first = unique_uuid();
    const std::string second = unique_uuid();
    session.transaction([&](database::Session& current) {
        current.write(insert_chat(first));
        const auto rows = current.query("SELECT COUNT(*) FROM chats WHERE chat_id = " + sql_id(first));
        BOOST_TEST_REQUIRE(rows->next());
        BOOST_TEST(rows->getInt(1) == 1);
        current.write(insert_chat(second));
        current.write("DELETE FROM chats WHERE chat_id = " + sql_id(first));
    });
    BOOST_TEST(chats_with_id(first) == 0U);
    BOOST_TEST(chats_with_id(second) == 1U);
}

// Whichever it is: neither those before it nor those after it stay, and the COMMIT that follows is not executed.
BOOST_AUTO_TEST_CASE(one_statement_that_fails_among_those_that_are_sent_together_undoes_all) {
    auto session = owner_session();
    for (std::size_t failing = 0; failing < 3; ++failing) {
        const std::string before = unique_uuid();
        const std::string after = unique_uuid();
        std::vector<std::string> statements{insert_chat(before), insert_chat(after)};
        statements.insert(statements.begin() + static_cast<std::ptrdiff_t>(failing), "INSERT INTO nowhere VALUES (1)");
        BOOST_CHECK_THROW(session.transaction([&](database::Session& current) {
            for (const auto& statement : statements) current.write(statement);
        }),
                          std::runtime_error);
        BOOST_TEST(chats_with_id(before) == 0U);
        BOOST_TEST(chats_with_id(after) == 0U);
    }
}

// It is tried again, and only what the second attempt writes is there.
BOOST_AUTO_TEST_CASE(what_a_failed_attempt_wanted_to_write_is_forgotten) {
    auto session = owner_session();
    const std::string taken = unique_uuid();
    sql(insert_chat(taken));
    std::string last;
    int runs = 0;
    session.transaction([&](database::Session& current) {
        last = unique_uuid();
        current.write(insert_chat(last));
        // A duplicate key: somebody else was faster.
        if (++runs == 1) current.write(insert_chat(taken));
        if (runs == 2) current.write("DELETE FROM chats WHERE chat_id = " + sql_id(taken));
    });
    BOOST_TEST(runs == 2);
    BOOST_TEST(chats_with_id(last) == 1U);
    BOOST_TEST(chats_with_id(taken) == 0U);
}

BOOST_AUTO_TEST_CASE(more_than_one_call_can_carry_is_sent_in_several) {
    auto session = owner_session();
    const std::string padding(200'000, ' ');
    std::vector<std::string> chats;
    session.transaction([&](database::Session& current) {
        for (int i = 0; i < 10; ++i) {
            chats.push_back(unique_uuid());
            current.write(insert_chat(chats.back()) + padding);
        }
    });
    for (const auto& chat : chats) BOOST_TEST(chats_with_id(chat) == 1U);
}

BOOST_AUTO_TEST_CASE(what_the_work_throws_undoes_it) {
    auto session = owner_session();
    const std::string chat = unique_uuid();
    BOOST_CHECK_THROW(session.transaction([&](database::Session& current) {
        add_chat(current, chat);
        throw std::invalid_argument{"enough"};
    }),
                      std::invalid_argument);
    session.transaction([](database::Session&) {});
    BOOST_TEST(chats_with_id(chat) == 0U);
}

BOOST_AUTO_TEST_CASE(a_statement_that_the_database_refuses_undoes_the_transaction_and_is_not_tried_again) {
    auto session = owner_session();
    const std::string chat = unique_uuid();
    int runs = 0;
    const auto work = [&](database::Session& current) {
        ++runs;
        add_chat(current, chat);
        current.prepare("SELECT nothing FROM chats");
    };
    BOOST_CHECK_THROW(session.transaction(work), std::runtime_error);
    BOOST_TEST(runs == 1);
    session.transaction([](database::Session&) {});
    BOOST_TEST(chats_with_id(chat) == 0U);
}

BOOST_AUTO_TEST_CASE(nothing_of_a_transaction_is_seen_before_it_is_committed) {
    auto session = owner_session();
    const std::string chat = unique_uuid();
    session.transaction([&](database::Session& current) {
        add_chat(current, chat);
        BOOST_TEST(chats_with_id(chat) == 0U);
    });
    BOOST_TEST(chats_with_id(chat) == 1U);
}

std::uint64_t count_chat(database::Session& session, const std::string& chat) {
    const auto rows = session.query("SELECT COUNT(*) FROM chats WHERE chat_id = " + sql_id(chat));
    rows->next();
    return rows->getUInt64(1);
}

BOOST_AUTO_TEST_CASE(a_snapshot_is_of_the_moment_at_which_it_began_and_ends_with_its_work) {
    auto session = owner_session();
    const std::string before = unique_uuid();
    const std::string after = unique_uuid();
    sql(insert_chat(before));
    session.snapshot([&](database::Session& current) {
        // Nothing was read yet: the moment is that of the beginning, not that of the first statement.
        sql(insert_chat(after));
        BOOST_TEST(count_chat(current, before) == 1U);
        BOOST_TEST(count_chat(current, after) == 0U);
    });
    session.snapshot([&](database::Session& current) { BOOST_TEST(count_chat(current, after) == 1U); });
    // What follows sees each commit again.
    const std::string later = unique_uuid();
    session.transaction([&](database::Session& current) {
        BOOST_TEST(count_chat(current, later) == 0U);
        sql(insert_chat(later));
        BOOST_TEST(count_chat(current, later) == 1U);
    });
}

BOOST_AUTO_TEST_CASE(nothing_is_written_in_a_snapshot) {
    auto session = owner_session();
    const std::string chat = unique_uuid();
    BOOST_CHECK_THROW(session.snapshot([&](database::Session& current) { current.write(insert_chat(chat)); }),
                      std::runtime_error);
    session.transaction([](database::Session&) {});
    BOOST_TEST(chats_with_id(chat) == 0U);
}

BOOST_AUTO_TEST_CASE(a_snapshot_whose_connection_is_lost_is_begun_anew_at_a_later_moment) {
    auto session = owner_session();
    const std::string chat = unique_uuid();
    int runs = 0;
    session.snapshot([&](database::Session& current) {
        if (++runs == 1) {
            sql(insert_chat(chat));
            BOOST_TEST(count_chat(current, chat) == 0U);
            sql("KILL " + connection_id(current));
        }
        BOOST_TEST(count_chat(current, chat) == 1U);
    });
    BOOST_TEST(runs == 2);
}

BOOST_AUTO_TEST_CASE(what_the_work_of_a_snapshot_throws_ends_it) {
    auto session = owner_session();
    const std::string chat = unique_uuid();
    BOOST_CHECK_THROW(session.snapshot([&](database::Session& current) {
        BOOST_TEST(count_chat(current, chat) == 0U);
        throw std::invalid_argument{"enough"};
    }),
                      std::invalid_argument);
    sql(insert_chat(chat));
    session.snapshot([&](database::Session& current) { BOOST_TEST(count_chat(current, chat) == 1U); });
}

/// Reads something, outside of any transaction.
void read_something(database::Session& session) {
    session.read([](database::Session& current) { count_chat(current, unique_uuid()); });
}

// Whatever a session was made for: the connection of one that reads first is another one than that of others.
BOOST_AUTO_TEST_CASE(a_session_that_has_read_writes_all_of_a_transaction_or_nothing) {
    auto session = owner_session();
    const std::string chat = unique_uuid();
    read_something(session);
    BOOST_CHECK_THROW(session.transaction([&](database::Session& current) {
        add_chat(current, chat);
        throw std::invalid_argument{"enough"};
    }),
                      std::invalid_argument);
    BOOST_TEST(chats_with_id(chat) == 0U);
    session.transaction([&](database::Session& current) {
        add_chat(current, chat);
        BOOST_TEST(chats_with_id(chat) == 0U);
    });
    BOOST_TEST(chats_with_id(chat) == 1U);
}

BOOST_AUTO_TEST_CASE(a_session_that_has_written_leaves_nothing_open_after_it_has_read) {
    auto session = owner_session();
    session.transaction([](database::Session& current) { add_chat(current, unique_uuid()); });
    read_something(session);
    session.snapshot([](database::Session& current) { count_chat(current, unique_uuid()); });
    read_something(session);
    std::string connection;
    session.read([&](database::Session& current) { connection = connection_id(current); });
    BOOST_TEST(
        administer_sql("SELECT COUNT(*) FROM information_schema.innodb_trx WHERE trx_mysql_thread_id = " + connection)
            .find('1') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(without_a_database_patience_ends) {
    auto session = owner_session();
    StoppedService database{"mariadb"};
    BOOST_CHECK_THROW(session.transaction([](database::Session&) {}), database::Unavailable);
    database.start();
    const std::string chat = unique_uuid();
    BOOST_TEST(eventually([&] {
        try {
            session.transaction([&](database::Session& current) { add_chat(current, chat); });
            return true;
        } catch (const database::Unavailable&) {
            return false;
        }
    }));
    BOOST_TEST(chats_with_id(chat) == 1U);
}

BOOST_AUTO_TEST_CASE(nobody_connects_again_to_a_database_that_hangs_when_that_would_outlast_patience) {
    constexpr auto kPatience = 1500ms;
    auto session = owner_session(kPatience);
    const FrozenService database{"mariadb"};
    const auto began = std::chrono::steady_clock::now();
    BOOST_CHECK_THROW(session.transaction([](database::Session&) {}), database::Unavailable);
    BOOST_TEST((std::chrono::steady_clock::now() - began < kPatience));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
