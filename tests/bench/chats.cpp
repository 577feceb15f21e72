#include "chats.hpp"

#include <chrono>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <thread>

#include "interrupt.hpp"
#include "say.hpp"
#include "support/command.hpp"

namespace likes::bench {
namespace {

/// Asks until `condition` is true; false if that takes longer than `patience`. Each time a program asks the database,
/// so there is a pause in between, in which the database does what is waited for.
template <class Condition>
bool wait_until(std::chrono::seconds patience, const Condition& condition) {
    constexpr std::chrono::milliseconds kPause{50};
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (!condition()) {
        throw_if_interrupted();
        if (std::chrono::steady_clock::now() >= deadline) return false;
        std::this_thread::sleep_for(kPause);
    }
    return true;
}

bool is_one(std::string_view answer) {
    return answer == "1\n";
}

}  // namespace

Chats::Chats(const Instance& instance)
    : instance_{&instance}, has_feed_{has_table("feed")}, has_notices_{has_table("notice_deliveries")} {
    run("data.sql");
}

void Chats::reset(std::size_t likers) {
    settle();
    likers_ = likers;
    place_ = 0;
    run("likes.sql", {{"likers", likers}});
    if (others_ > 0) run("others.sql", {{"others", others_}});
}

void Chats::settle() const {
    // No more than analytics-changes-per-second are counted in a second, and a load may change several times as many.
    constexpr std::chrono::seconds kPatience{120};
    if (!wait_until(kPatience, [this] { return is_settled(); })) {
        say("there are still changes to publish or to count; what comes next is slower for it");
    }
}

void Chats::write_out() const {
    constexpr std::chrono::seconds kPatience{120};
    std::istringstream former{
        administer("SELECT @@innodb_max_dirty_pages_pct, @@innodb_io_capacity_max, @@innodb_io_capacity")};
    std::string dirty_pages;
    std::string capacity_max;
    std::string capacity;
    former >> dirty_pages >> capacity_max >> capacity;

    administer(
        "SET GLOBAL innodb_max_dirty_pages_pct = 0; SET GLOBAL innodb_io_capacity_max = 50000;"
        "SET GLOBAL innodb_io_capacity = 50000");
    if (!wait_until(kPatience, [this] { return is_written_out(); })) {
        say("there are still pages to write; what comes next is slower for it");
    }
    administer("SET GLOBAL innodb_max_dirty_pages_pct = " + dirty_pages + "; SET GLOBAL innodb_io_capacity = " +
               capacity + "; SET GLOBAL innodb_io_capacity_max = " + capacity_max);
}

std::size_t Chats::log_bytes() const {
    return std::stoull(
        administer("SELECT variable_value FROM information_schema.global_status"
                   " WHERE variable_name = 'innodb_os_log_written'"));
}

Values Chats::bytes_per_like() const {
    // So that the sizes are those of now. It answers with a table of its own.
    administer("ANALYZE TABLE reactions, reaction_summaries, outbox, chat_changes, chat_sequences");
    std::istringstream sizes{
        administer("SELECT SUM(IF(table_name = 'reactions', data_length + index_length, 0)) / likes,"
                   " SUM(data_length + index_length) / likes"
                   " FROM information_schema.tables, (SELECT COUNT(*) likes FROM reactions) counted"
                   " WHERE table_schema = DATABASE() AND table_name IN"
                   " ('reactions', 'reaction_summaries', 'outbox', 'chat_changes', 'chat_sequences')")};
    double table = 0;
    double all = 0;
    if (!(sizes >> table >> all)) throw std::runtime_error{"the database does not tell the sizes of its tables"};
    return {{"table_bytes_per_like", table}, {"all_bytes_per_like", all}};
}

Values Chats::bytes_of_analytics() const {
    administer(
        "ANALYZE TABLE reactions, reaction_summaries, chat_changes, feed, cursors, like_quarters, user_days, rankings");
    std::istringstream sizes{
        administer("SELECT SUM(IF(table_name IN ('reactions', 'reaction_summaries', 'chat_changes'),"
                   " data_length + index_length, 0)),"
                   " SUM(IF(table_name IN ('feed', 'cursors', 'like_quarters', 'user_days', 'rankings'),"
                   " data_length + index_length, 0))"
                   " FROM information_schema.tables WHERE table_schema = DATABASE()")};
    double likes = 0;
    double analytics = 0;
    if (!(sizes >> likes >> analytics)) throw std::runtime_error{"the database does not tell the sizes of its tables"};
    return {{"likes_bytes", likes}, {"analytics_bytes", analytics}};
}

void Chats::walk_to(std::size_t place) {
    constexpr std::size_t kPlaces = 800'000;
    place_ = place;
    if (place_ > kPlaces / 2) reset(likers_);
}

void Chats::run(const std::string& file, const std::map<std::string, std::size_t>& variables) const {
    std::string statements;
    for (const auto& [name, value] : variables) statements += "SET @" + name + " = " + std::to_string(value) + ";\n";
    statements += content_of(instance_->checkout / "tests/bench" / file);
    run_script(*instance_, "sql", {}, statements);
}

std::string Chats::administer(const std::string& statements) const {
    const auto options = "--defaults-file=" + (instance_->directory / "etc/mariadb.cnf").string();
    const auto result = test::run({"mariadb", options, "-N", "-B", "likes"}, statements);
    if (result.exit_code != 0) throw std::runtime_error{"the database cannot be administered: " + result.errors};
    return result.output;
}

bool Chats::has_table(const std::string& name) const {
    return is_one(
        administer("SELECT COUNT(*) FROM information_schema.tables"
                   " WHERE table_schema = DATABASE() AND table_name = '" +
                   name + "'"));
}

bool Chats::is_settled() const {
    std::string rows_left = "(SELECT COUNT(*) FROM outbox)";
    if (has_feed_) rows_left += " + (SELECT COUNT(*) FROM feed)";
    if (has_notices_) rows_left += " + (SELECT COUNT(*) FROM notice_deliveries)";
    return is_one(administer("SELECT " + rows_left +
                             " + COUNT(*) = 0 FROM information_schema.processlist"
                             " WHERE user = 'likes_handlers' AND (command <> 'Sleep' OR time_ms < 200)"));
}

bool Chats::is_written_out() const {
    return is_one(
        administer("SELECT variable_value < 500 FROM information_schema.global_status"
                   " WHERE variable_name = 'innodb_buffer_pool_pages_dirty'"));
}

}  // namespace likes::bench
