#include "support/row_lock.hpp"

#include <chrono>
#include <memory>
#include <string>

#include <cppconn/resultset.h>

#include "database/session.hpp"
#include "support/sql.hpp"
#include "support/stack.hpp"

namespace likes::test {

void while_locked(std::string_view select_for_update, const std::function<void()>& work) {
    using std::chrono::seconds;
    database::Session session{{"tcp://127.0.0.1:" + std::to_string(stack().db_port), "likes", "likes_owner",
                               password_of("owner"), seconds{1}, seconds{10}, seconds{10}, seconds{0}}};
    session.transaction([&](database::Session& locking) {
        const std::unique_ptr<sql::ResultSet> rows{locking.prepare(select_for_update).executeQuery()};
        work();
    });
}

}  // namespace likes::test
