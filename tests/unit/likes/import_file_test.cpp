#include "likes/import_file.hpp"

#include <algorithm>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "unit/likes/build.hpp"

namespace likes::import_file_test {

using namespace std::chrono_literals;
using namespace likes::test;

const Time kLatest{1'800'000'000s};
constexpr std::string_view kMessage = "22222222-2222-4222-8222-000000000001";
const std::string kNoObject = "line 2: not a JSON object, or one with a name twice or nested too deeply";

ImportRecord record(std::string_view name, Time at, std::string_view reaction = "like") {
    return {{uuid(kMessage), Reaction::parse(reaction).value()}, {user(name), at}};
}

/// Like and joy.
ReactionCatalog catalog() {
    return ReactionCatalog::parse("like=\u2764\uFE0F,joy=\U0001F602");
}

/// Everything that can be read, and what is said of the rest.
struct Content {
    std::vector<ImportRecord> likes;
    std::vector<std::string> trouble;
};

Content read(const std::string& text, std::optional<ReactionCatalog> reactions = catalog()) {
    std::istringstream stream{text};
    ImportFile file{stream, kLatest, std::move(reactions)};
    Content content;
    while (true) {
        try {
            auto like = file.next();
            if (!like) return content;
            content.likes.push_back(std::move(*like));
        } catch (const BadLine& bad) {
            content.trouble.emplace_back(bad.what());
        }
    }
}

std::string json(std::string_view user, std::string_view at, std::string_view more = "") {
    return R"({"message_id":")" + std::string{kMessage} + R"(","user_id":")" + std::string{user} + R"(","liked_at":")" +
           std::string{at} + '"' + std::string{more} + "}\n";
}

/// `@` stands for the message.
std::string with_message(std::string text) {
    for (auto at = text.find('@'); at != std::string::npos; at = text.find('@', at)) text.replace(at, 1, kMessage);
    return text;
}

BOOST_AUTO_TEST_SUITE(like_file)

BOOST_AUTO_TEST_CASE(json_lines_and_csv_say_the_same) {
    const std::vector<ImportRecord> expected{record("alice", Time{1'759'485'600s}),
                                             record("bob", Time{1'759'485'600s + 250ms}, "joy")};
    for (const std::string& text : {
             json("alice", "2025-10-03T10:00:00Z") +
                 json("bob", "2025-10-03T12:00:00.25+02:00", R"(,"reaction":"joy")"),
             "\xEF\xBB\xBF" + json("alice", "2025-10-03T10:00:00Z", R"(,"other":{"a":[1]})") + "\r\n\n" +
                 json("bob", "2025-10-03T10:00:00.25Z", R"(,"reaction":"joy")"),
             with_message("message_id,user_id,liked_at,reaction\n"
                          "@,alice,2025-10-03T10:00:00Z,\n"
                          "@,bob,2025-10-03T10:00:00.25Z,joy\n"),
             with_message("\"id\",\"liked_at\",reaction,user_id,message_id\r\n"
                          "\"a \"\"name\"\", and more\",2025-10-03T10:00:00Z,like,alice,@\r\n"
                          "2,\"2025-10-03T10:00:00.25Z\",joy,\"bob\",\"@\""),
         }) {
        BOOST_TEST_INFO_SCOPE("file: " << text);
        const auto content = read(text);
        BOOST_TEST(content.trouble.empty());
        BOOST_TEST((content.likes == expected));
    }
}

BOOST_AUTO_TEST_CASE(an_empty_file_holds_no_likes) {
    for (const std::string text : {"", "\n", "\r\n\r\n", "message_id,user_id,liked_at\n"}) {
        const auto content = read(text);
        BOOST_TEST(content.likes.empty());
        BOOST_TEST(content.trouble.empty());
    }
}

BOOST_AUTO_TEST_CASE(a_bad_line_is_named_with_its_reason_and_the_next_one_is_read) {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"{\n", kNoObject},
        {"[]\n", kNoObject},
        {json("alice", "2025-10-03T10:00:00Z", "}"), kNoObject},
        {json("alice", "2025-10-03T10:00:00Z", R"(,"user_id":"bob")"), kNoObject},
        {json("alice", "2025-10-03T10:00:00Z", ",\"x\":\"\xFF\""), kNoObject},
        {json("no user", "2025-10-03T10:00:00Z"), "line 2: user_id is not a user id"},
        {json("", "2025-10-03T10:00:00Z"), "line 2: user_id is not a user id"},
        {json("alice", "yesterday"), "line 2: liked_at is not a time of RFC 3339"},
        {json("alice", "2027-01-15T08:00:01Z"), "line 2: liked_at is before 1970 or in the future"},
        {json("alice", "1969-12-31T23:59:59Z"), "line 2: liked_at is before 1970 or in the future"},
        {json("alice", "2025-10-03T10:00:00Z", R"(,"reaction":"❤️")"), "line 2: reaction is not a code"},
        {json("alice", "2025-10-03T10:00:00Z", R"(,"reaction":"")"), "line 2: reaction is not a code"},
        {json("alice", "2025-10-03T10:00:00Z", R"(,"reaction":"tada")"),
         "line 2: reaction tada is not one of those that may be used"},
        {"{}\n", "line 2: message_id is not a UUID"},
        {with_message("{\"message_id\":\"@\"}\n"), "line 2: user_id is not a user id"},
        {with_message("{\"message_id\":\"@\",\"user_id\":\"a\"}\n"), "line 2: liked_at is not a time of RFC 3339"},
    };
    for (const auto& [line, trouble] : cases) {
        BOOST_TEST_INFO_SCOPE("line: " << line);
        const auto content = read(json("a", "2025-10-03T10:00:00Z") + line + json("b", "2025-10-03T10:00:00Z"));
        BOOST_TEST(content.likes.size() == 2U);
        BOOST_TEST(content.trouble == std::vector<std::string>{trouble}, boost::test_tools::per_element());
    }
    for (const std::string line : {"x", "\"", "a,b,c", ",,,"}) {
        BOOST_TEST_INFO_SCOPE("line: " << line);
        const auto content =
            read("message_id,user_id,liked_at\n" + line + with_message("\n@,b,2025-10-03T10:00:00Z\n"));
        BOOST_TEST(content.likes.size() == 1U);
        BOOST_TEST(content.trouble.size() == 1U);
    }
}

BOOST_AUTO_TEST_CASE(a_value_that_is_no_string_is_refused_in_every_field) {
    const std::vector<std::pair<std::string, std::string>> fields{{"message_id", std::string{kMessage}},
                                                                  {"user_id", "alice"},
                                                                  {"liked_at", "2025-10-03T10:00:00Z"},
                                                                  {"reaction", "joy"}};
    for (const auto& [wrong, unused] : fields) {
        for (const std::string value : {"null", "7", "1.5", "true", R"(["joy"])", R"({"code":"joy"})", "[]"}) {
            std::string line = "{";
            for (const auto& [name, text] : fields) {
                if (line.size() > 1) line += ',';
                line += '"' + name + "\":" + (name == wrong ? value : '"' + text + '"');
            }
            BOOST_TEST_INFO_SCOPE("line: " << line);
            const auto content = read(line + "}\n");
            BOOST_TEST(content.likes.empty());
            BOOST_TEST(content.trouble == std::vector<std::string>{"line 1: " + wrong + " is not a string"},
                       boost::test_tools::per_element());
        }
    }
}

BOOST_AUTO_TEST_CASE(a_reaction_that_is_not_on_the_list_is_taken_if_all_are) {
    for (const auto& text :
         {json("alice", "2025-10-03T10:00:00Z", R"(,"reaction":"tada")"),
          with_message("message_id,user_id,liked_at,reaction\n@,alice,2025-10-03T10:00:00Z,tada\n")}) {
        BOOST_TEST_INFO_SCOPE("file: " << text);
        BOOST_TEST(read(text).likes.empty());
        BOOST_TEST((read(text, std::nullopt).likes == std::vector{record("alice", Time{1'759'485'600s}, "tada")}));
    }
}

BOOST_AUTO_TEST_CASE(hostile_nesting_is_a_bad_line_and_nothing_worse) {
    for (const std::string open : {"[", "{\"a\":"}) {
        std::string line = "{\"message_id\":";
        for (int i = 0; i < 200'000; ++i) line += open;
        const auto content = read(line + "\n" + json("b", "2025-10-03T10:00:00Z"));
        BOOST_TEST(content.likes.size() == 1U);
        BOOST_TEST(content.trouble == std::vector{kNoObject.substr(0, 5) + "1" + kNoObject.substr(6)},
                   boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_CASE(what_is_neither_of_the_two_is_refused_at_once) {
    for (const std::string text : {"x", "user_id,liked_at\n", "message,user,at\n", "\"message_id,user_id,liked_at\n"}) {
        BOOST_TEST_INFO_SCOPE("file: " << text);
        std::istringstream stream{text};
        BOOST_CHECK_THROW((ImportFile{stream, kLatest, std::nullopt}), BadLine);
    }
}

BOOST_AUTO_TEST_CASE(sortable_lines_are_read_again_and_sort_by_target_time_and_user) {
    std::vector<ImportRecord> likes{
        record("alice", Time{}),         record("bob", Time{}),           record("alice", Time{1us}),
        record("alice", Time{9s}),       record("alice", Time{10s}),      record("a", Time{1'759'485'600s}),
        record("z", Time{5s}, "like_2"), record("a", Time{6s}, "like_2"), record("-a+b/c|d=", Time{7s}, "like_2"),
    };
    std::vector<std::string> lines;
    for (const auto& like : likes) {
        lines.push_back(to_sortable(like));
        BOOST_TEST((parse_sortable(lines.back()) == like));
    }
    BOOST_TEST(std::is_sorted(lines.begin(), lines.end()));
}

BOOST_AUTO_TEST_CASE(a_line_that_was_not_written_as_sortable_is_refused) {
    const std::string message{kMessage};
    for (const std::string& line :
         {std::string{}, std::string{"   "}, message, message + " like", message + " like 5", message + " like x alice",
          message + " like 5 alice bob", message + " LIKE 5 alice", std::string{"x like 5 alice"}}) {
        BOOST_TEST_INFO_SCOPE("line: '" << line << "'");
        BOOST_CHECK_THROW(parse_sortable(line), std::runtime_error);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::import_file_test
