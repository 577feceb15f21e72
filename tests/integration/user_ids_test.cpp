// The user ids of identity providers, with the characters that mean something in a topic, a path, SQL, a shell or a
// list of ours: wherever an id goes, it comes out as it was.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "base/user_id.hpp"
#include "direct_store.hpp"
#include "runtime/log.hpp"
#include "store/likers_reader.hpp"
#include "store/reaction_writer.hpp"
#include "store/sql.hpp"
#include "support/api.hpp"
#include "support/broker_login.hpp"
#include "support/chat.hpp"
#include "support/command.hpp"
#include "support/counters.hpp"
#include "support/crowd.hpp"
#include "support/patience.hpp"
#include "support/service.hpp"
#include "support/sql.hpp"
#include "support/stack.hpp"
#include "support/subscriber.hpp"
#include "support/unique.hpp"
#include "support/web_socket.hpp"

namespace likes::test {
namespace {

using Texts = std::vector<std::string>;
constexpr auto kEach = boost::test_tools::per_element();

struct OncePerProcess {
    OncePerProcess() { log::init("user_ids_test", "error"); }
};
BOOST_TEST_GLOBAL_FIXTURE(OncePerProcess);

const Texts& awkward_ids() {
    static const std::string longest(UserId::kMaxLength, 'u');
    static const Texts ids{
        "auth0|5f7c8ec7c33c6c004bbafe82",
        "PRIMARY/admin",
        "a+b@example.com",
        "YWxpY2U=",
        "+",
        "-",
        "++",
        "-rf",
        "--help",
        "--",
        "|",
        "=",
        "/",
        "//",
        "..",
        "../../chats",
        "chats/+/events",
        "google-oauth2|1/2/3",
        "constructor",
        "__proto__",
        // Two that differ behind the length that ids once had, and in the last character.
        longest,
        longest.substr(1) + '=',
    };
    return ids;
}

/// A chat in which all of them are.
struct Members {
    Members() {
        for (const auto& id : awkward_ids()) chat.join(id);
    }

    void check_liked_by_all() const {
        BOOST_TEST(sorted(rows_of_reactions(chat.message())) == sorted(awkward_ids()), kEach);
        BOOST_TEST(contradictions(chat) == Texts{}, kEach);
    }

    static Texts sorted(Texts texts) {
        std::sort(texts.begin(), texts.end());
        return texts;
    }

    /// Who is told to like the message now.
    Texts told_to_like(const Subscriber& device) const {
        Texts users;
        for (const auto& [user, likes] : view_of(device.events(), chat.message()).flags) {
            if (likes) users.push_back(user);
        }
        return sorted(users);
    }

    /// Everybody who likes it, in the order of liking, read in pages of one.
    Texts pages(const std::string& reader) const {
        Caller caller{reader};
        Texts users;
        for (std::string query = "limit=1";;) {
            const auto page = caller.likes(chat.message(), query);
            for (const auto& [user, since] : page.likes) users.push_back(user);
            if (!page.next_cursor) break;
            query = "limit=1&cursor=" + *page.next_cursor;
        }
        std::reverse(users.begin(), users.end());
        return users;
    }

    Chat chat{1};
};

/// A file for as long as the object lives.
class File {
  public:
    explicit File(const std::string& text) : path_{stack().var_dir / ("likes-" + unique_uuid())} {
        std::ofstream{path_} << text;
    }
    ~File() { std::filesystem::remove(path_); }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    std::string path() const { return path_.string(); }

  private:
    std::filesystem::path path_;
};

BOOST_FIXTURE_TEST_SUITE(user_ids, Members)

BOOST_AUTO_TEST_CASE(they_like_and_react_and_every_answer_names_them_as_they_are) {
    const auto cursor = Caller{awkward_ids()[0]}.changes(chat.id()).next;
    Texts so_far;
    for (const auto& id : awkward_ids()) {
        BOOST_TEST_CONTEXT(id) {
            Caller caller{id};
            so_far.push_back(id);
            BOOST_TEST(caller.like(chat.message()).liked_by == so_far, kEach);
            BOOST_TEST(caller.react(chat.message(), "joy").state.liked_by == so_far, kEach);
            BOOST_TEST(caller.likes(chat.message()).state.is_liked);
            BOOST_TEST(caller.screen(chat.id(), {chat.message()}).messages.at(0).like.is_liked);
            BOOST_TEST(caller.changes(chat.id(), "since=" + cursor).changed.at(0).like.liked_by == so_far, kEach);
        }
    }
    BOOST_TEST(pages(awkward_ids()[0]) == awkward_ids(), kEach);
    check_liked_by_all();
    for (const auto& id : awkward_ids()) {
        so_far.erase(so_far.begin());
        BOOST_TEST(Caller{id}.unlike(chat.message()).liked_by == so_far, kEach);
    }
}

BOOST_AUTO_TEST_CASE(they_sign_in_at_the_broker_by_both_ways_and_hear_and_are_heard) {
    for (const auto& id : awkward_ids()) {
        BOOST_TEST_CONTEXT(id) {
            const auto login = broker_login(id, chat.id());
            BOOST_TEST(login.user == id);
            MqttOverWebSocket page;
            BOOST_TEST(page.connect(login) == 0);
            BOOST_TEST(page.subscribe(chat.topic()) == 1);
            Subscriber phone{chat, id};
            const auto version = Caller{id}.like(chat.message()).version;
            BOOST_TEST(phone.wait_for_version(chat.message(), version));
            BOOST_TEST(view_of(phone.events(), chat.message()).flags.at(id));
            BOOST_TEST(like_event(page.next_message()).chat_id == chat.id());
        }
    }
}

BOOST_AUTO_TEST_CASE(who_leaves_is_cut_off_and_nobody_else) {
    constexpr int kNotAuthorized = 0x87;
    const auto& ids = awkward_ids();
    std::vector<BrokerLogin> logins;
    for (const auto& id : ids) logins.push_back(broker_login(id, chat.id()));
    for (std::size_t i = 0; i < ids.size(); i += 2) chat.leave(ids[i]);
    for (std::size_t i = 0; i < ids.size(); ++i) {
        BOOST_TEST_CONTEXT(ids[i]) {
            if (i % 2 == 0) {
                BOOST_TEST(eventually([&] { return MqttOverWebSocket{}.connect(logins[i]) == kNotAuthorized; }));
                BOOST_TEST(Caller{ids[i]}.post(chat.message()).status == 403);
            } else {
                BOOST_TEST(MqttOverWebSocket{}.connect(logins[i]) == 0);
                BOOST_TEST(Caller{ids[i]}.post(chat.message()).status == 200);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(what_their_handler_leaves_unpublished_the_relay_publishes) {
    Subscriber device{chat};
    {
        const HeldLease no_relay;
        const HandlerWithoutBroker handler{"like_message"};
        for (const auto& id : awkward_ids()) Caller{id}.like(chat.message());
        BOOST_TEST(chat.outbox_rows() > 0U);
    }
    BOOST_TEST(eventually([&] { return told_to_like(device) == sorted(awkward_ids()); }));
    BOOST_TEST(told_to_like(device) == sorted(awkward_ids()), kEach);
    BOOST_TEST(eventually([&] { return chat.outbox_rows() == 0; }));
    check_liked_by_all();
}

BOOST_AUTO_TEST_CASE(a_crowd_of_them_in_one_batch_is_counted_and_told) {
    Subscriber device{chat};
    const auto& ids = awkward_ids();
    all_at_once(ids.size(), [&](std::size_t i) { Caller{ids[i]}.like(chat.message()); });
    BOOST_TEST(eventually([&] { return told_to_like(device) == sorted(ids); }));
    check_liked_by_all();
}

// A call alone has statements of its own; these are those of a batch. A column that is too short would cut ids off.
BOOST_AUTO_TEST_CASE(those_of_one_batch_are_told_apart) {
    const HeldLease no_relay;
    auto now = system_now();
    auto writer = writer_at(now);
    const auto message = target(chat.message());
    std::vector<ReactionChange> likes;
    std::vector<ReactionChange> unlikes;
    std::vector<LikersQuery> queries;
    for (const auto& id : awkward_ids()) {
        likes.push_back(put(message, id));
        unlikes.push_back(take_back(message, id));
        queries.push_back({message, UserId::parse(id).value(), 5, std::nullopt});
    }
    for (const auto& outcome : writer.apply(likes).outcomes) BOOST_TEST((outcome.result == ChangeResult::kLiked));
    check_liked_by_all();
    store::LikersReader reader{session_of("handlers"), kTenLikers};
    for (const auto& view : reader.execute(queries)) BOOST_TEST(view.state.is_liked);
    for (const auto& outcome : writer.apply(unlikes).outcomes) BOOST_TEST(!outcome.state.is_liked);
    BOOST_TEST(rows_of_reactions(chat.message()) == Texts{}, kEach);
    for (const auto& view : reader.execute(queries)) BOOST_TEST(!view.state.is_liked);
    chat.empty_outbox();
}

BOOST_AUTO_TEST_CASE(every_statement_that_takes_users_as_a_list_has_room_for_the_longest) {
    const auto column =
        "member VARCHAR(" + std::to_string(UserId::kMaxLength) + ") CHARACTER SET ascii COLLATE ascii_bin";
    using namespace store::sql_text;
    for (const auto statement :
         {kResolve, kResolveAndLock, kFindReactions, kReadLikes, kReadReactions, kResolveChats, kCountMemberships}) {
        BOOST_TEST(statement.find(column) != std::string_view::npos, statement);
    }
}

BOOST_AUTO_TEST_CASE(their_likes_are_imported_from_json_and_from_csv) {
    std::string json;
    std::string csv = "message_id,user_id,liked_at\n";
    for (std::size_t i = 0; i < awkward_ids().size(); ++i) {
        const auto& id = awkward_ids()[i];
        const std::string at = "2020-02-02T02:02:" + std::to_string(10 + i) + "Z";
        json.append(R"({"message_id":")" + chat.message() + R"(","user_id":")" + id + R"(","liked_at":")" + at +
                    "\"}\n");
        csv.append(chat.message() + ',' + id + ',' + at + '\n');
    }
    const auto count = std::to_string(awkward_ids().size());
    const File first{json};
    const auto added = script("import", {first.path()});
    BOOST_TEST(added.find(count + " likes added") != std::string::npos, added);
    const File second{csv};
    const auto known = script("import", {second.path()});
    BOOST_TEST(known.find("0 likes added, " + count + " were there already") != std::string::npos, known);
    check_liked_by_all();
    BOOST_TEST(pages(awkward_ids()[0]) == awkward_ids(), kEach);
}

BOOST_AUTO_TEST_CASE(the_scripts_make_their_tokens_and_erase_them_and_nobody_else) {
    const auto& ids = awkward_ids();
    for (const auto& id : ids) Caller{id}.like(chat.message());
    // Every second of them, at the same time: each waits for what may be on its way.
    all_at_once(ids.size() / 2, [&](std::size_t half) {
        const auto& id = ids[2 * half];
        script("token", {"--", id});
        script("realtime-token", {"--", id, chat.id()});
        const auto receipt = script("erase-user", {"--", id});
        if (receipt.find(R"("user_id":")" + id + '"') == std::string::npos) throw std::runtime_error{receipt};
    });
    Texts left;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (i % 2 == 1 || i == ids.size() - 1) left.push_back(ids[i]);
    }
    BOOST_TEST(sorted(rows_of_reactions(chat.message())) == sorted(left), kEach);
    BOOST_TEST(contradictions(chat) == Texts{}, kEach);
    for (const auto& id : ids) {
        BOOST_TEST(sql_number("SELECT COUNT(*) FROM erasures WHERE user_id = " + sql_text(id)) == 0U, id);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
