#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace likes::test {

/// The database writes down every statement that a handler executes, as long as the object lives. One at a time.
class StatementLog {
  public:
    /// Restarts the handler: what it prepared before is written down without its parameters.
    explicit StatementLog(const std::string& handler);
    ~StatementLog();

    StatementLog(const StatementLog&) = delete;
    StatementLog& operator=(const StatementLog&) = delete;

    /// How many statements of handlers there were since the log was cleared that name one of these ids.
    static std::size_t count_naming(const std::vector<std::string>& ids);

    static void clear();

  private:
    std::string output_before_;
    std::string is_on_before_;
};

}  // namespace likes::test
