#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "support/command.hpp"
#include "support/crowd.hpp"
#include "support/stack.hpp"
#include "support/unique.hpp"

namespace likes::test {
namespace {

namespace fs = std::filesystem;

/// A database of its own on the instance's server, and a copy of scripts/ and schema/ that a case may change.
class Scratch {
  public:
    Scratch()
        : admin_{"--defaults-file=" + (stack().var_dir / "etc" / "mariadb.cnf").string()},
          database_{"scratch_" + unique_uuid().substr(0, 8)},
          root_{stack().var_dir / database_} {
        const auto source = stack().scripts_dir.parent_path();
        fs::create_directories(root_);
        fs::copy(source / "scripts", root_ / "scripts", fs::copy_options::recursive);
        fs::copy(source / "schema", root_ / "schema", fs::copy_options::recursive);
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
        std::vector<std::string> words{(root_ / "scripts" / "migrate").string(), admin_, "--database", database_,
                                       "--no-grants"};
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
        const auto result = run({"mariadb", admin_, "-N", "-B"}, (exists ? "USE " + database_ + ';' : "") + statements);
        if (result.exit_code != 0) throw std::runtime_error{result.errors};
        return result.output;
    }

    fs::path migration(const std::string& name) const { return root_ / "schema" / name; }
    void write(const std::string& name, const std::string& text) const { std::ofstream{migration(name)} << text; }

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

BOOST_AUTO_TEST_SUITE(migrate)

BOOST_AUTO_TEST_CASE(a_second_run_changes_nothing) {
    const Scratch scratch;
    BOOST_TEST(scratch.migrate().exit_code == 0);
    const auto first = scratch.state();
    BOOST_TEST(first.find("reaction_summaries\tversion") != std::string::npos);
    const auto second = scratch.migrate();
    BOOST_TEST(second.exit_code == 0, second.errors);
    BOOST_TEST(scratch.state() == first);
}

BOOST_AUTO_TEST_CASE(the_instances_own_database_is_up_to_date) {
    BOOST_TEST(script("migrate", {"--status"}).find("pending") == std::string::npos);
    BOOST_TEST(run_script("migrate").exit_code == 0);
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
