#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <stop_token>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "support/api.hpp"
#include "support/chat.hpp"
#include "support/command.hpp"
#include "support/counters.hpp"
#include "support/crowd.hpp"
#include "support/patience.hpp"
#include "support/sql.hpp"
#include "support/stack.hpp"
#include "support/subscriber.hpp"
#include "support/unique.hpp"

namespace likes::test {
namespace {

namespace fs = std::filesystem;

/// A file for as long as the object lives.
class File {
  public:
    explicit File(const std::string& text) : path_{stack().var_dir / ("likes-" + unique_uuid())} {
        std::ofstream{path_} << text;
    }
    ~File() {
        std::error_code ignored;
        fs::remove(path_, ignored);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    std::string path() const { return path_.string(); }

  private:
    fs::path path_;
};

std::string json(const std::string& message, const std::string& user, const std::string& at,
                 const std::string& more = "") {
    return R"({"message_id":")" + message + R"(","user_id":")" + user + R"(","liked_at":")" + at + '"' + more + "}\n";
}

/// The `minute`th minute of a day long ago.
std::string at(int minute) {
    const auto two = [](int number) { return std::string(number < 10 ? 1 : 0, '0').append(std::to_string(number)); };
    return std::string{"2020-02-02T"}.append(two(minute / 60)).append(":").append(two(minute % 60)).append(":00Z");
}

std::string user(int number) {
    return std::string{"user"}.append(std::to_string(number));
}

std::string run_import(const std::string& text, const Variables& settings = {}) {
    const File file{text};
    return script("import", {file.path()}, {}, settings);
}

/// Everybody who likes the message, newest first, read page by page.
std::vector<std::string> all_pages(Caller& caller, const std::string& message) {
    std::vector<std::string> users;
    std::string query = "limit=3";
    while (true) {
        const auto page = caller.likes(message, query);
        for (const auto& [user, since] : page.likes) users.push_back(user);
        if (!page.next_cursor) return users;
        query = "limit=3&cursor=" + *page.next_cursor;
    }
}

BOOST_AUTO_TEST_SUITE(import_likes)

BOOST_AUTO_TEST_CASE(likes_come_with_their_times_and_in_their_order_and_without_an_event) {
    const Chat chat{1};
    const auto& message = chat.message();
    Caller caller{chat.members()[0]};
    Subscriber subscriber{chat};
    const auto cursor = caller.changes(chat.id()).next;

    const auto output = run_import(json(message, "c", at(3)) + json(message, "a", at(1)) + json(message, "b", at(2)) +
                                   json(message, "a", at(9)) + json(message, "b", at(4), R"(,"reaction":"joy")") +
                                   json(unique_uuid(), "a", at(1)));
    BOOST_TEST(output.find("4 likes added, 1 were there already, 1 of messages") != std::string::npos, output);

    const auto list = caller.likes(message);
    BOOST_TEST(list.state.likes_count == 3U);
    BOOST_TEST(list.state.liked_by == (std::vector<std::string>{"a", "b", "c"}), boost::test_tools::per_element());
    BOOST_TEST(list.state.liked_at.value() == at(3));
    BOOST_TEST(
        (list.likes == std::vector<std::pair<std::string, std::string>>{{"c", at(3)}, {"b", at(2)}, {"a", at(1)}}));
    BOOST_TEST(rows_of_reactions(message, "joy") == std::vector<std::string>{"b"}, boost::test_tools::per_element());
    BOOST_TEST(contradictions(chat) == std::vector<std::string>{}, boost::test_tools::per_element());

    // Whoever catches up is told, and who listens hears of nothing but the next like.
    const auto changes = caller.changes(chat.id(), "since=" + cursor);
    BOOST_REQUIRE(changes.changed.size() == 1U);
    BOOST_TEST(changes.changed.front().like.likes_count == 3U);
    BOOST_TEST(chat.outbox_rows() == 0U);
    const auto version = caller.like(message).version;
    BOOST_TEST(subscriber.wait_for_version(message, version));
    BOOST_TEST(subscriber.events().size() == 1U);
    BOOST_TEST(subscriber.events().front().likes_count == 4U);
}

BOOST_AUTO_TEST_CASE(a_reaction_that_is_not_on_the_list_is_refused_unless_all_are_to_be_taken_as_they_are) {
    const Chat chat{1};
    const File file{json(chat.message(), "a", at(1), R"(,"reaction":"tada")") + json(chat.message(), "b", at(2))};
    const auto refused = run_script("import", {file.path()});
    BOOST_TEST(refused.exit_code != 0);
    BOOST_TEST(refused.errors.find("line 1: reaction tada is not one of those that may be used") != std::string::npos,
               refused.errors);
    BOOST_TEST(chat.tables().empty());
    const auto taken = script("import", {"--reactions-as-they-are", file.path()});
    BOOST_TEST(taken.find("2 likes added") != std::string::npos, taken);
    BOOST_TEST(rows_of_reactions(chat.message(), "tada") == std::vector<std::string>{"a"},
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_same_file_again_changes_nothing) {
    const Chat chat{1, 2};
    std::string text = "user_id,message_id,liked_at\n";
    for (int i = 0; i < 40; ++i) {
        const auto& message = chat.messages()[i % 2 == 0 ? 0 : 1];
        text += std::string{"u"}.append(std::to_string(i)) + ',' + message + ',' + at(i) + '\n';
    }
    run_import(text);
    const auto before = chat.tables();
    const std::string newest = "SELECT MAX(sequence) FROM chat_changes WHERE chat_id = " + sql_id(chat.id());
    const auto sequence = sql_number(newest);
    BOOST_TEST(run_import(text).find("0 likes added, 40 were there already") != std::string::npos);
    const auto after = chat.tables();
    for (const auto& [subject, rows] : before) {
        BOOST_TEST(after.at(subject).version == rows.version);
        BOOST_TEST(after.at(subject).users == rows.users, boost::test_tools::per_element());
    }
    BOOST_TEST(sql_number(newest) == sequence);
}

BOOST_AUTO_TEST_CASE(likes_of_the_past_go_before_those_of_today) {
    const Chat chat{5};
    const auto& message = chat.message();
    for (const auto& member : chat.members()) Caller{member}.like(message);
    const auto before = summary_row(message);
    run_import(json(message, "old2", at(2)) + json(message, "old1", at(1)) + json(message, chat.members()[0], at(0)));

    std::vector<std::string> expected{"old1", "old2"};
    expected.insert(expected.end(), chat.members().begin(), chat.members().end());
    Caller caller{chat.members()[0]};
    BOOST_TEST(caller.likes(message).state.liked_by == expected, boost::test_tools::per_element());
    auto pages = all_pages(caller, message);
    std::reverse(pages.begin(), pages.end());
    BOOST_TEST(pages == expected, boost::test_tools::per_element());
    BOOST_TEST(summary_row(message).total == 7U);
    BOOST_TEST(summary_row(message).version > before.version);
    BOOST_TEST(contradictions(chat) == std::vector<std::string>{}, boost::test_tools::per_element());
    // The like that is there keeps its time.
    BOOST_TEST(caller.likes(message).state.liked_at.value() > at(9));
}

BOOST_AUTO_TEST_CASE(many_likes_in_no_order_and_in_several_files_become_one_history) {
    const Chat chat{1, 5};
    std::vector<std::string> lines;
    for (int i = 0; i < 12'000; ++i) {
        // So that most are on one message, which takes more than one transaction.
        const auto& message = chat.messages()[i % 10 < 6 ? 0 : static_cast<std::size_t>(i % 5)];
        lines.push_back(json(message, user(i), at(i % 1400)));
    }
    std::mt19937 random{1};  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same each time
    std::shuffle(lines.begin(), lines.end(), random);
    for (std::size_t part = 0; part < 2; ++part) {
        std::string text;
        for (std::size_t i = part; i < lines.size(); i += 2) text += lines[i];
        run_import(text);
        BOOST_TEST(contradictions(chat) == std::vector<std::string>{}, boost::test_tools::per_element());
    }
    std::string all;
    for (const auto& line : lines) all += line;
    BOOST_TEST(run_import(all).find("0 likes added, 12000 were there already") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(members_go_on_liking_meanwhile) {
    const Chat chat{6, 3};
    std::string text;
    for (int i = 0; i < 3000; ++i)
        text += json(chat.messages()[static_cast<std::size_t>(i % 3)], user(i), at(i % 1400));
    meanwhile(
        chat.members().size(),
        [&](std::size_t i, const std::stop_token& stop) {
            Caller caller{chat.members()[i]};
            do {
                for (const auto& message : chat.messages()) caller.unlike(message);
                for (const auto& message : chat.messages()) caller.like(message);
            } while (!stop.stop_requested());
        },
        [&] { run_import(text); });
    BOOST_TEST(contradictions(chat) == std::vector<std::string>{}, boost::test_tools::per_element());
    for (const auto& message : chat.messages()) BOOST_TEST(summary_row(message).total == 1006U);
}

BOOST_AUTO_TEST_CASE(where_a_user_has_one_reaction_the_one_that_is_there_stays) {
    const Chat chat{2};
    Caller{chat.members()[0]}.react(chat.message(), "joy");
    const std::string reaction = R"(,"reaction":"thumbs_up")";
    const std::string text = json(chat.message(), chat.members()[0], at(1)) + json(chat.message(), "a", at(1)) +
                             json(chat.message(), "a", at(2), reaction) + json(chat.message(), "b", at(2), reaction);
    const auto output = run_import(text, {{"LIKES_REACTION_POLICY", "unique"}});
    BOOST_TEST(output.find("2 likes added, 2 were there already") != std::string::npos, output);
    BOOST_TEST(rows_of_reactions(chat.message()) == std::vector<std::string>{"a"}, boost::test_tools::per_element());
    BOOST_TEST(rows_of_reactions(chat.message(), "thumbs_up") == std::vector<std::string>{"b"},
               boost::test_tools::per_element());
    BOOST_TEST(contradictions(chat) == std::vector<std::string>{}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(of_a_file_with_a_bad_line_nothing_is_imported) {
    const Chat chat{1};
    const File file{json(chat.message(), "a", at(1)) + json(chat.message(), "a b", at(1)) + "nonsense\n"};
    const auto result = run_script("import", {file.path()});
    BOOST_TEST(result.exit_code != 0);
    BOOST_TEST(result.output == "");
    BOOST_TEST(result.errors.find("line 2: user_id is not a user id") != std::string::npos, result.errors);
    BOOST_TEST(result.errors.find("line 3: not a JSON object") != std::string::npos, result.errors);
    BOOST_TEST(summary_row(chat.message()).total == 0U);
    BOOST_TEST(rows_of_reactions(chat.message()).empty());
}

BOOST_AUTO_TEST_CASE(likes_of_a_deleted_message_are_left_out) {
    const Chat chat{1};
    delete_message(chat.message());
    BOOST_TEST(run_import(json(chat.message(), "a", at(1))).find("0 likes added") != std::string::npos);
    BOOST_TEST(rows_of_reactions(chat.message()).empty());
}

BOOST_AUTO_TEST_CASE(it_refuses_what_it_does_not_understand) {
    const File file{""};
    for (const std::vector<std::string>& arguments :
         {std::vector<std::string>{}, std::vector<std::string>{"/no/such/file"},
          std::vector<std::string>{file.path(), file.path()}, std::vector<std::string>{stack().var_dir.string()}}) {
        const auto result = run_script("import", arguments);
        BOOST_TEST(result.exit_code != 0);
        BOOST_TEST(result.output == "");
    }
    BOOST_TEST(script("import", {file.path()}).find("0 likes added") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
