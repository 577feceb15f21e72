#include "support/sql.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "support/command.hpp"
#include "support/stack.hpp"

namespace likes::test {

std::vector<SqlRow> sql(const std::string& statements) {
    std::istringstream lines{script("sql", {"-N", "-B"}, statements)};
    std::vector<SqlRow> rows;
    for (std::string line; std::getline(lines, line);) {
        std::istringstream columns{line};
        rows.emplace_back();
        for (std::string column; std::getline(columns, column, '\t');) rows.back().push_back(column);
    }
    return rows;
}

std::string administer_sql(const std::string& statements) {
    const std::string options = "--defaults-file=" + (stack().var_dir / "etc" / "mariadb.cnf").string();
    auto result = run({"mariadb", options, "-N", "-B"}, statements);
    if (result.exit_code != 0) throw std::runtime_error{"the database cannot be administered: " + result.errors};
    return std::move(result.output);
}

std::uint64_t sql_number(const std::string& statement) {
    const auto rows = sql(statement);
    if (rows.size() != 1 || rows.front().size() != 1) throw std::runtime_error{"not one number: " + statement};
    return std::stoull(rows.front().front());
}

std::string sql_text(const std::string& text) {
    if (text.find_first_of("'\\") != std::string::npos) throw std::runtime_error{"cannot be quoted: " + text};
    return '\'' + text + '\'';
}

std::string sql_id(const std::string& uuid) {
    return "UNHEX(REPLACE(" + sql_text(uuid) + ", '-', ''))";
}

std::string password_of(const std::string& account) {
    std::ifstream file{stack().secret("db-" + account + ".password")};
    std::string password;
    if (!std::getline(file, password)) throw std::runtime_error{"there is no password of " + account};
    return password;
}

SqlVerdict sql_as(const std::string& account, const std::string& statement) {
    const auto result = run({"mariadb", "--no-defaults", "--protocol=tcp", "--host=127.0.0.1",
                             "--port=" + std::to_string(stack().db_port), "--user=likes_" + account, "likes"},
                            statement, {{"MYSQL_PWD", password_of(account)}});
    return {result.exit_code == 0, result.errors};
}

}  // namespace likes::test
