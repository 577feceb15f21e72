#include <chrono>
#include <string>

#include <boost/test/unit_test.hpp>

#include "faults/preloaded.hpp"
#include "faults/verdict.hpp"
#include "support/api.hpp"
#include "support/patience.hpp"

// The disk under the database's log stands still. InnoDB shows a commit to everybody before it is on the disk.
namespace likes::test {
namespace {

constexpr const char* kLog = "ib_logfile";

/// Likes the message and enters it in the history. The status.
int like(const Chat& chat, const std::string& user, History& history) {
    Caller caller{user};
    Call call{user, {chat.message(), "like"}, Ask::kPut, std::chrono::steady_clock::now(), {}};
    const auto response = caller.post(chat.message());
    constexpr int kOk = 200;
    if (response.status == kOk) call.answer = like_state(response);
    call.ended = std::chrono::steady_clock::now();
    history.add(std::move(call));
    return response.status;
}

/// Somebody likes the message while the log stands still: the like is there for everybody, and not on the disk.
struct StalledLog {
    StalledLog() {
        // What a first like of a message needs beside is there then.
        BOOST_REQUIRE(like(chat, chat.members()[2], history) == 200);
        wait_until_told(chat, listener);
        database.stall(preload::kWrites | preload::kFlushes, kLog);
        BOOST_TEST(like(chat, chat.members()[0], history) == 503);
        BOOST_REQUIRE(database.waiting() > 0U);
    }

    void check_recovers(const std::string& what) {
        BOOST_TEST(eventually([&] { return like(chat, chat.members()[1], history) == 200; }));
        if (listener.subscriber().subscriptions() > 1) listener.catch_up();
        check_evidence(chat, history, listener, what);
    }

    Preloaded database{"mariadb"};
    const Chat chat{3};
    Listener listener{chat};
    History history;
};

BOOST_AUTO_TEST_SUITE(log_flush)

BOOST_FIXTURE_TEST_CASE(a_like_that_waits_for_the_disk_is_503_and_all_is_well_when_the_disk_goes_on, StalledLog) {
    database.let_go();
    check_recovers("the log stood still");
}

// The same call again finds its work done. If that is an answer, it is one of which the disk knows nothing.
BOOST_FIXTURE_TEST_CASE(a_like_that_was_answered_while_the_disk_stood_still_survives_the_end_of_the_database,
                        StalledLog) {
    constexpr std::chrono::seconds kInsists{6};
    static_cast<void>(eventually([&] { return like(chat, chat.members()[0], history) == 200; }, kInsists));
    database.kill();
    database.start();
    check_recovers("mariadbd killed while the log stood still");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
