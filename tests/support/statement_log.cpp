#include "support/statement_log.hpp"

#include <exception>
#include <iostream>

#include "support/service.hpp"
#include "support/sql.hpp"

namespace likes::test {
namespace {

std::string line_of(const std::string& statement) {
    const std::string output = administer_sql(statement);
    return output.substr(0, output.find('\n'));
}

}  // namespace

StatementLog::StatementLog(const std::string& handler)
    : output_before_{line_of("SELECT @@GLOBAL.log_output")}, is_on_before_{line_of("SELECT @@GLOBAL.general_log")} {
    administer_sql("SET GLOBAL log_output = 'TABLE'; SET GLOBAL general_log = ON;");
    restart_service(handler);
    clear();
}

StatementLog::~StatementLog() {
    try {
        administer_sql("SET GLOBAL general_log = " + is_on_before_ + "; SET GLOBAL log_output = '" + output_before_ +
                       "';");
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
    administer_sql("TRUNCATE TABLE mysql.general_log;");
}

}  // namespace likes::test
