// What recipients read of their notices, and do with them, through the web server.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "noticed.hpp"
#include "problem.hpp"
#include "support/chat.hpp"
#include "support/command.hpp"
#include "support/http_client.hpp"
#include "support/json.hpp"
#include "support/service.hpp"
#include "support/sql.hpp"
#include "support/token.hpp"
#include "support/unique.hpp"

namespace likes::test {
namespace {

using Ids = std::vector<std::string>;

constexpr int kOk = 200;
const std::string kNotices = "/api/v1/notices";

std::string read_path(const std::string& message) {
    return kNotices + '/' + message + "/read";
}
std::string notice_path(const std::string& message) {
    return kNotices + '/' + message;
}
std::string chat_preferences_path(const std::string& chat) {
    return "/api/v1/chats/" + chat + "/notices/preferences";
}

/// How many are unread, as an answer says it: `3`, or `100+`.
std::string unread_of(const Json& answer) {
    return std::to_string(number_of(answer, "unread")) + (flag_of(answer, "unread_capped") ? "+" : "");
}

/// A device on which somebody is signed in. It holds what it was told of their notices.
class Device {
  public:
    explicit Device(const std::string& user) : authorization_{"Authorization: " + bearer(user)} {}

    HttpResponse send(const std::string& method, const std::string& target, const std::string& body = {},
                      std::vector<std::string> headers = {}) {
        headers.push_back(authorization_);
        return client_.send({method, target, std::move(headers), body});
    }

    /// The JSON of an answer that is to be 200.
    rapidjson::Document ask(const std::string& method, const std::string& target, const std::string& body = {}) {
        const auto response = send(method, target, body);
        BOOST_REQUIRE_MESSAGE(response.status == kOk, method << ' ' << target << ": " << response.body);
        return parse_json(response.body);
    }

    /// The ids of the messages that the list names.
    Ids listed(const std::string& query = {}) {
        Ids ids;
        const auto answer = ask("GET", kNotices + (query.empty() ? "" : "?" + query));
        for (const auto& notice : member(answer, "notices").GetArray()) ids.push_back(text_of(notice, "message_id"));
        return ids;
    }

    std::string unread() { return unread_of(ask("GET", kNotices + "/unread")); }

    rapidjson::Document see(std::uint64_t sequence) {
        return ask("POST", kNotices + "/seen", "{\"sequence\":" + std::to_string(sequence) + "}");
    }

    /// Reads what changed since the last time, in parts of `limit`. The first time it is what changes from now on.
    void catch_up(std::size_t limit = 100) {
        for (bool more = true; more;) {
            const auto answer = ask("GET", kNotices + "/changes?limit=" + std::to_string(limit) +
                                               (since_ ? "&since=" + std::to_string(*since_) : ""));
            for (const auto& change : member(answer, "changes").GetArray()) take(change);
            since_ = number_of(answer, "next");
            badge_ = unread_of(answer);
            more = flag_of(answer, "more");
        }
    }

    /// What it holds: for each message whether its notice is read.
    const std::map<std::string, bool>& held() const { return held_; }
    const std::string& badge() const { return badge_; }
    std::uint64_t since() const { return since_.value(); }

  private:
    void take(const Json& change) {
        const auto message = text_of(change, "message_id");
        if (change.HasMember("withdrawn")) {
            held_.erase(message);
        } else {
            held_[message] = flag_of(change, "is_read");
        }
    }

    std::string authorization_;
    HttpClient client_;
    std::optional<std::uint64_t> since_;
    std::map<std::string, bool> held_;
    std::string badge_;
};

Ids reversed(Ids ids) {
    std::reverse(ids.begin(), ids.end());
    return ids;
}

/// Nobody makes notices, tells devices of them, or deletes those of long ago, but the cases.
struct OncePerProcess {
    HeldLease consuming{"notices"};
    HeldLease telling{"in-app"};
    HeldLease tidying{"notice-retention"};
};
BOOST_TEST_GLOBAL_FIXTURE(OncePerProcess);

BOOST_AUTO_TEST_SUITE(notices_rest)

BOOST_AUTO_TEST_CASE(who_never_had_a_notice_has_an_empty_list) {
    Device device{unique_user()};
    const auto list = device.ask("GET", kNotices);
    BOOST_TEST(member(list, "notices").Size() == 0U);
    BOOST_TEST(member(list, "next_cursor").IsNull());
    BOOST_TEST(number_of(list, "sequence") == 0U);
    BOOST_TEST(device.unread() == "0");
    const auto seen = device.see(812);
    BOOST_TEST(number_of(seen, "sequence") == 0U);
    const auto changes = device.ask("GET", kNotices + "/changes?since=0");
    BOOST_TEST(member(changes, "changes").Size() == 0U);
    check_problem(device.send("PUT", read_path(unique_uuid())), 404);
    check_problem(device.send("DELETE", notice_path(unique_uuid())), 404);
}

BOOST_AUTO_TEST_CASE(the_list_has_the_newest_news_first_in_pages) {
    const Noticed noticed{5};
    noticed.raise_all();
    noticed.raise(noticed.messages()[1]);
    const auto& ids = noticed.messages();
    const Ids order{ids[1], ids[4], ids[3], ids[2], ids[0]};
    Device device{noticed.recipient()};
    BOOST_TEST(device.listed() == order, boost::test_tools::per_element());

    Ids paged;
    std::string cursor;
    std::size_t pages = 0;
    do {
        const auto page = device.ask("GET", kNotices + "?limit=2" + cursor);
        for (const auto& notice : member(page, "notices").GetArray()) paged.push_back(text_of(notice, "message_id"));
        BOOST_TEST(number_of(page, "sequence") == 6U);
        const auto next = optional_text_of(page, "next_cursor");
        cursor = next ? "&cursor=" + *next : "";
        BOOST_REQUIRE(++pages <= 3U);
    } while (!cursor.empty());
    BOOST_TEST(pages == 3U);
    BOOST_TEST(paged == order, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_notice_says_who_reacts_with_names_and_without_whom_the_recipient_has_blocked) {
    const Noticed noticed;
    const auto ann = unique_user("ann");
    const auto bob = unique_user("bob");
    const auto eve = unique_user("eve");
    sql("INSERT INTO profiles (user_id, name) VALUES (" + sql_text(ann) + ", 'Анна \"A\" 🙂'), (" +
        sql_text(eve) + ", 'Eve'); INSERT INTO user_blocks (user_id, blocked_id) VALUES (" +
        sql_text(noticed.recipient()) + ", " + sql_text(eve) + "), (" + sql_text(ann) + ", " + sql_text(bob) + ")");
    noticed.raise(
        noticed.message(),
        {5, "like=4,joy=2", eve + ",joy,1759485700 " + ann + ",like,1759485600 " + bob + ",joy,1759485500", 3});
    Device device{noticed.recipient()};
    const auto list = device.ask("GET", kNotices);
    const auto& notice = member(list, "notices")[0];
    BOOST_TEST((names_of(notice) == std::set<std::string>{"message_id", "chat_id", "actors", "newest", "reactions",
                                                          "new", "is_read", "raised_at", "sequence"}));
    BOOST_TEST(text_of(notice, "message_id") == noticed.message());
    BOOST_TEST(text_of(notice, "chat_id") == noticed.chat().id());
    BOOST_TEST(number_of(notice, "actors") == 5U);
    BOOST_TEST(number_of(notice, "new") == 3U);
    BOOST_TEST(number_of(member(notice, "reactions"), "like") == 4U);
    BOOST_TEST(number_of(member(notice, "reactions"), "joy") == 2U);
    const auto& newest = member(notice, "newest");
    BOOST_REQUIRE(newest.Size() == 2U);
    BOOST_TEST(text_of(newest[0], "user_id") == ann);
    BOOST_TEST(text_of(newest[0], "name") == "Анна \"A\" 🙂");
    BOOST_TEST(text_of(newest[0], "reaction") == "like");
    BOOST_TEST(text_of(newest[1], "user_id") == bob);
    BOOST_TEST(text_of(newest[1], "name") == bob);
}

BOOST_AUTO_TEST_CASE(opening_the_list_takes_the_badge_away_on_all_devices_and_never_goes_back) {
    const Noticed noticed{3};
    noticed.raise_all();
    Device phone{noticed.recipient()};
    Device browser{noticed.recipient()};
    BOOST_TEST(browser.unread() == "3");
    BOOST_TEST(unread_of(phone.see(2)) == "1");
    BOOST_TEST(browser.unread() == "1");
    BOOST_TEST(noticed.told_under() == 4U);

    // An older one changes nothing, and tells nobody.
    const auto older = phone.see(1);
    BOOST_TEST(unread_of(older) == "1");
    BOOST_TEST(number_of(older, "sequence") == 4U);
    BOOST_TEST(noticed.seen() == 2U);

    // One that is ahead is the newest, and what is raised afterwards is unread.
    BOOST_TEST(unread_of(browser.see(1'000'000)) == "0");
    BOOST_TEST(noticed.seen() == 4U);
    noticed.raise(noticed.messages()[0]);
    BOOST_TEST(phone.unread() == "1");
    // Seen is not read.
    BOOST_TEST(phone.listed("unread=true").size() == 3U);
}

BOOST_AUTO_TEST_CASE(the_badge_counts_up_to_a_hundred) {
    const Noticed noticed{101};
    sql("INSERT INTO notice_heads (recipient_id, sequence, seen_sequence) VALUES (" + sql_text(noticed.recipient()) +
        ", 101, 0); INSERT INTO notices (recipient_id, message_id, chat_id, state, is_read, sequence, "
        "raised_sequence, raised_at, changed_at, actors, reactions, newest, new_since_read, milestone) "
        "SELECT sender_id, message_id, chat_id, 0, FALSE, ROW_NUMBER() OVER (ORDER BY message_id), "
        "ROW_NUMBER() OVER (ORDER BY message_id), UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), 1, 'like=1', '', 1, 0 "
        "FROM messages WHERE chat_id = " +
        sql_id(noticed.chat().id()));
    Device device{noticed.recipient()};
    BOOST_TEST(device.unread() == "100+");
    const auto last = device.listed("limit=1").at(0);
    BOOST_TEST(unread_of(device.ask("PUT", read_path(last))) == "100");
    BOOST_TEST(device.unread() == "100");
    BOOST_TEST(device.listed("limit=100&unread=true").size() == 100U);
    BOOST_TEST(device.listed("limit=100").size() == 100U);
}

BOOST_AUTO_TEST_CASE(a_notice_is_read_once_and_the_devices_are_told_once) {
    const Noticed noticed{2};
    noticed.raise_all();
    Device device{noticed.recipient()};
    const auto first = device.ask("PUT", read_path(noticed.message()));
    BOOST_TEST(flag_of(first, "is_read"));
    BOOST_TEST(number_of(first, "new") == 0U);
    BOOST_TEST(number_of(first, "sequence") == 3U);
    BOOST_TEST(unread_of(first) == "1");
    BOOST_TEST(noticed.told_under(noticed.message()) == 3U);
    const auto again = device.ask("PUT", read_path(noticed.message()));
    BOOST_TEST(number_of(again, "sequence") == 3U);
    BOOST_TEST(noticed.sequence() == 3U);
    BOOST_TEST(device.listed("unread=true") == Ids{noticed.messages()[1]}, boost::test_tools::per_element());
    BOOST_TEST(device.listed() == reversed(noticed.messages()), boost::test_tools::per_element());

    // News make it unread again.
    noticed.raise(noticed.message());
    BOOST_TEST(device.unread() == "2");
}

BOOST_AUTO_TEST_CASE(a_notice_is_dismissed_once_and_only_news_bring_it_back) {
    const Noticed noticed{2};
    noticed.raise_all();
    Device device{noticed.recipient()};
    const auto first = device.ask("DELETE", notice_path(noticed.message()));
    BOOST_TEST(
        (names_of(first) == std::set<std::string>{"message_id", "withdrawn", "sequence", "unread", "unread_capped"}));
    BOOST_TEST(text_of(first, "message_id") == noticed.message());
    BOOST_TEST(flag_of(first, "withdrawn"));
    BOOST_TEST(number_of(first, "sequence") == 3U);
    BOOST_TEST(unread_of(first) == "1");
    BOOST_TEST(noticed.told_under(noticed.message()) == 3U);
    BOOST_TEST(number_of(device.ask("DELETE", notice_path(noticed.message())), "sequence") == 3U);
    BOOST_TEST(noticed.sequence() == 3U);
    check_problem(device.send("PUT", read_path(noticed.message())), 404);
    BOOST_TEST(device.listed() == Ids{noticed.messages()[1]}, boost::test_tools::per_element());

    noticed.raise(noticed.message());
    BOOST_TEST(device.listed().front() == noticed.message());
    BOOST_TEST(device.unread() == "2");
}

BOOST_AUTO_TEST_CASE(a_notice_that_is_withdrawn_is_not_there) {
    const Noticed noticed;
    noticed.raise_all();
    noticed.withdraw(noticed.message());
    Device device{noticed.recipient()};
    BOOST_TEST(device.listed().empty());
    BOOST_TEST(device.unread() == "0");
    check_problem(device.send("PUT", read_path(noticed.message())), 404);
    check_problem(device.send("DELETE", notice_path(noticed.message())), 404);
    BOOST_TEST(noticed.sequence() == 2U);
}

BOOST_AUTO_TEST_CASE(nobody_reads_or_changes_the_notices_of_others) {
    const Noticed noticed;
    noticed.raise_all();
    const auto other = unique_user();
    noticed.chat().join(other);
    Device device{other};
    BOOST_TEST(device.listed().empty());
    BOOST_TEST(device.unread() == "0");
    check_problem(device.send("PUT", read_path(noticed.message())), 404);
    check_problem(device.send("DELETE", notice_path(noticed.message())), 404);
    device.see(1);
    BOOST_TEST(noticed.seen() == 0U);
    BOOST_TEST(noticed.column(noticed.message(), "is_read") == "0");
}

// The notifier withdraws these as well, a moment later; until then, and without it, they are not readable either.
BOOST_AUTO_TEST_CASE(a_notice_of_a_chat_that_the_recipient_has_left_is_nowhere) {
    const Noticed noticed{2};
    Device device{noticed.recipient()};
    device.catch_up();
    noticed.raise_all();
    device.catch_up();
    BOOST_TEST(device.held().size() == 2U);
    noticed.chat().leave(noticed.recipient());
    BOOST_TEST(device.listed().empty());
    BOOST_TEST(device.unread() == "0");
    check_problem(device.send("PUT", read_path(noticed.message())), 404);
    check_problem(device.send("DELETE", notice_path(noticed.message())), 404);
    const auto changes = device.ask("GET", kNotices + "/changes?since=0");
    BOOST_REQUIRE(member(changes, "changes").Size() == 2U);
    for (const auto& change : member(changes, "changes").GetArray()) BOOST_TEST(flag_of(change, "withdrawn"));
}

BOOST_AUTO_TEST_CASE(a_notice_of_a_message_that_was_deleted_is_nowhere) {
    const Noticed noticed{2};
    noticed.raise_all();
    delete_message(noticed.message());
    Device device{noticed.recipient()};
    BOOST_TEST(device.listed() == Ids{noticed.messages()[1]}, boost::test_tools::per_element());
    BOOST_TEST(device.unread() == "1");
    check_problem(device.send("PUT", read_path(noticed.message())), 404);
    check_problem(device.send("DELETE", notice_path(noticed.message())), 404);
    const auto changes = device.ask("GET", kNotices + "/changes?since=0");
    for (const auto& change : member(changes, "changes").GetArray()) {
        BOOST_TEST(change.HasMember("withdrawn") == (text_of(change, "message_id") == noticed.message()));
    }
}

BOOST_AUTO_TEST_CASE(a_message_that_was_moved_is_told_of_in_the_chat_where_it_is) {
    const Noticed noticed;
    noticed.raise_all();
    const Chat elsewhere{1};
    move_message(noticed.message(), elsewhere);
    Device device{noticed.recipient()};
    BOOST_TEST(device.listed().empty());
    elsewhere.join(noticed.recipient());
    const auto list = device.ask("GET", kNotices);
    BOOST_TEST(text_of(member(list, "notices")[0], "chat_id") == elsewhere.id());
    BOOST_TEST(text_of(device.ask("PUT", read_path(noticed.message())), "chat_id") == elsewhere.id());
}

BOOST_AUTO_TEST_CASE(two_devices_agree_after_catching_up_in_whatever_parts) {
    const Noticed noticed{8};
    const auto& ids = noticed.messages();
    Device phone{noticed.recipient()};
    Device browser{noticed.recipient()};
    phone.catch_up();
    browser.catch_up();
    noticed.raise_all();
    phone.ask("PUT", read_path(ids[0]));
    browser.catch_up(3);
    phone.ask("DELETE", notice_path(ids[1]));
    noticed.withdraw(ids[2]);
    browser.ask("PUT", read_path(ids[3]));
    phone.see(6);
    noticed.raise(ids[0]);
    phone.catch_up(1);
    browser.catch_up();
    const std::map<std::string, bool> expected{{ids[0], false}, {ids[3], true},  {ids[4], false},
                                               {ids[5], false}, {ids[6], false}, {ids[7], false}};
    BOOST_TEST((phone.held() == expected));
    BOOST_TEST((browser.held() == expected));
    // Of what is not read, 7 and 8 were raised after what was seen, and the first one again.
    BOOST_TEST(phone.badge() == "3");
    BOOST_TEST(browser.badge() == "3");
    BOOST_TEST(phone.unread() == "3");
    BOOST_TEST(phone.since() == noticed.sequence());
    BOOST_TEST(phone.since() == browser.since());
}

BOOST_AUTO_TEST_CASE(what_is_seen_elsewhere_is_heard_by_catching_up_though_no_notice_changed) {
    const Noticed noticed{2};
    noticed.raise_all();
    Device phone{noticed.recipient()};
    Device browser{noticed.recipient()};
    phone.catch_up();
    BOOST_TEST(phone.badge() == "2");
    browser.see(2);
    phone.catch_up();
    BOOST_TEST(phone.badge() == "0");
    BOOST_TEST(phone.since() == 3U);
}

BOOST_AUTO_TEST_CASE(who_is_erased_has_neither_notices_nor_settings) {
    const Noticed noticed{2};
    noticed.raise_all();
    Device device{noticed.recipient()};
    device.ask("PUT", kNotices + "/preferences", R"({"likes":"off"})");
    device.ask("PUT", read_path(noticed.message()));
    script("erase-user", {noticed.recipient()});
    BOOST_TEST(device.listed().empty());
    BOOST_TEST(device.unread() == "0");
    BOOST_TEST(device.send("GET", kNotices + "/preferences").body == R"({"likes":"all","muted_until":null})");
    check_problem(device.send("PUT", read_path(noticed.message())), 404);
    // What the devices hold is of a state that is no more.
    check_problem(device.send("GET", kNotices + "/changes?since=3"), 400);
    BOOST_TEST(noticed.told_under(noticed.message()) == 0U);
}

// As after a failover to a replica that lacks the newest changes.
BOOST_AUTO_TEST_CASE(a_number_that_the_database_has_not_reached_is_answered_400) {
    const Noticed noticed;
    noticed.raise_all();
    Device device{noticed.recipient()};
    BOOST_TEST(device.send("GET", kNotices + "/changes?since=1").status == kOk);
    check_problem(device.send("GET", kNotices + "/changes?since=2"), 400);
}

BOOST_AUTO_TEST_CASE(settings_are_kept_for_everywhere_and_for_a_chat) {
    const Noticed noticed;
    Device device{noticed.recipient()};
    const auto everywhere = kNotices + "/preferences";
    const auto here = chat_preferences_path(noticed.chat().id());
    BOOST_TEST(device.send("GET", everywhere).body == R"({"likes":"all","muted_until":null})");
    BOOST_TEST(device.send("GET", here).body == R"({"likes":null,"muted_until":null})");

    const std::string off = R"({"likes":"off","muted_until":null})";
    BOOST_TEST(device.send("PUT", everywhere, off).body == off);
    BOOST_TEST(device.send("GET", everywhere).body == off);
    BOOST_TEST(device.send("GET", here).body == R"({"likes":null,"muted_until":null})");

    const std::string muted = R"({"likes":"all","muted_until":"2099-01-01T00:00:00Z"})";
    BOOST_TEST(device.send("PUT", here, R"({"muted_until":"2099-01-01T02:00:00.9+02:00","likes":"all"})").body ==
               muted);
    BOOST_TEST(device.send("GET", here).body == muted);
    BOOST_TEST(device.send("GET", everywhere).body == off);

    BOOST_TEST(device.send("PUT", here, R"({"muted_until":"2099-01-01T00:00:00Z"})").body ==
               R"({"likes":null,"muted_until":"2099-01-01T00:00:00Z"})");
    for (int i = 0; i < 2; ++i) {
        BOOST_TEST(device.send("DELETE", here).body == R"({"likes":null,"muted_until":null})");
    }
    BOOST_TEST(device.send("GET", here).body == R"({"likes":null,"muted_until":null})");
    BOOST_TEST(device.send("PUT", everywhere, "{}").body == R"({"likes":"all","muted_until":null})");
    BOOST_TEST(sql_number("SELECT COUNT(*) FROM notice_preferences WHERE user_id = " + sql_text(noticed.recipient())) ==
               0U);
}

BOOST_AUTO_TEST_CASE(the_settings_of_a_chat_are_its_members) {
    const Noticed noticed;
    Device stranger{unique_user()};
    Device former{noticed.recipient()};
    noticed.chat().leave(noticed.recipient());
    for (const std::string method : {"GET", "PUT", "DELETE"}) {
        for (auto* const device : {&stranger, &former}) {
            check_problem(device->send(method, chat_preferences_path(noticed.chat().id()), "{}"), 403);
        }
        check_problem(stranger.send(method, chat_preferences_path(unique_uuid()), "{}"), 404);
        check_problem(stranger.send(method, chat_preferences_path("00000000-0000-0000-0000-000000000000"), "{}"), 404);
        check_problem(stranger.send(method, chat_preferences_path("1"), "{}"), 400);
    }
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_answered_400_and_changes_nothing) {
    const Noticed noticed;
    noticed.raise_all();
    Device device{noticed.recipient()};
    for (const std::string query : {"?limit=0", "?limit=101", "?cursor=1", "?unread=1", "?page=2", "/changes?since=x",
                                    "/changes?limit=0", "/unread?limit=1", "/preferences?likes=all"}) {
        BOOST_TEST_CONTEXT(query) {
            check_problem(device.send("GET", kNotices + query), 400);
        }
    }
    for (const std::string body : {"", "{}", "[]", R"({"sequence":-1})", R"({"sequence":1,"x":1})"}) {
        BOOST_TEST_CONTEXT(body) {
            check_problem(device.send("POST", kNotices + "/seen", body), 400);
        }
    }
    for (const std::string body :
         {"", R"({"likes":"some"})", R"({"likes":null})", R"({"muted_until":"soon"})", R"({"push":"all"})"}) {
        BOOST_TEST_CONTEXT(body) {
            check_problem(device.send("PUT", kNotices + "/preferences", body), 400);
        }
    }
    check_problem(device.send("PUT", read_path("1")), 400);
    check_problem(device.send("DELETE", notice_path("1")), 400);
    BOOST_TEST(noticed.sequence() == 1U);
}

BOOST_AUTO_TEST_CASE(who_does_not_say_who_they_are_is_answered_401) {
    HttpClient nobody;
    for (const auto& [method, path] :
         std::vector<std::pair<std::string, std::string>>{{"GET", kNotices},
                                                          {"GET", kNotices + "/changes"},
                                                          {"GET", kNotices + "/unread"},
                                                          {"POST", kNotices + "/seen"},
                                                          {"GET", kNotices + "/preferences"},
                                                          {"PUT", read_path(unique_uuid())},
                                                          {"DELETE", notice_path(unique_uuid())},
                                                          {"DELETE", chat_preferences_path(unique_uuid())}}) {
        BOOST_TEST_CONTEXT(method << ' ' << path) {
            check_problem(nobody.send({method, path, {}, {}}), 401);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_method_that_is_not_there_is_answered_with_those_that_are) {
    Device device{unique_user()};
    const std::map<std::string, std::string> allowed{{kNotices, "GET, HEAD"},
                                                     {kNotices + "/seen", "POST"},
                                                     {kNotices + "/preferences", "GET, HEAD, PUT"},
                                                     {read_path(unique_uuid()), "PUT"},
                                                     {notice_path(unique_uuid()), "DELETE"}};
    for (const auto& [path, methods] : allowed) {
        const auto response = device.send("PATCH", path);
        check_problem(response, 405);
        BOOST_TEST(response.header("allow").value_or("") == methods);
    }
}

BOOST_AUTO_TEST_CASE(head_and_if_none_match_are_as_everywhere) {
    const Noticed noticed;
    noticed.raise_all();
    Device device{noticed.recipient()};
    for (const auto& path : {kNotices, kNotices + "/changes?since=0", kNotices + "/unread", kNotices + "/preferences",
                             chat_preferences_path(noticed.chat().id())}) {
        BOOST_TEST_CONTEXT(path) {
            const auto tag = device.send("GET", path).header("etag");
            BOOST_REQUIRE(tag.has_value());
            BOOST_TEST(device.send("GET", path, {}, {"If-None-Match: " + *tag}).status == 304);
            const auto head = device.send("HEAD", path);
            BOOST_TEST(head.status == kOk);
            BOOST_TEST(head.body.empty());
            BOOST_TEST(head.header("etag").value_or("") == *tag);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
