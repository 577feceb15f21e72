#include <algorithm>
#include <csignal>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <iostream>
#include <stdexcept>
#include <string>

#include <boost/test/unit_test.hpp>
#include <sys/resource.h>

#include "faults/load.hpp"
#include "faults/verdict.hpp"
#include "support/service.hpp"
#include "support/sql.hpp"
#include "support/stack.hpp"
#include "support/unique.hpp"

namespace likes::test {
namespace {

/// A database whose table of summaries cannot grow, as on a full disk: a limit on the size of its files, which needs no
/// mount and no privilege. What comes back is EFBIG and not ENOSPC; the server treats them alike.
///
/// The redo log is a file as well, and a larger one, but the server keeps it at its full size from the start, on a full
/// disk too. So it is made small, and the table larger than it, with rows of a message that is not there. All of that
/// is undone when the object goes.
class FullDisk {
  public:
    FullDisk() {
        // The limit comes with a signal that would end the server; that it is ignored is inherited.
        former_action_ = std::signal(SIGXFSZ, SIG_IGN);
        restart_service("mariadb");
        administer_sql("SET GLOBAL innodb_log_file_size = " + std::to_string(16 * kMegabyte));
        while (size_of_table() < largest_other_file()) sql(filler(15 * kMegabyte));
    }

    ~FullDisk() {
        try {
            make_room();
            sql("DELETE FROM reaction_summaries WHERE message_id = " + sql_id(message_) +
                "; OPTIMIZE TABLE reaction_summaries;");
            static_cast<void>(std::signal(SIGXFSZ, former_action_));
            restart_service("mariadb");
        } catch (const std::exception& error) {
            std::cerr << error.what() << '\n';
        }
    }

    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;

    /// From now on no file grows, and what is free within the table is used up. Rows that lie within their pages leave
    /// alone what InnoDB keeps back for rolling back; without that it would end the server.
    void fill() {
        constexpr std::size_t kSize = 7000;
        limit_files(size_of_table());
        std::string statements;
        for (std::size_t bytes = 0; bytes < 16 * kMegabyte; bytes += kSize) statements += filler(kSize);
        BOOST_CHECK_EXCEPTION(sql(statements), std::runtime_error, [](const std::runtime_error& error) {
            return std::string{error.what()}.find("is full") != std::string::npos;
        });
    }

    static void make_room() { limit_files(RLIM_INFINITY); }

  private:
    static constexpr std::size_t kMegabyte = 1 << 20;

    static std::filesystem::path data() { return stack().var_dir / "mariadb"; }
    static std::filesystem::path table() { return data() / "likes" / "reaction_summaries.ibd"; }
    static std::uintmax_t size_of_table() { return std::filesystem::file_size(table()); }

    static std::uintmax_t largest_other_file() {
        std::uintmax_t largest = 0;
        for (const auto& file : std::filesystem::recursive_directory_iterator{data()}) {
            if (file.is_regular_file() && file.path() != table()) largest = std::max(largest, file.file_size());
        }
        return largest;
    }

    static void limit_files(rlim_t bytes) {
        const rlimit limit{bytes, RLIM_INFINITY};
        if (prlimit(workers_of("mariadb").at(0), RLIMIT_FSIZE, &limit, nullptr) != 0) {
            throw std::runtime_error{"the database's files cannot be limited"};
        }
    }

    std::string filler(std::size_t size) {
        return "INSERT INTO reaction_summaries VALUES (" + sql_id(message_) + ", 'filler" + std::to_string(++fillers_) +
               "', 0, 0, NULL, '1970-01-01', REPEAT('x', " + std::to_string(size) + "), '');\n";
    }

    const std::string message_ = unique_uuid();
    std::size_t fillers_ = 0;
    void (*former_action_)(int) = SIG_DFL;
};

BOOST_AUTO_TEST_SUITE(database_full)

BOOST_AUTO_TEST_CASE(a_database_without_room_is_503_and_loses_nothing_that_was_answered) {
    // Enough messages that the table wants to grow all the time.
    const Chat chat{kClients, 2000};
    History history;
    std::size_t refused = 0;
    {
        FullDisk disk;
        Listener listener{chat};
        change_likes_while(chat, history, [&] {
            BOOST_REQUIRE(history.wait_for_more(wanted_calls() / 4));
            disk.fill();
            BOOST_REQUIRE(history.wait_for_refusals(kClients));
            refused = history.ambiguous();
            FullDisk::make_room();
            BOOST_REQUIRE(history.wait_for_more(wanted_calls() * 3 / 4));
        });
        // So many messages may have more events than the broker keeps for one subscriber.
        listener.catch_up();
        check_evidence(chat, history, listener, "mariadbd without room, " + std::to_string(refused) + " calls refused");
    }
    BOOST_TEST(refused > 0U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
