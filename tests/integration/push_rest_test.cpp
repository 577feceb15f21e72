// Where people get pushes, through the web server.
#include <cstddef>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "support/http_client.hpp"
#include "support/json.hpp"
#include "support/sql.hpp"
#include "support/token.hpp"
#include "support/unique.hpp"

namespace likes::test {
namespace {

const std::string kPath = "/api/v1/push/subscriptions";

/// Somebody with browsers.
class Person {
  public:
    explicit Person(std::string user) : user_{std::move(user)} {}

    HttpResponse send(const std::string& method, const std::string& target, const std::string& body = {}) {
        return client_.send({method, target, {"Authorization: " + bearer(user_)}, body});
    }

    /// The id under which the browser with that endpoint is registered.
    std::string subscribe(const std::string& endpoint, int status = 201) {
        const auto response = send(
            "POST", kPath,
            R"({"kind":"web","endpoint":")" + endpoint +
                R"(","keys":{"p256dh":"BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkN)"
                R"(toIAiw4","auth":"BTBZMqHH6r4Tts7J_aSIgg"},"label":"Ноутбук"})");
        BOOST_TEST(response.status == status, response.body);
        return text_of(parse_json(response.body), "subscription_id");
    }

    /// The ids that are listed, the newest first.
    std::vector<std::string> listed() {
        const auto answer = parse_json(send("GET", kPath).body);
        std::vector<std::string> ids;
        for (const auto& one : member(answer, "subscriptions").GetArray()) {
            ids.push_back(text_of(one, "subscription_id"));
        }
        return ids;
    }

    const std::string& user() const { return user_; }

  private:
    std::string user_;
    HttpClient client_;
};

std::string new_endpoint() {
    return "https://updates.push.services.mozilla.com/wpush/v2/" + unique_uuid();
}

Person somebody() {
    return Person{"push-" + unique_uuid()};
}

using Ids = std::vector<std::string>;

BOOST_AUTO_TEST_SUITE(push_rest)

BOOST_AUTO_TEST_CASE(the_key_of_the_instance_is_one_that_a_browser_takes) {
    const auto answer = parse_json(somebody().send("GET", "/api/v1/push/key").body);
    BOOST_TEST(text_of(answer, "key").size() == 87U);
    BOOST_TEST(text_of(answer, "key").front() == 'B');
    BOOST_TEST(text_of(answer, "key_id").size() == 43U);
}

BOOST_AUTO_TEST_CASE(what_a_browser_says_is_stored_and_a_second_time_it_is_the_same_subscription) {
    auto alice = somebody();
    const auto endpoint = new_endpoint();
    const auto id = alice.subscribe(endpoint);
    const auto of_row = " FROM push_subscriptions WHERE user_id = " + sql_text(alice.user());
    BOOST_TEST(sql("SELECT kind, endpoint, endpoint_hash = UNHEX(SHA2(endpoint, 256)), LENGTH(p256dh), LENGTH(auth), "
                   "LENGTH(key_id), locale, label" +
                   of_row)[0][7] == "Ноутбук");
    BOOST_TEST(sql_number("SELECT COUNT(*)" + of_row +
                          " AND endpoint_hash = UNHEX(SHA2(endpoint, 256)) AND LENGTH(p256dh) = 65 AND "
                          "LENGTH(auth) = 16 AND LENGTH(key_id) = 43 AND locale = 'en' AND kind = 'web'") == 1U);
    // One that was given up is used again.
    sql("UPDATE push_subscriptions SET failures = 9, disabled_at = UTC_TIMESTAMP(6) WHERE user_id = " +
        sql_text(alice.user()));
    BOOST_TEST(alice.subscribe(endpoint, 200) == id);
    BOOST_TEST(alice.listed() == Ids{id}, boost::test_tools::per_element());
    BOOST_TEST(sql_number("SELECT COUNT(*)" + of_row + " AND failures = 0 AND disabled_at IS NULL") == 1U);
}

BOOST_AUTO_TEST_CASE(a_browser_that_somebody_else_signs_in_with_is_theirs_under_another_id) {
    auto alice = somebody();
    auto bob = somebody();
    const auto endpoint = new_endpoint();
    const auto of_alice = alice.subscribe(endpoint);
    const auto of_bob = bob.subscribe(endpoint);
    BOOST_TEST(of_bob != of_alice);
    BOOST_TEST(alice.listed().empty());
    BOOST_TEST(bob.listed() == Ids{of_bob}, boost::test_tools::per_element());
    BOOST_TEST(alice.send("DELETE", kPath + "/" + of_bob).status == 404);
    BOOST_TEST(bob.listed() == Ids{of_bob}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(of_more_than_20_the_one_goes_to_which_no_push_was_taken_for_the_longest_time) {
    auto alice = somebody();
    Ids ids;
    for (std::size_t i = 0; i < 20; ++i) ids.insert(ids.begin(), alice.subscribe(new_endpoint()));
    BOOST_TEST(alice.listed() == ids, boost::test_tools::per_element());
    // The oldest but one is in use, and the oldest is not.
    sql("UPDATE push_subscriptions SET last_ok_at = UTC_TIMESTAMP(6) WHERE subscription_id = " + sql_id(ids[18]));
    ids.insert(ids.begin(), alice.subscribe(new_endpoint()));
    ids.pop_back();
    BOOST_TEST(alice.listed() == ids, boost::test_tools::per_element());
    ids.insert(ids.begin(), alice.subscribe(new_endpoint()));
    ids.erase(ids.end() - 2);
    BOOST_TEST(alice.listed() == ids, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(one_that_is_removed_is_gone) {
    auto alice = somebody();
    const auto id = alice.subscribe(new_endpoint());
    BOOST_TEST(alice.send("DELETE", kPath + "/" + id).status == 200);
    BOOST_TEST(alice.send("DELETE", kPath + "/" + id).status == 404);
    BOOST_TEST(alice.listed().empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
