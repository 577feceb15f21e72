#include "analytics/people.hpp"

#include <string>

#include <boost/test/unit_test.hpp>

namespace likes::analytics::people_test {

BOOST_AUTO_TEST_SUITE(people)

BOOST_AUTO_TEST_CASE(what_was_counted_in_advance_is_read_whole_or_not_at_all) {
    BOOST_TEST((People::parse(R"({"chats":3,"likers":7,"previous":{"chats":2,"likers":5}})") == People{3, 7, 2, 5}));
    BOOST_TEST(
        (People::parse(R"({"chats":0,"likers":0,"previous":{"chats":0,"likers":null}})") == People{0, 0, 0, {}}));
    for (const std::string json :
         {"", "[]", "{}", R"({"chats":3,"likers":7})", R"({"chats":3,"likers":7,"previous":{}})",
          R"({"chats":3,"likers":7,"previous":{"chats":2}})",
          R"({"chats":-1,"likers":7,"previous":{"chats":2,"likers":5}})",
          R"({"chats":"3","likers":7,"previous":{"chats":2,"likers":5}})",
          R"({"chats":3,"likers":7,"previous":{"chats":2,"likers":"5"}})",
          R"({"chats":3,"likers":7.5,"previous":{"chats":2,"likers":5}})",
          R"({"chats":3,"likers":7,"previous":[2,5]})"}) {
        BOOST_TEST(!People::parse(json).has_value(), json);
    }
}

BOOST_AUTO_TEST_CASE(what_is_written_is_read_again) {
    BOOST_TEST((People{3, 7, 2, 5}.to_json()) == R"({"chats":3,"likers":7,"previous":{"chats":2,"likers":5}})");
    for (const auto& people : {People{3, 7, 2, 5}, People{0, 0, 0, {}}}) {
        BOOST_TEST((People::parse(people.to_json()) == people));
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::analytics::people_test
