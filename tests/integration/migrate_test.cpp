#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "direct_store.hpp"
#include "problem.hpp"
#include "publishing/outbox.hpp"
#include "support/command.hpp"
#include "support/crowd.hpp"
#include "support/http_client.hpp"
#include "support/sql.hpp"
#include "support/stack.hpp"
#include "support/unique.hpp"

namespace likes::test {
namespace {

namespace fs = std::filesystem;

fs::path repository() {
    return stack().scripts_dir.parent_path();
}

/// A database of its own on the instance's server, and a copy of scripts/ and schema/ that a case may change.
class Scratch {
  public:
    Scratch()
        : admin_{"--defaults-file=" + (stack().var_dir / "etc" / "mariadb.cnf").string()},
          database_{"scratch_" + unique_uuid().substr(0, 8)},
          root_{stack().var_dir / database_} {
        fs::create_directories(root_);
        fs::copy(repository() / "scripts", root_ / "scripts", fs::copy_options::recursive);
        copy_schema();
        administer("CREATE DATABASE " + database_);
    }
    ~Scratch() {
        run({"mariadb", admin_}, "DROP DATABASE " + database_);
        std::error_code ignored;
        fs::remove_all(root_, ignored);
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    CommandResult migrate(std::vector<std::string> options = {}) const {
        options.push_back("--no-grants");
        return migrate_with_grants(options);
    }
    CommandResult migrate_with_grants(const std::vector<std::string>& options = {}) const {
        std::vector<std::string> words{(root_ / "scripts" / "migrate").string(), admin_, "--database", database_};
        words.insert(words.end(), options.begin(), options.end());
        return run(words);
    }

    /// Everything that a migration could change.
    std::string state() const {
        return administer(
            "SELECT * FROM schema_migrations ORDER BY version;"
            "SELECT table_name, column_name, column_type, column_key FROM information_schema.columns "
            "WHERE table_schema = DATABASE() ORDER BY table_name, ordinal_position;");
    }

    std::string administer(const std::string& statements) const {
        const bool exists = statements.find("CREATE DATABASE") == std::string::npos;
        const auto result = run({"mariadb", admin_, "-N", "-B", "--binary-as-hex"},
                                (exists ? "USE " + database_ + ';' : "") + statements);
        if (result.exit_code != 0) throw std::runtime_error{result.errors};
        return result.output;
    }

    const std::string& database() const { return database_; }
    fs::path migration(const std::string& name) const { return root_ / "schema" / name; }
    void write(const std::string& name, const std::string& text) const { std::ofstream{migration(name)} << text; }

    /// The files of a release that knew no later version.
    void remove_migrations_after(int last_version) const {
        for (const auto& file : fs::directory_iterator{root_ / "schema"}) {
            const auto name = file.path().filename().string();
            // V004__words.sql
            if (name[0] == 'V' && std::stoi(name.substr(1)) > last_version) fs::remove(file.path());
        }
    }
    /// The files of this release.
    void copy_schema() const {
        fs::copy(repository() / "schema", root_ / "schema",
                 fs::copy_options::recursive | fs::copy_options::overwrite_existing);
    }

  private:
    std::string admin_;
    std::string database_;
    fs::path root_;
};

void check_refused(const CommandResult& result, const std::string& reason) {
    BOOST_TEST(result.exit_code == 1);
    BOOST_TEST(result.errors.find(reason) != std::string::npos, result.errors);
    // One line, not a trace.
    BOOST_TEST(std::count(result.errors.begin(), result.errors.end(), '\n') == 1);
}

/// What the programs of schema version 3 may leave behind when they are stopped: changes that no event has carried yet,
/// some of them recorded for those who catch up and some not, leases that are held, and an erasure under way.
const std::string kRowsOfVersion3 = R"sql(
    SET @chat = UNHEX('11111111111141118111111111111111'), @one = UNHEX('22222222222242228222000000000001'),
        @two = UNHEX('22222222222242228222000000000002'), @three = UNHEX('22222222222242228222000000000003'),
        @first = UNHEX('019B7D2F0A00700080000000000000A1'), @second = UNHEX('019B7D2F0B00700080000000000000A2'),
        @third = UNHEX('019B7D2F0C00700080000000000000A3'), @then = '2026-01-02 03:04:05.678901';
    INSERT INTO chats VALUES (@chat);
    INSERT INTO chat_members VALUES (@chat, 'ann', @then, NULL), (@chat, 'bob', @then, NULL),
        (@chat, 'carol', @then, @then + INTERVAL 1 HOUR);
    INSERT INTO messages VALUES (@one, @chat, 'ann', 'Привет', @then, NULL),
        (@two, @chat, 'bob', 'two', @then, @then + INTERVAL 1 HOUR), (@three, @chat, 'bob', 'three', @then, NULL);
    INSERT INTO reactions VALUES (@one, 'like', 'ann', 1, @then), (@one, 'like', 'bob', 4, @then + INTERVAL 1 SECOND),
        (@one, 'heart', 'ann', 1, @then), (@three, 'like', 'ann', 1, @then);
    INSERT INTO reaction_summaries VALUES
        (@one, 'heart', 1, 1, @then, @then, 'ann,1,1767323045', ''),
        (@one, 'like', 2, 4, @then + INTERVAL 1 SECOND, @then + INTERVAL 2 SECOND,
         'ann,1,1767323045 bob,4,1767323046',
         '#019b7d2f-0a00-7000-8000-0000000000a1 +carol -carol #019b7d2f-0b00-7000-8000-0000000000a2 +bob'),
        (@three, 'like', 1, 1, @then, @then, 'ann,1,1767323045', '#019b7d2f-0c00-7000-8000-0000000000a3 +ann'),
        (@two, 'like', 0, 2, @then, @then, '', '');
    INSERT INTO outbox VALUES (@first, @chat, @one, 'like', '+carol -carol', TRUE),
        (@second, @chat, @one, 'like', '+bob', FALSE), (@third, @chat, @three, 'like', '+ann', FALSE);
    INSERT INTO chat_changes VALUES (@chat, @one, 18446744073709551615), (@chat, @two, 6);
    INSERT INTO chat_sequences VALUES (@chat, 18446744073709551615);
    INSERT INTO leases VALUES ('relay', 'host-1', @then + INTERVAL 1 DAY), ('audit', 'host-2', @then);
    INSERT INTO erasures VALUES ('carol', @then, 3, 2), ('dave', @then, 0, 0);)sql";

/// Every row of every table, by position: the columns may have other names afterwards.
std::vector<std::string> rows_of(const Scratch& scratch) {
    std::string statements;
    for (const std::string table : {"chats", "chat_members", "messages", "reactions", "reaction_summaries", "outbox",
                                    "chat_changes", "chat_sequences", "leases", "erasures"}) {
        statements.append("SELECT '").append(table).append("', t.* FROM ").append(table).append(" t;");
    }
    std::istringstream output{scratch.administer(statements)};
    std::vector<std::string> rows;
    for (std::string row; std::getline(output, row);) rows.push_back(row);
    std::sort(rows.begin(), rows.end());
    return rows;
}

/// What InnoDB calls the tables: one that is built anew gets another number.
std::string table_numbers(const Scratch& scratch) {
    return scratch.administer(
        "SELECT name, table_id FROM information_schema.innodb_sys_tables "
        "WHERE name LIKE CONCAT(DATABASE(), '/%') AND name NOT LIKE '%schema_migrations' ORDER BY name");
}

/// A database of version 3 in use.
struct FilledAtVersion3 : Scratch {
    FilledAtVersion3() {
        remove_migrations_after(3);
        BOOST_TEST_REQUIRE(migrate().exit_code == 0);
        administer(kRowsOfVersion3);
        rows = rows_of(*this);
        numbers = table_numbers(*this);
        BOOST_TEST_REQUIRE(std::count(numbers.begin(), numbers.end(), '\n') == 10);
        copy_schema();
        remove_migrations_after(4);
    }

    void check_migrated() const {
        BOOST_TEST(rows_of(*this) == rows, boost::test_tools::per_element());
        BOOST_TEST(table_numbers(*this) == numbers);
        BOOST_TEST(administer("SELECT unpublished FROM reaction_summaries WHERE reaction = 'like' AND version = 4") ==
                   "#019b7d2f-0a00-7000-8000-0000000000a1 +carol -carol "
                   "#019b7d2f-0b00-7000-8000-0000000000a2 +bob\n");
        BOOST_TEST(administer("SELECT erased, published FROM erasures WHERE user_id = 'carol'") == "3\t2\n");
    }

    std::vector<std::string> rows;
    std::string numbers;
};

/// The same at version 4.
struct FilledAtVersion4 : FilledAtVersion3 {
    FilledAtVersion4() {
        BOOST_TEST_REQUIRE(migrate().exit_code == 0);
        copy_schema();
        remove_migrations_after(5);
    }

    void check_converted() const {
        const std::string chat = "11111111111141118111111111111111 ";
        const std::string message = "2222222222224222822200000000000";
        BOOST_TEST(administer("SELECT HEX(outbox_id), cause, entries, recorded FROM outbox ORDER BY outbox_id") ==
                   "019B7D2F0A00700080000000000000A1\t0\t" + chat + message + "1 like +carol,0 -carol,0\t1\n" +
                       "019B7D2F0B00700080000000000000A2\t0\t" + chat + message + "1 like +bob,0\t0\n" +
                       "019B7D2F0C00700080000000000000A3\t0\t" + chat + message + "3 like +ann,0\t0\n");
        BOOST_TEST(administer("SELECT COUNT(*), MIN(shard), MAX(shard), MIN(sequence), MAX(sequence) "
                              "FROM chat_sequences") == "16\t0\t15\t18446744073709551615\t18446744073709551615\n");
        BOOST_TEST(administer("SELECT sequence FROM chat_changes ORDER BY sequence") == "6\n18446744073709551615\n");
        BOOST_TEST(administer("SHOW TABLES LIKE 'chat\\_sequences%'") == "chat_sequences\n");
    }
};

/// The statements of version 5, each of which may have been the last one that was executed.
const std::array<std::string, 6> kStepsOfVersion5{
    "ALTER TABLE outbox ADD COLUMN cause TINYINT UNSIGNED NOT NULL DEFAULT 0 AFTER event_id, "
    "ADD COLUMN entries MEDIUMTEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL AFTER cause;",
    "UPDATE outbox SET entries = CONCAT(LOWER(HEX(chat_id)), ' ', LOWER(HEX(message_id)), ' ', reaction, ' ', "
    "REPLACE(changes, ' ', ',0 '), ',0');",
    "ALTER TABLE outbox DROP KEY by_chat, DROP COLUMN chat_id, DROP COLUMN message_id, DROP COLUMN reaction, "
    "DROP COLUMN changes, RENAME COLUMN event_id TO outbox_id, ADD KEY by_recorded (recorded);",
    "CREATE TABLE chat_sequences_of_shards (shard TINYINT UNSIGNED NOT NULL PRIMARY KEY, "
    "sequence BIGINT UNSIGNED NOT NULL);",
    "INSERT INTO chat_sequences_of_shards SELECT seq, 18446744073709551615 FROM seq_0_to_15;",
    "RENAME TABLE chat_sequences TO chat_sequences_of_chats, chat_sequences_of_shards TO chat_sequences;"};

BOOST_AUTO_TEST_SUITE(migrate)

BOOST_FIXTURE_TEST_CASE(a_filled_database_of_version_3_keeps_every_row_version_and_cursor, FilledAtVersion3) {
    BOOST_TEST(rows.size() == 25U);
    const auto first = migrate();
    BOOST_TEST(first.exit_code == 0, first.errors);
    check_migrated();
    const auto after = state();
    const auto second = migrate();
    BOOST_TEST(second.exit_code == 0, second.errors);
    BOOST_TEST(state() == after);
    check_migrated();
}

BOOST_FIXTURE_TEST_CASE(version_4_goes_on_wherever_it_was_interrupted, FilledAtVersion3) {
    const std::string first = "ALTER TABLE reaction_summaries RENAME COLUMN untold TO unpublished;";
    const std::string second = "ALTER TABLE erasures RENAME COLUMN told TO published;";
    const std::string undo =
        "ALTER TABLE reaction_summaries RENAME COLUMN unpublished TO untold;"
        "ALTER TABLE erasures RENAME COLUMN published TO told;"
        "DELETE FROM schema_migrations WHERE version = 4;";
    BOOST_TEST_REQUIRE(migrate().exit_code == 0);
    for (const std::string& done : {std::string{}, first, second, first + second}) {
        BOOST_TEST_CONTEXT("done before: " << done) {
            administer(undo + done);
            const auto result = migrate();
            BOOST_TEST(result.exit_code == 0, result.errors);
            check_migrated();
        }
    }
}

BOOST_FIXTURE_TEST_CASE(version_5_keeps_what_is_not_published_and_every_cursor, FilledAtVersion4) {
    const auto first = migrate();
    BOOST_TEST(first.exit_code == 0, first.errors);
    check_converted();
    const auto after = state();
    BOOST_TEST(migrate().exit_code == 0);
    BOOST_TEST(state() == after);
    check_converted();
}

BOOST_AUTO_TEST_CASE(version_5_goes_on_wherever_it_was_interrupted) {
    std::string done;
    for (const auto& step : kStepsOfVersion5) {
        done += step;
        BOOST_TEST_CONTEXT("done before: " << done) {
            const FilledAtVersion4 scratch;
            scratch.administer(done);
            const auto result = scratch.migrate();
            BOOST_TEST(result.exit_code == 0, result.errors);
            scratch.check_converted();
        }
    }
}

// What the programs of before left unpublished, and a cursor that they gave a client.
BOOST_FIXTURE_TEST_CASE(what_was_left_in_the_outbox_is_published_and_recorded_above_every_cursor, FilledAtVersion4) {
    copy_schema();
    administer("UPDATE chat_sequences SET sequence = 7; UPDATE chat_changes SET sequence = 7 WHERE sequence > 7");
    BOOST_TEST_REQUIRE(migrate().exit_code == 0);
    administer("GRANT ALL ON " + database() + ".* TO likes_relay");
    auto settings = settings_of("relay");
    settings.database = database();
    publishing::Outbox outbox{database::Session{settings}, kTenLikers, kEventInterval, {}};
    const auto now = system_now();
    const auto leftovers = outbox.leftovers({}, now, 100, now);
    BOOST_TEST(leftovers.events.size() == 2U);
    std::vector<PublishedEvent> published;
    for (const auto& event : leftovers.events) published.push_back({event.chat, event.target, event.outbox_ids});
    outbox.settle(published);
    administer("REVOKE ALL ON " + database() + ".* FROM likes_relay");
    BOOST_TEST(administer("SELECT COUNT(*) FROM outbox") == "0\n");
    BOOST_TEST(administer("SELECT COUNT(*) FROM chat_changes WHERE sequence > 7") == "2\n");
}

/// The same at version 5.
struct FilledAtVersion5 : FilledAtVersion4 {
    FilledAtVersion5() {
        BOOST_TEST_REQUIRE(migrate().exit_code == 0);
        rows = rows_of(*this);
        numbers = table_numbers(*this);
        copy_schema();
        remove_migrations_after(6);
    }

    void check_widened() const {
        BOOST_TEST(rows_of(*this) == rows, boost::test_tools::per_element());
        BOOST_TEST(table_numbers(*this) == numbers);
        BOOST_TEST(administer("SELECT table_name, column_name, column_type, character_set_name, collation_name, "
                              "is_nullable FROM information_schema.columns WHERE table_schema = DATABASE() AND "
                              "column_name IN ('user_id', 'sender_id') ORDER BY table_name") ==
                   "chat_members\tuser_id\tvarchar(128)\tascii\tascii_bin\tNO\n"
                   "erasures\tuser_id\tvarchar(128)\tascii\tascii_bin\tNO\n"
                   "messages\tsender_id\tvarchar(128)\tascii\tascii_bin\tNO\n"
                   "reactions\tuser_id\tvarchar(128)\tascii\tascii_bin\tNO\n");
    }
};

BOOST_FIXTURE_TEST_CASE(version_6_widens_user_ids_and_builds_no_table_anew, FilledAtVersion5) {
    const auto first = migrate();
    BOOST_TEST(first.exit_code == 0, first.errors);
    check_widened();
    const auto after = state();
    BOOST_TEST(migrate().exit_code == 0);
    BOOST_TEST(state() == after);
}

BOOST_AUTO_TEST_CASE(version_6_goes_on_wherever_it_was_interrupted) {
    std::string done;
    for (const std::string column : {"chat_members MODIFY user_id", "messages MODIFY sender_id",
                                     "reactions MODIFY user_id", "erasures MODIFY user_id"}) {
        done += "ALTER TABLE " + column + " VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL;";
        BOOST_TEST_CONTEXT("done before: " << done) {
            const FilledAtVersion5 scratch;
            scratch.administer(done);
            const auto result = scratch.migrate();
            BOOST_TEST(result.exit_code == 0, result.errors);
            scratch.check_widened();
        }
    }
}

/// The statements of a migration, each of which may have been the last one that was executed.
std::vector<std::string> steps_of(const Scratch& scratch, const std::string& migration) {
    std::ifstream file{scratch.migration(migration)};
    std::vector<std::string> statements;
    std::string statement;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("--")) continue;
        statement += line + '\n';
        if (line.ends_with(';')) statements.push_back(std::exchange(statement, {}));
    }
    return statements;
}

/// The same at version 6.
struct FilledAtVersion6 : FilledAtVersion5 {
    FilledAtVersion6() {
        BOOST_TEST_REQUIRE(migrate().exit_code == 0);
        rows = rows_of(*this);
        // A column more.
        for (auto& row : rows) {
            if (row.starts_with("erasures\t")) row += "\t0";
        }
        copy_schema();
        remove_migrations_after(7);
    }

    void check_migrated() const {
        BOOST_TEST(rows_of(*this) == rows, boost::test_tools::per_element());
        for (const std::string table : {"feed", "cursors", "like_quarters", "user_days", "rankings"}) {
            BOOST_TEST(administer("SELECT COUNT(*) FROM " + table) == "0\n", table);
        }
        BOOST_TEST(administer("SELECT column_type, is_nullable, column_default FROM information_schema.columns "
                              "WHERE table_schema = DATABASE() AND table_name = 'erasures' AND "
                              "column_name = 'user_days'") == "bigint(20) unsigned\tNO\t0\n");
    }
};

BOOST_FIXTURE_TEST_CASE(version_7_adds_what_the_analytics_keep_and_touches_no_row, FilledAtVersion6) {
    const auto first = migrate();
    BOOST_TEST(first.exit_code == 0, first.errors);
    check_migrated();
    const auto after = state();
    BOOST_TEST(migrate().exit_code == 0);
    BOOST_TEST(state() == after);
    // The programs of before do not know the column.
    administer("INSERT INTO erasures (user_id, begun_at, erased, published) VALUES ('erin', UTC_TIMESTAMP(6), 1, 1)");
}

BOOST_FIXTURE_TEST_CASE(version_7_goes_on_wherever_it_was_interrupted, FilledAtVersion6) {
    const auto all = steps_of(*this, "V007__analytics.sql");
    BOOST_TEST_REQUIRE(all.size() == 9U);
    const std::string undo =
        "DROP TABLE feed, cursors, like_quarters, user_days, rankings; ALTER TABLE erasures DROP COLUMN user_days; "
        "DELETE FROM schema_migrations WHERE version = 7;";
    BOOST_TEST_REQUIRE(migrate().exit_code == 0);
    std::string done;
    for (const auto& step : all) {
        done += step;
        BOOST_TEST_CONTEXT("done before: " << done) {
            administer(undo + done);
            const auto result = migrate();
            BOOST_TEST(result.exit_code == 0, result.errors);
            check_migrated();
        }
    }
}

// What was recorded before there was a feed is counted by comparing.
BOOST_FIXTURE_TEST_CASE(what_was_left_in_the_outbox_and_not_recorded_is_handed_on, FilledAtVersion6) {
    BOOST_TEST_REQUIRE(migrate().exit_code == 0);
    administer(
        "UPDATE chat_changes SET sequence = 7 WHERE sequence > 7; UPDATE chat_sequences SET sequence = 7; "
        "GRANT ALL ON " +
        database() + ".* TO likes_relay");
    auto settings = settings_of("relay");
    settings.database = database();
    publishing::Outbox outbox{
        database::Session{settings}, kTenLikers, kEventInterval, {{"analytics"}, system_now, seeded_random_bits()}};
    BOOST_TEST(outbox.record(system_now(), 100) == 2U);
    BOOST_TEST(outbox.record(system_now(), 100) == 0U);
    administer("REVOKE ALL ON " + database() + ".* FROM likes_relay");
    BOOST_TEST(administer("SELECT consumer, REPLACE(entries, CHAR(10), ';') FROM feed") ==
               "analytics\t019b7d2f0b00700080000000000000a2 0 11111111111141118111111111111111 "
               "22222222222242228222000000000001 like +bob,0;019b7d2f0c00700080000000000000a3 0 "
               "11111111111141118111111111111111 22222222222242228222000000000003 like +ann,0\n");
    BOOST_TEST(administer("SELECT COUNT(*) FROM outbox WHERE recorded") == "3\n");
}

/// The same at version 7.
struct FilledAtVersion7 : FilledAtVersion6 {
    FilledAtVersion7() {
        BOOST_TEST_REQUIRE(migrate().exit_code == 0);
        rows = rows_of(*this);
        numbers = table_numbers(*this);
        copy_schema();
    }

    /// What of a database of version 7 is there still, whatever was added.
    void check_migrated() const {
        auto expected = rows;
        for (auto& row : expected) {
            if (row.starts_with("chats\t")) row += "\tNULL";
            if (row.starts_with("chat_members\t")) row += "\tNULL";
            if (row.starts_with("messages\t")) row += "\t0";
            if (row.starts_with("erasures\t")) row += "\t0\t0\t0\t0\t0";
        }
        BOOST_TEST(rows_of(*this) == expected, boost::test_tools::per_element());
        for (const auto& table : kNewTables) {
            BOOST_TEST(administer("SELECT COUNT(*) FROM " + table) == "0\n", table);
        }
        // No table was built anew.
        std::istringstream before{numbers};
        const auto after = table_numbers(*this);
        for (std::string line; std::getline(before, line);) {
            BOOST_TEST((after.find(line + '\n') != std::string::npos), line);
        }
        BOOST_TEST(administer("SELECT COUNT(*) FROM information_schema.statistics WHERE table_schema = DATABASE() AND "
                              "table_name = 'messages' AND index_name = 'by_deleted_at'") == "1\n");
    }

    static inline const std::vector<std::string> kNewTables{"profiles",         "user_blocks",  "notices",
                                                            "notice_actors",    "notice_heads", "notice_preferences",
                                                            "notice_deliveries"};
};

BOOST_FIXTURE_TEST_CASE(versions_8_and_9_add_people_and_notices_and_build_no_table_anew, FilledAtVersion7) {
    const auto first = migrate();
    BOOST_TEST(first.exit_code == 0, first.errors);
    check_migrated();
    const auto after = state();
    BOOST_TEST(migrate().exit_code == 0);
    BOOST_TEST(state() == after);
    // The chat backend and the programs of before do not know the columns.
    administer(
        "INSERT INTO chats (chat_id) VALUES (x'01'); INSERT INTO chat_members (chat_id, user_id, joined_at, left_at) "
        "VALUES (x'01', 'erin', UTC_TIMESTAMP(6), NULL); INSERT INTO messages (message_id, chat_id, sender_id, body, "
        "created_at, deleted_at) VALUES (x'01', x'01', 'erin', 'hello', UTC_TIMESTAMP(6), NULL); "
        "INSERT INTO erasures (user_id, begun_at, erased, published) VALUES ('erin', UTC_TIMESTAMP(6), 1, 1); "
        "INSERT INTO profiles (user_id, name) VALUES ('erin', 'Erin')");
}

BOOST_FIXTURE_TEST_CASE(versions_8_and_9_go_on_wherever_they_were_interrupted, FilledAtVersion7) {
    const std::string undo =
        "DROP TABLE IF EXISTS profiles, user_blocks, notices, notice_actors, notice_heads, notice_preferences, "
        "notice_deliveries; ALTER TABLE messages DROP COLUMN IF EXISTS importance, DROP KEY IF EXISTS by_deleted_at; "
        "ALTER TABLE chats DROP COLUMN IF EXISTS title; ALTER TABLE chat_members DROP COLUMN IF EXISTS muted_until; "
        "ALTER TABLE erasures DROP COLUMN IF EXISTS notices, DROP COLUMN IF EXISTS notice_actors, "
        "DROP COLUMN IF EXISTS notice_heads, DROP COLUMN IF EXISTS notice_preferences, "
        "DROP COLUMN IF EXISTS notice_deliveries; DELETE FROM schema_migrations WHERE version > 7;";
    BOOST_TEST_REQUIRE(migrate().exit_code == 0);
    administer(undo);
    numbers = table_numbers(*this);
    const auto people = steps_of(*this, "V008__people.sql");
    auto all = people;
    const auto notices = steps_of(*this, "V009__notices.sql");
    BOOST_TEST_REQUIRE(people.size() == 18U);
    BOOST_TEST_REQUIRE(notices.size() == 9U);
    all.insert(all.end(), notices.begin(), notices.end());
    std::string done;
    for (const auto& step : all) {
        done += step;
        // The others change nothing that outlives them.
        if (!step.starts_with("CREATE") && !step.starts_with("EXECUTE")) continue;
        BOOST_TEST_CONTEXT("done before: " << done) {
            administer(undo + done);
            numbers = table_numbers(*this);
            const auto result = migrate();
            BOOST_TEST(result.exit_code == 0, result.errors);
            check_migrated();
        }
    }
}

/// The same at version 9, with numbers of users.
struct FilledAtVersion9 : FilledAtVersion7 {
    FilledAtVersion9() {
        remove_migrations_after(9);
        BOOST_TEST_REQUIRE(migrate().exit_code == 0);
        administer("INSERT INTO user_days VALUES (x'00', 'ann', 20000, 3, 1), (x'01', 'ann', 20000, 3, 1)");
        days = administer("SELECT * FROM user_days");
        numbers = table_numbers(*this);
        copy_schema();
    }

    void check_migrated() const {
        BOOST_TEST(administer("SELECT * FROM user_days") == days);
        BOOST_TEST(administer("SELECT COUNT(*) FROM information_schema.statistics WHERE table_schema = DATABASE() AND "
                              "table_name = 'user_days' AND index_name <> 'PRIMARY'") == "0\n");
        BOOST_TEST(table_numbers(*this) == numbers);
    }

    std::string days;
};

BOOST_FIXTURE_TEST_CASE(version_10_drops_an_index_and_goes_on_wherever_it_was_interrupted, FilledAtVersion9) {
    for (int times = 0; times < 2; ++times) {
        const auto result = migrate();
        BOOST_TEST(result.exit_code == 0, result.errors);
        check_migrated();
        // It was done, and not noted.
        administer("DELETE FROM schema_migrations WHERE version = 10");
    }
}

BOOST_FIXTURE_TEST_CASE(the_programs_read_what_those_of_version_3_wrote, FilledAtVersion3) {
    copy_schema();
    BOOST_TEST_REQUIRE(migrate().exit_code == 0);
    administer("GRANT SELECT ON " + database() + ".* TO likes_operator");
    const auto result =
        run({(stack().bin_dir / "operate").string(), "--config", (stack().var_dir / "etc" / "likes.conf").string(),
             "--db-name", database(), "--db-user", "likes_operator", "--db-password-file",
             stack().secret("db-operator.password").string(), "reconcile", "--dry-run"});
    administer("REVOKE SELECT ON " + database() + ".* FROM likes_operator");
    BOOST_TEST(result.exit_code == 0, result.errors);
    BOOST_TEST(result.output == "4 counters compared, 0 drifted\n");
}

BOOST_FIXTURE_TEST_CASE(pending_names_what_is_not_applied_and_changes_nothing, FilledAtVersion3) {
    const auto before = state();
    const auto pending = migrate({"--pending"});
    BOOST_TEST(pending.exit_code == 2);
    BOOST_TEST(pending.output == "   4  pending   unpublished_and_published\n");
    BOOST_TEST(state() == before);
    BOOST_TEST(rows_of(*this) == rows, boost::test_tools::per_element());

    BOOST_TEST_REQUIRE(migrate().exit_code == 0);
    const auto none = migrate({"--pending"});
    BOOST_TEST(none.exit_code == 0, none.errors);
    BOOST_TEST(none.output == "");

    remove_migrations_after(3);
    check_refused(migrate({"--pending"}), "newer");
}

BOOST_AUTO_TEST_CASE(the_instances_own_database_is_up_to_date) {
    BOOST_TEST(script("migrate", {"--status"}).find("pending") == std::string::npos);
    BOOST_TEST(run_script("migrate").exit_code == 0);
}

/// The repository of a release with one more migration, to bring the tests' own instance up with. When the object goes,
/// the instance is up again with this release.
class NextRelease {
  public:
    explicit NextRelease(const std::string& migration) : root_{stack().var_dir / ("release_" + unique_uuid())} {
        for (const std::string part : {"scripts", "schema", "nginx", "mqtt", "handlers"}) {
            fs::create_directories(root_ / part);
            fs::copy(repository() / part, root_ / part, fs::copy_options::recursive);
        }
        std::ofstream{root_ / "schema" / "V900__next.sql"} << migration;
    }
    ~NextRelease() {
        run_script("up", {"--no-build", "--quiet"});
        std::error_code ignored;
        fs::remove_all(root_, ignored);
    }
    NextRelease(const NextRelease&) = delete;
    NextRelease& operator=(const NextRelease&) = delete;

    CommandResult up() const { return run({(root_ / "scripts" / "up").string(), "--no-build", "--quiet"}); }

  private:
    fs::path root_;
};

BOOST_AUTO_TEST_CASE(up_migrates_while_no_program_runs_and_callers_are_told_to_come_again) {
    const auto status_of = [](const std::string& service) { return run_script("service", {"status", service}); };
    {
        // It fails, so that what runs meanwhile can be seen.
        const NextRelease next{"INSERT INTO nowhere VALUES (1);"};
        const auto result = next.up();
        BOOST_TEST(result.exit_code == 1);
        BOOST_TEST(result.errors.find("V900__next.sql failed") != std::string::npos, result.errors);
        for (const std::string service : {"relay", "like_message", "message_likes", "chat_likes", "monitor"}) {
            BOOST_TEST(status_of(service).exit_code == 1, service << " runs");
        }
        const auto answer = HttpClient{}.send({"GET", "/api/v1/messages/" + unique_uuid() + "/likes", {}, {}});
        check_problem(answer, 503);
        check_retry_after(answer);
    }
    BOOST_TEST(run_script("status").exit_code == 0);
    BOOST_TEST(script("migrate", {"--status"}).find("900") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_right_of_an_earlier_version_is_taken_back_where_the_schema_changes) {
    const Scratch scratch;
    BOOST_TEST_REQUIRE(scratch.migrate_with_grants().exit_code == 0);
    const auto may_read = [&](const std::string& column) {
        return sql_as("handlers", "SELECT " + column + " FROM " + scratch.database() + ".messages").allowed;
    };
    BOOST_TEST(!may_read("body"));
    scratch.administer("GRANT SELECT ON messages TO 'likes_handlers'@'%'");
    BOOST_TEST(may_read("body"));
    scratch.write("V900__nothing.sql", "DO 0;");
    const auto result = scratch.migrate_with_grants();
    BOOST_TEST(result.exit_code == 0, result.errors);
    BOOST_TEST(!may_read("body"));
    BOOST_TEST(may_read("message_id"));
}

BOOST_AUTO_TEST_CASE(a_new_file_is_applied_once_and_after_the_others) {
    const Scratch scratch;
    BOOST_TEST(scratch.migrate().exit_code == 0);
    scratch.write("V900__numbers.sql", "CREATE TABLE numbers (n INT); INSERT INTO numbers VALUES (1);");
    BOOST_TEST(scratch.migrate({"--status"}).output.find("900  pending") != std::string::npos);
    BOOST_TEST(scratch.migrate().exit_code == 0);
    BOOST_TEST(scratch.migrate().exit_code == 0);
    BOOST_TEST(scratch.administer("SELECT COUNT(*) FROM numbers") == "1\n");
    BOOST_TEST(scratch.migrate({"--status"}).output.find("900  applied") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_database_that_is_newer_than_the_files_is_refused) {
    const Scratch scratch;
    scratch.write("V900__numbers.sql", "CREATE TABLE numbers (n INT);");
    BOOST_TEST(scratch.migrate().exit_code == 0);
    const auto before = scratch.state();
    fs::remove(scratch.migration("V900__numbers.sql"));
    check_refused(scratch.migrate(), "newer");
    BOOST_TEST(scratch.state() == before);
}

BOOST_AUTO_TEST_CASE(a_file_that_was_changed_after_it_had_been_applied_is_refused) {
    const Scratch scratch;
    scratch.write("V900__numbers.sql", "CREATE TABLE numbers (n INT);");
    BOOST_TEST(scratch.migrate().exit_code == 0);
    const auto before = scratch.state();
    scratch.write("V900__numbers.sql", "CREATE TABLE numbers (n BIGINT);");
    scratch.write("V901__more.sql", "CREATE TABLE more (n INT);");
    check_refused(scratch.migrate(), "V900__numbers.sql was changed");
    BOOST_TEST(scratch.state() == before);
}

BOOST_AUTO_TEST_CASE(two_files_of_one_version_are_refused) {
    const Scratch scratch;
    scratch.write("V900__numbers.sql", "CREATE TABLE numbers (n INT);");
    scratch.write("V0900__others.sql", "CREATE TABLE others (n INT);");
    check_refused(scratch.migrate(), "version 900");
    BOOST_TEST(scratch.administer("SHOW TABLES") == "");
}

BOOST_AUTO_TEST_CASE(a_file_that_fails_is_applied_by_the_next_run) {
    const Scratch scratch;
    scratch.write("V900__numbers.sql", "CREATE TABLE IF NOT EXISTS numbers (n INT); INSERT INTO nowhere VALUES (1);");
    BOOST_TEST(scratch.migrate().exit_code == 1);
    BOOST_TEST(scratch.migrate({"--status"}).output.find("900  pending") != std::string::npos);
    scratch.write("V900__numbers.sql", "CREATE TABLE IF NOT EXISTS numbers (n INT);");
    BOOST_TEST(scratch.migrate().exit_code == 0);
    BOOST_TEST(scratch.migrate({"--status"}).output.find("900  applied") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(of_several_runs_at_once_each_file_is_applied_by_one) {
    const Scratch scratch;
    scratch.write("V900__numbers.sql", "CREATE TABLE numbers (n INT); INSERT INTO numbers VALUES (1);");
    std::vector<int> exit_codes(4, -1);
    all_at_once(exit_codes.size(), [&](std::size_t i) { exit_codes[i] = scratch.migrate().exit_code; });
    for (const int exit_code : exit_codes) BOOST_TEST(exit_code == 0);
    BOOST_TEST(scratch.administer("SELECT COUNT(*) FROM numbers") == "1\n");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
