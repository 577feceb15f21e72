#pragma once

#include <cstdint>
#include <string>
#include <vector>

/// SQL on the instance's database through scripts/sql, as the account that owns it: what the chat backend would do, and
/// what a test wants to see with its own eyes.
namespace likes::test {

using SqlRow = std::vector<std::string>;

/// Runs the statements and returns the rows of them all. Throws std::runtime_error for an error.
std::vector<SqlRow> sql(const std::string& statements);

/// Runs the statements as whoever started the database, who administers it through its socket, and returns the output.
/// Throws std::runtime_error for an error.
std::string administer_sql(const std::string& statements);

/// The one number that the statement selects.
std::uint64_t sql_number(const std::string& statement);

/// `text` as a literal. For the ids of the tests, which need no more than quotes.
std::string sql_text(const std::string& text);

/// A UUID as BINARY(16).
std::string sql_id(const std::string& uuid);

/// The password of an account of the instance: "owner", "handlers", "relay", "operator" or "demo".
std::string password_of(const std::string& account);

struct SqlVerdict {
    bool allowed;
    /// What the client said if not.
    std::string errors;
};

/// Runs the statement as another account of the instance: "handlers", "relay", "operator" or "demo".
SqlVerdict sql_as(const std::string& account, const std::string& statement);

}  // namespace likes::test
