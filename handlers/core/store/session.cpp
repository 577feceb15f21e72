#include "store/session.hpp"

#include <algorithm>
#include <thread>

#include <cppconn/driver.h>
#include <cppconn/exception.h>
#include <cppconn/statement.h>

#include "log/log.hpp"
#include "metrics/process.hpp"
#include "store/faults.hpp"

namespace likes::store {
namespace {

using std::chrono::steady_clock;

/// After the database was found to be down, requests fail at once for so long: a queue of them must not wait for a
/// time-out each.
constexpr std::chrono::milliseconds kDownTime{250};
constexpr int kMaxConflicts = 10;
constexpr std::chrono::milliseconds kFirstPause{1};
constexpr std::chrono::milliseconds kLongestPause{50};

/// The driver wants to know each thread that uses it.
struct DriverThread {
    DriverThread() { get_driver_instance()->threadInit(); }
    ~DriverThread() { get_driver_instance()->threadEnd(); }
    DriverThread(const DriverThread&) = delete;
    DriverThread& operator=(const DriverThread&) = delete;
};

void register_thread() {
    thread_local const DriverThread registered;
    static_cast<void>(registered);
}

/// For what the driver has functions for as well: its commit(), rollback() and setAutoCommit() ignore errors, so that a
/// transaction whose connection was lost would count as committed.
void execute(sql::Connection& connection, const std::string& text) {
    const std::unique_ptr<sql::Statement> statement{connection.createStatement()};
    statement->execute(text);
}

}  // namespace

void Session::load_driver() {
    get_driver_instance();
}

Session::Session(SessionSettings settings) : settings_{std::move(settings)} {}

void Session::transaction(const Work& work) {
    run(work, Mode::kTransaction);
}

void Session::read(const Work& work) {
    run(work, Mode::kRead);
}

void Session::run(const Work& work, Mode mode) {
    register_thread();
    const auto start = steady_clock::now();
    if (start < down_until_) throw Unavailable{"the database was down a moment ago"};
    auto pause = kFirstPause;
    for (int attempt = 1;; ++attempt) {
        try {
            if (!connection_) connect(mode);
            work(*this);
            if (mode == Mode::kTransaction) execute(*connection_, "COMMIT");
            return;
        } catch (const sql::SQLException& error) {
            const Failure failure = classify(error.getErrorCode());
            metrics::here().database_errors[metric_of(error.getErrorCode())].add();
            if (failure == Failure::kConnectionLost) {
                disconnect();
            } else {
                roll_back();
            }
            const bool out_of_patience = steady_clock::now() - start >= settings_.patience ||
                                         (failure == Failure::kConflict && attempt >= kMaxConflicts);
            // The tries in between would only fill the log: there are dozens a second while the database is down.
            const bool is_lasting = failure == Failure::kPermanent || failure == Failure::kNoRoom;
            if (attempt == 1 || is_lasting || out_of_patience) {
                log::write(is_lasting ? log::Level::kError : log::Level::kWarning, "a transaction failed",
                           {{"error_number", error.getErrorCode()}, {"error", error.what()}, {"attempt", attempt}});
            }
            if (failure == Failure::kPermanent) throw std::runtime_error{"the database refused a statement"};
            if (failure == Failure::kNoRoom) throw Unavailable{"the database has no room"};
            if (out_of_patience) {
                if (failure == Failure::kConnectionLost) down_until_ = steady_clock::now() + kDownTime;
                throw Unavailable{"the database does not answer"};
            }
            metrics::here().database_retries[metric_of(error.getErrorCode())].add();
        } catch (...) {
            roll_back();
            throw;
        }
        // The pause is random, so that two that were in each other's way do not meet again.
        std::this_thread::sleep_for(pause / 2 + std::chrono::microseconds{jitter_() % 1000} * pause.count() / 2);
        pause = std::min(pause * 2, kLongestPause);
    }
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
    connection_.reset(get_driver_instance()->connect(options));
    counted_ = std::make_unique<metrics::Held>(metrics::here().database_connections);
    try {
        execute(*connection_, "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED");
        execute(*connection_,
                "SET SESSION innodb_lock_wait_timeout = " + std::to_string(settings_.lock_wait_timeout.count()));
        execute(*connection_, mode == Mode::kRead ? "SET SESSION autocommit = 1" : "SET SESSION autocommit = 0");
    } catch (...) {
        disconnect();
        throw;
    }
}

void Session::disconnect() noexcept {
    statements_.clear();
    connection_.reset();
    counted_.reset();
}

void Session::roll_back() noexcept {
    if (!connection_) return;
    try {
        execute(*connection_, "ROLLBACK");
    } catch (const std::exception&) {
        disconnect();
    }
}

sql::PreparedStatement& Session::prepare(std::string_view sql) {
    auto& statement = statements_[sql];
    if (!statement) statement.reset(connection_->prepareStatement(std::string{sql}));
    return *statement;
}

}  // namespace likes::store
