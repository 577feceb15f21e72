#include "database/session.hpp"

#include <algorithm>
#include <thread>
#include <utility>

#include <cppconn/driver.h>

#include "runtime/counters.hpp"
#include "runtime/log.hpp"

namespace likes::database {
namespace {

using std::chrono::steady_clock;

/// How long requests fail at once after the database was found to be down: the requests of a queue must not each wait
/// for a timeout.
constexpr std::chrono::milliseconds kDownTime{250};
constexpr int kMaxConflicts = 10;
constexpr std::chrono::milliseconds kLongestPause{50};

/// The library's own getter is not thread-safe at its first call; the initialisation of a static variable is.
sql::Driver& driver() {
    static sql::Driver* const kInstance = get_driver_instance();
    return *kInstance;
}

/// The driver must be initialised in each thread that uses it.
struct DriverThread {
    DriverThread() { driver().threadInit(); }
    ~DriverThread() { driver().threadEnd(); }
    DriverThread(const DriverThread&) = delete;
    DriverThread& operator=(const DriverThread&) = delete;
};

void register_thread() {
    thread_local const DriverThread kRegistered;
    static_cast<void>(kRegistered);
}

}  // namespace

Session::Session(SessionSettings settings) : settings_{std::move(settings)} {}

Session::Attempt Session::begin() const {
    register_thread();
    const auto now = steady_clock::now();
    if (now < down_until_) throw Unavailable{"the database was down a moment ago"};
    return {now, now};
}

void Session::connect_unless_connected(Mode mode) {
    if (!connection_) connect(mode);
}

/// The level is that of the next transaction alone. READ ONLY takes no lock and no id of a transaction, and the server
/// refuses whatever would write.
void Session::begin_snapshot() {
    write("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
    write("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
    send_writes();
}

/// Everything that still waits to be written goes along. As a statement, like all that ends or sets up a transaction:
/// the driver's commit(), rollback() and setAutoCommit() ignore errors, and a transaction whose connection was lost
/// would count as committed.
void Session::commit() {
    write("COMMIT");
    send_writes();
}

std::unique_ptr<sql::ResultSet> Session::query(const std::string& sql) {
    send_writes();
    return std::unique_ptr<sql::ResultSet>{statement_->executeQuery(sql)};
}

void Session::write(std::string_view sql) {
    if (writes_.size() + sql.size() > kStatementBytes) send_writes();
    writes_.append(sql).append(";");
    ++write_count_;
}

void Session::send_writes() {
    if (write_count_ == 0) return;
    const std::string text = std::exchange(writes_, {});
    const std::size_t count = std::exchange(write_count_, 0);
    statement_->execute(text);
    // The result of each of the others, which is that it succeeded, or is thrown.
    for (std::size_t i = 1; i < count; ++i) statement_->getMoreResults();
}

void Session::forget_writes() noexcept {
    writes_.clear();
    write_count_ = 0;
}

void Session::judge(const sql::SQLException& error, const Attempt& attempt) {
    const Failure failure = classify(error.getErrorCode());
    runtime::counters().database_errors[counter_of(error.getErrorCode())].add();
    if (failure == Failure::kConnectionLost) {
        disconnect();
    } else {
        roll_back();
    }
    const bool out_of_patience = is_out_of_patience(failure, attempt);
    // The attempts in between would only fill the log: there are dozens a second while the database is down.
    const bool is_lasting = failure == Failure::kPermanent || failure == Failure::kNoRoom;
    if (attempt.number == 1 || is_lasting || out_of_patience) {
        log::write(is_lasting ? log::Level::kError : log::Level::kWarning, "a transaction failed",
                   {{"error_number", error.getErrorCode()}, {"error", error.what()}, {"attempt", attempt.number}});
    }
    if (failure == Failure::kPermanent) throw std::runtime_error{"the database refused a statement"};
    if (failure == Failure::kNoRoom) throw Unavailable{"the database has no room"};
    if (out_of_patience) {
        if (failure == Failure::kConnectionLost) down_until_ = steady_clock::now() + kDownTime;
        throw Unavailable{"the database does not answer"};
    }
    runtime::counters().database_retries[counter_of(error.getErrorCode())].add();
}

bool Session::is_out_of_patience(Failure failure, const Attempt& attempt) const {
    if (failure == Failure::kConflict && attempt.number >= kMaxConflicts) return true;
    const auto now = steady_clock::now();
    // A server that hangs takes the whole timeout each time, while other requests wait behind this one.
    const auto next = failure == Failure::kConnectionLost ? now - attempt.tried_at : steady_clock::duration::zero();
    return now - attempt.began_at + next >= settings_.patience;
}

void Session::prepare_next(Attempt& attempt) {
    // The pause is random, so that two transactions that were in each other's way do not meet again.
    std::this_thread::sleep_for(attempt.pause / 2 +
                                std::chrono::microseconds{jitter_() % 1000} * attempt.pause.count() / 2);
    attempt.pause = std::min(attempt.pause * 2, kLongestPause);
    attempt.tried_at = steady_clock::now();
    ++attempt.number;
}

void Session::connect(Mode mode) {
    sql::ConnectOptionsMap options;
    options["hostName"] = settings_.url;
    options["userName"] = settings_.user;
    options["password"] = settings_.password;
    options["schema"] = settings_.database;
    options["OPT_CONNECT_TIMEOUT"] = static_cast<int>(settings_.connect_timeout.count());
    options["OPT_READ_TIMEOUT"] = static_cast<int>(settings_.read_timeout.count());
    options["OPT_WRITE_TIMEOUT"] = static_cast<int>(settings_.read_timeout.count());
    options["OPT_RECONNECT"] = false;
    // For write(). Whatever stands in such a text is a literal (see LiteralRows).
    options["CLIENT_MULTI_STATEMENTS"] = true;
    connection_.reset(driver().connect(options));
    counted_ = std::make_unique<runtime::Held>(runtime::counters().database_connections);
    try {
        statement_.reset(connection_->createStatement());
        statement_->execute("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED");
        statement_->execute("SET SESSION innodb_lock_wait_timeout = " +
                            std::to_string(settings_.lock_wait_timeout.count()));
        is_autocommit_ = mode == Mode::kRead;
        statement_->execute(is_autocommit_ ? "SET SESSION autocommit = 1" : "SET SESSION autocommit = 0");
    } catch (...) {
        disconnect();
        throw;
    }
}

void Session::disconnect() noexcept {
    forget_writes();
    statements_.clear();
    statement_.reset();
    connection_.reset();
    counted_.reset();
}

void Session::roll_back() noexcept {
    forget_writes();
    if (!connection_) return;
    try {
        statement_->execute("ROLLBACK");
    } catch (const std::exception&) {
        disconnect();
    }
}

sql::PreparedStatement& Session::prepare(std::string_view sql) {
    send_writes();
    auto& statement = statements_[sql];
    if (!statement) statement.reset(connection_->prepareStatement(std::string{sql}));
    return *statement;
}

}  // namespace likes::database
