#include "support/statement_log.hpp"

#include <exception>
#include <iostream>
#include <stdexcept>

#include "support/command.hpp"
#include "support/service.hpp"
#include "support/stack.hpp"

namespace likes::test {
namespace {

/// As whoever started the database, who administers it through its socket.
std::string administer(const std::string& statements) {
    const std::string options = "--defaults-file=" + (stack().var_dir / "etc" / "mariadb.cnf").string();
    const auto result = run({"mariadb", options, "-N", "-B"}, statements);
    if (result.exit_code != 0) throw std::runtime_error{"the database cannot be administered: " + result.errors};
    return result.output;
}

std::string line_of(const std::string& statement) {
    const std::string output = administer(statement);
    return output.substr(0, output.find('\n'));
}

}  // namespace

StatementLog::StatementLog(const std::string& handler)
    : output_before_{line_of("SELECT @@GLOBAL.log_output")}, is_on_before_{line_of("SELECT @@GLOBAL.general_log")} {
    administer("SET GLOBAL log_output = 'TABLE'; SET GLOBAL general_log = ON;");
    restart_service(handler);
    clear();
}

StatementLog::~StatementLog() {
    try {
        administer("SET GLOBAL general_log = " + is_on_before_ + "; SET GLOBAL log_output = '" + output_before_ + "';");
        clear();
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
    }
}

std::size_t StatementLog::count_naming(const std::vector<std::string>& ids) {
    std::string pattern;
    for (std::string id : ids) {
        std::erase(id, '-');
        pattern += (pattern.empty() ? "" : "|") + id;
    }
    return std::stoul(
        line_of("SELECT COUNT(*) FROM mysql.general_log WHERE user_host LIKE 'likes\\_handlers%' AND command_type IN "
                "('Execute', 'Query') AND CONVERT(argument USING utf8mb4) REGEXP '(?i)(" +
                pattern + ")'"));
}

void StatementLog::clear() {
    administer("TRUNCATE TABLE mysql.general_log;");
}

}  // namespace likes::test
