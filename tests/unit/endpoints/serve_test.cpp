#include "endpoints/serve.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <future>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <sys/eventfd.h>
#include <unistd.h>

#include "auth/authenticator.hpp"
#include "auth/token_signer.hpp"
#include "database/errors.hpp"
#include "runtime/counters.hpp"
#include "support/patience.hpp"
#include "unit/auth/test_keys.hpp"
#include "unit/base/scratch_file.hpp"
#include "unit/endpoints/build.hpp"
#include "unit/runtime/captured_log.hpp"
#include "unit/web/fastcgi_client.hpp"

namespace likes::endpoints::serve_test {

using namespace std::chrono_literals;
using likes::test::CapturedLog;
using likes::test::eventually;
using likes::test::user;
using web::test::Answer;
using web::test::call;
using web::test::Client;
using web::test::ListeningSocket;

/// Asks for the path; `/unknown` is a request that cannot be understood, and `/unrenderable` one whose view cannot be
/// rendered.
class OpenEcho {
  public:
    using Query = std::string;

    static std::string parse(const web::Request& request) {
        require_understood(request);
        return std::string{request.path};
    }
    static std::size_t lane_hash(const std::string& /*query*/) { return 0; }
    static web::Response render(const web::Request& request, const std::string& query, const std::string& view) {
        if (query == "/unrenderable") throw web::Problem{422, "It cannot be rendered."};
        return {200, {{"X-Path", std::string{request.path}}}, view};
    }

  protected:
    static void require_understood(const web::Request& request) {
        if (request.path == "/unknown") throw web::Problem{404, "There is nothing here."};
    }
};

/// The same for callers who are known, whose names come first, with what their tokens open.
class Echo : public OpenEcho {
  public:
    static std::string_view method() { return "GET"; }
    static std::string parse(const web::Request& request, const auth::Caller& caller) {
        require_understood(request);
        const auto* const opens = caller.scopes.contains(auth::Scope::kAnalytics) ? "+analytics" : "";
        return caller.user.str() + opens + std::string{request.path};
    }
};

/// The same for an endpoint to which all tokens of a user are the same.
class EchoOfUsers : public OpenEcho {
  public:
    static std::string_view method() { return "GET"; }
    static std::string parse(const web::Request& request, const UserId& caller) {
        return caller.str() + std::string{request.path};
    }
};

using Batch = std::vector<std::string>;

/// A worker that is a function. Its view of a query is the query itself.
struct Worker {
    std::function<Batch(const Batch&)> execute_all = [](const Batch& queries) { return queries; };

    Batch execute(std::span<const std::string> queries) const { return execute_all({queries.begin(), queries.end()}); }
};

// -- A batch ----------------------------------------------------------------------------------------------------------

/// Executes a batch of a request at each of these paths, and returns their answers.
std::vector<Answer> answers_of_a_batch(const std::vector<std::string>& paths, Worker worker = {}) {
    const ListeningSocket socket;
    web::Connections connections{{.listening_socket = socket.descriptor()}};
    std::map<std::string, Client> clients;
    for (const auto& path : paths)
        BOOST_REQUIRE(clients.emplace(path, socket).first->second.send_call(call("GET", path)));
    std::vector<Call<OpenEcho>> calls;
    while (calls.size() < paths.size()) {
        for (auto& ticket : connections.poll(web::test::kPatience)) {
            auto query = OpenEcho::parse(ticket.request());
            calls.push_back({std::move(ticket), std::move(query)});
        }
    }
    const OpenEcho endpoint;
    BatchOf<OpenEcho, Worker>{endpoint, std::move(worker)}.execute(calls);
    std::vector<Answer> answers;
    for (const auto& path : paths) answers.push_back(clients.at(path).read_answer());
    return answers;
}

BOOST_AUTO_TEST_SUITE(serve)

BOOST_AUTO_TEST_SUITE(batch_of)

BOOST_AUTO_TEST_CASE(each_request_of_a_batch_gets_its_own_answer) {
    std::size_t batches = 0;
    const std::vector<std::string> paths{"/a", "/b", "/c"};
    const auto answers = answers_of_a_batch(paths, {[&](const Batch& queries) {
                                                ++batches;
                                                return queries;
                                            }});
    BOOST_TEST(batches == 1U);
    for (std::size_t i = 0; i < paths.size(); ++i) {
        BOOST_TEST(answers[i].status == 200);
        BOOST_TEST(answers[i].headers.at("X-Path") == paths[i]);
        BOOST_TEST(answers[i].body == paths[i]);
    }
}

BOOST_AUTO_TEST_CASE(a_view_that_cannot_be_rendered_spoils_no_other_answer) {
    const auto answers = answers_of_a_batch({"/a", "/unrenderable", "/c"});
    BOOST_TEST(answers[0].status == 200);
    BOOST_TEST(answers[1].status == 422);
    BOOST_TEST(answers[2].status == 200);
}

BOOST_AUTO_TEST_CASE(a_worker_that_cannot_answers_all_of_the_batch) {
    struct Case {
        std::function<Batch(const Batch&)> execute;
        int status;
    };
    for (const auto& [execute, status] : {Case{[](const Batch&) -> Batch { throw database::Unavailable{"away"}; }, 503},
                                          Case{[](const Batch&) -> Batch { throw std::runtime_error{"broken"}; }, 500},
                                          // A view too few, and one too many.
                                          Case{[](const Batch& queries) {
                                                   return Batch{queries.begin() + 1, queries.end()};
                                               },
                                               500},
                                          Case{[](const Batch& queries) { return Batch(queries.size() + 1); }, 500}}) {
        const CapturedLog log{"info"};
        for (const auto& answer : answers_of_a_batch({"/a", "/b"}, {execute})) {
            BOOST_TEST(answer.status == status);
            BOOST_TEST(answer.headers.at("Content-Type") == "application/problem+json");
            BOOST_TEST(answer.headers.contains("Retry-After") == (status == 503));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

// -- The road ---------------------------------------------------------------------------------------------------------

/// Lanes whose worker executes a batch only when the test lets it, so that the test knows what waits meanwhile.
class GatedWork {
  public:
    explicit GatedWork(lanes::Limits limits = {}, std::size_t lanes = 1) : settings_{lanes, limits} {}
    ~GatedWork() { open(); }
    GatedWork(const GatedWork&) = delete;
    GatedWork& operator=(const GatedWork&) = delete;

    lanes::Settings lanes() const { return settings_; }
    Worker make_worker() {
        return {[this](const Batch& queries) {
            std::unique_lock lock{mutex_};
            batches_.push_back(queries);
            changed_.notify_all();
            changed_.wait(lock, [this] { return is_open_; });
            return queries;
        }};
    }

    /// Lets every batch end from now on.
    void open() {
        const std::lock_guard lock{mutex_};
        is_open_ = true;
        changed_.notify_all();
    }

    /// Waits until `count` batches have begun, and returns all of them, each in the order of its texts.
    std::vector<Batch> wait_for_batches(std::size_t count) {
        std::unique_lock lock{mutex_};
        BOOST_TEST(changed_.wait_for(lock, likes::test::kPatience, [&] { return batches_.size() >= count; }));
        auto batches = batches_;
        for (auto& batch : batches) std::sort(batch.begin(), batch.end());
        return batches;
    }

  private:
    const lanes::Settings settings_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Batch> batches_;
    bool is_open_ = false;
};

/// A road that serves, in a thread of its own, until it is told to stop.
template <class Callers, class Endpoint>
class Served {
  public:
    Served(Callers& callers, GatedWork& work)
        : work_{work},
          road_{{.listening_socket = socket_.descriptor(), .stop_signal = stop_signal_}, callers, endpoint_, work},
          end_{std::async(std::launch::async, [this] { road_.run(); })} {}
    ~Served() {
        work_.open();
        stop();
        end_.wait();
        ::close(stop_signal_);
    }
    Served(const Served&) = delete;
    Served& operator=(const Served&) = delete;

    /// A connection to it.
    Client connect() const { return Client{socket_}; }

    void stop() const { BOOST_TEST(::eventfd_write(stop_signal_, 1) == 0); }

    /// Whether run() has returned, for which it gets some time.
    bool has_ended() { return end_.wait_for(likes::test::kPatience) == std::future_status::ready; }

  private:
    const Endpoint endpoint_{};
    GatedWork& work_;
    const ListeningSocket socket_;
    const int stop_signal_ = ::eventfd(0, EFD_CLOEXEC);
    Road<Callers, Endpoint, GatedWork> road_;
    std::future<void> end_;
};

/// Waits until that many requests wait in lanes.
bool is_waiting(std::int64_t count) {
    return eventually([=] {
        std::this_thread::yield();
        return runtime::counters().lane_queue.value() == count;
    });
}

/// Sends a request at each of these paths over a connection of its own.
template <class Server>
std::vector<Client> ask_at(const Server& server, const std::vector<std::string>& paths) {
    std::vector<Client> clients;
    for (const auto& path : paths) {
        clients.push_back(server.connect());
        BOOST_REQUIRE(clients.back().send_call(call("GET", path)));
    }
    return clients;
}

/// A road that serves anybody, and whose work waits until the test lets it go on.
template <class Endpoint = OpenEcho>
struct Serving {
    explicit Serving(lanes::Limits limits = {}, std::size_t lanes = 1) : work{limits, lanes} {}

    CapturedLog log{"info"};
    Anybody anybody;
    GatedWork work;
    Served<Anybody, Endpoint> server{anybody, work};
};

/// The same with work that never waits.
struct ServingAtOnce : Serving<> {
    ServingAtOnce() { work.open(); }

    Client client = server.connect();
};

BOOST_AUTO_TEST_SUITE(road)

BOOST_FIXTURE_TEST_CASE(what_anybody_may_ask_is_answered_end_to_end_over_one_connection, ServingAtOnce) {
    for (const std::string path : {"/a", "/b"}) {
        const auto answer = client.ask(call("GET", path));
        BOOST_TEST(answer.status == 200);
        BOOST_TEST(answer.headers.at("X-Path") == path);
        BOOST_TEST(answer.body == path);
    }
    BOOST_TEST(client.ask(call("GET", "/unknown")).status == 404);
    BOOST_TEST(client.ask(call("GET", "/unrenderable")).status == 422);
}

BOOST_FIXTURE_TEST_CASE(every_answer_is_counted_by_its_status_and_timed, ServingAtOnce) {
    const auto count = [](int status) {
        const auto place = std::find(runtime::kStatuses.begin(), runtime::kStatuses.end(), status);
        return runtime::counters().requests.at(static_cast<std::size_t>(place - runtime::kStatuses.begin())).value();
    };
    const auto timed = [] {
        std::uint64_t all = 0;
        const auto& histogram = runtime::counters().request_microseconds;
        for (std::size_t range = 0; range <= runtime::kLatencyBounds.size(); ++range) all += histogram.count(range);
        return all;
    };
    const auto ok_before = count(200);
    const auto not_found_before = count(404);
    const auto timed_before = timed();
    client.ask(call("GET", "/a"));
    client.ask(call("GET", "/unknown"));
    BOOST_TEST(count(200) == ok_before + 1);
    BOOST_TEST(count(404) == not_found_before + 1);
    BOOST_TEST(timed() == timed_before + 2);
}

BOOST_FIXTURE_TEST_CASE(what_comes_while_a_lane_executes_is_its_next_batch, Serving<>) {
    auto clients = ask_at(server, {"/0"});
    work.wait_for_batches(1);
    for (auto& client : ask_at(server, {"/1", "/2", "/3", "/4"})) clients.push_back(std::move(client));
    BOOST_REQUIRE(is_waiting(4));
    work.open();
    for (std::size_t i = 0; i < clients.size(); ++i)
        BOOST_TEST(clients[i].read_answer().body == "/" + std::to_string(i));
    BOOST_TEST((work.wait_for_batches(2) == std::vector<Batch>{{"/0"}, {"/1", "/2", "/3", "/4"}}));
}

BOOST_AUTO_TEST_CASE(lanes_do_not_wait_for_each_other) {
    /// Each path has its lane.
    struct Lanes : OpenEcho {
        static std::size_t lane_hash(const std::string& query) { return static_cast<std::size_t>(query.back()); }
    };
    Serving<Lanes> serving{{}, 3};
    auto clients = ask_at(serving.server, {"/0", "/1", "/2"});
    auto batches = serving.work.wait_for_batches(3);
    std::sort(batches.begin(), batches.end());
    BOOST_TEST((batches == std::vector<Batch>{{"/0"}, {"/1"}, {"/2"}}));
    serving.work.open();
    for (auto& client : clients) BOOST_TEST(client.read_answer().status == 200);
}

BOOST_FIXTURE_TEST_CASE(who_stops_answers_all_that_it_has_taken, Serving<>) {
    // Idle as soon as it is answered.
    auto idle = server.connect();
    BOOST_TEST(idle.ask(call("GET", "/unknown")).status == 404);
    auto clients = ask_at(server, {"/0"});
    work.wait_for_batches(1);
    for (auto& client : ask_at(server, {"/1", "/2"})) clients.push_back(std::move(client));
    BOOST_REQUIRE(is_waiting(2));

    server.stop();
    // It has seen that it shall stop.
    BOOST_TEST(idle.is_closed_by_peer());
    work.open();
    for (auto& client : clients) {
        BOOST_TEST(client.read_answer().status == 200);
        BOOST_TEST(client.is_closed_by_peer());
    }
    BOOST_TEST(server.has_ended());
}

BOOST_FIXTURE_TEST_CASE(who_stops_without_anything_to_do_ends_at_once, Serving<>) {
    server.stop();
    BOOST_TEST(server.has_ended());
}

struct Impatient : Serving<> {
    Impatient() : Serving<>{{.patience = 20ms}} {}
};

BOOST_FIXTURE_TEST_CASE(who_waits_for_too_long_is_answered_503_while_the_lane_is_stuck, Impatient) {
    const auto late_before = runtime::counters().lane_too_late.value();
    auto stuck = ask_at(server, {"/0"});
    work.wait_for_batches(1);
    for (auto& client : ask_at(server, {"/1", "/2"})) {
        const auto answer = client.read_answer();
        BOOST_TEST(answer.status == 503);
        BOOST_TEST(answer.headers.at("Retry-After") == "1");
    }
    BOOST_TEST(runtime::counters().lane_too_late.value() == late_before + 2);
    work.open();
    // What is being executed is answered however long that takes, and what was refused is not executed.
    BOOST_TEST(stuck[0].read_answer().status == 200);
    BOOST_TEST((work.wait_for_batches(1) == std::vector<Batch>{{"/0"}}));
}

struct Narrow : Serving<> {
    Narrow() : Serving<>{{.queue_max = 1, .patience = 1h}} {}
};

BOOST_FIXTURE_TEST_CASE(who_finds_no_room_in_the_lane_is_answered_503_at_once, Narrow) {
    auto clients = ask_at(server, {"/0"});
    work.wait_for_batches(1);
    clients.push_back(std::move(ask_at(server, {"/1"}).front()));
    BOOST_REQUIRE(is_waiting(1));
    BOOST_TEST(ask_at(server, {"/2"}).front().read_answer().status == 503);
    work.open();
    for (auto& client : clients) BOOST_TEST(client.read_answer().status == 200);
}

// -- The callers ------------------------------------------------------------------------------------------------------

constexpr Time kNow{1'800'000'000s};

/// An authenticator over a key file and a clock of its own, which can be made to verify nothing for a while.
class Callers {
  public:
    Callers() {
        file_.write(keys('k'));
        authenticator_.emplace(
            auth::AuthenticatorSettings{.jwks_file = file_.path(), .rules = {}}, [this] { return now_.load(); },
            nullptr);
    }

    // What the road calls.
    std::optional<auth::Verification> recall(std::string_view authorization) {
        return authenticator_->recall(authorization);
    }
    auth::Verification authenticate(std::string_view authorization) {
        if (is_holding_) is_held_ = true;
        is_holding_.wait(true);
        return authenticator_->authenticate(authorization);
    }
    void read_keys_if_due() { authenticator_->read_keys_if_due(); }

    /// The header's value for that user; well signed, unless with another secret than `k`s. `scope` as JSON; empty:
    /// none.
    static std::string bearer(std::string_view name, char secret = 'k', const std::string& scope = {}) {
        auth::TokenClaims claims{user(name), kNow, kNow + 1h, std::nullopt, std::nullopt, {}};
        if (!scope.empty()) claims.extra.emplace("scope", scope);
        return "Bearer " + auth::TokenSigner{auth::KeySet::parse(keys(secret))}.sign(claims);
    }

    /// From now on whoever verifies a token waits until release().
    void hold_verification() { is_holding_ = true; }
    void release() {
        is_holding_ = false;
        is_holding_.notify_all();
    }

    /// Waits until somebody waits.
    bool is_held() const {
        return eventually([this] {
            std::this_thread::yield();
            return is_held_.load();
        });
    }

    /// Another text is in the key file, and it is time to read it.
    void replace_key_file(const std::string& text) {
        file_.replace(text);
        now_ = now_.load() + 1s;
    }

  private:
    static std::string keys(char secret) {
        return auth::test::jwks({auth::test::TestKey::hmac(std::string(32, secret)).private_members()});
    }

    likes::test::ScratchFile file_;
    std::atomic<Time> now_ = kNow;
    std::atomic<bool> is_holding_ = false;
    std::atomic<bool> is_held_ = false;
    std::optional<auth::Authenticator> authenticator_;
};

web::test::Call call_of(const std::string& authorization, std::string path, std::string method = "GET") {
    return call(std::move(method), std::move(path), {}, {{"HTTP_AUTHORIZATION", authorization}});
}

/// A road for callers who are known, with work that never waits. Alice has called already, so her token is known.
struct ServingCallers {
    ServingCallers() {
        work.open();
        BOOST_TEST(client.ask(call_of(alice, "/a")).status == 200);
    }

    const std::string alice = Callers::bearer("alice");
    Callers callers;
    GatedWork work;
    Served<Callers, Echo> server{callers, work};
    Client client = server.connect();
};

BOOST_FIXTURE_TEST_SUITE(callers, ServingCallers)

BOOST_AUTO_TEST_CASE(a_request_is_checked_for_its_method_then_its_caller_then_what_it_asks) {
    struct Case {
        web::test::Call asked;
        int status;
        std::string body;
    };
    const auto forged = Callers::bearer("alice", 'x');
    for (const auto& [asked, status, body] :
         {Case{call_of(alice, "/a"), 200, "alice/a"}, Case{call_of(Callers::bearer("bob"), "/a"), 200, "bob/a"},
          Case{call_of(alice, "/b"), 200, "alice/b"}, Case{call_of(alice, "/unknown"), 404, {}},
          Case{call_of(forged, "/a"), 401, {}}, Case{call_of(forged, "/unknown"), 401, {}},
          Case{call("GET", "/a"), 401, {}}, Case{call("GET", "/unknown"), 401, {}},
          Case{call("POST", "/unknown"), 405, {}}, Case{call_of(alice, "/a", "POST"), 405, {}}}) {
        BOOST_TEST_CONTEXT(asked.params.at("REQUEST_METHOD") << ' ' << asked.params.at("DOCUMENT_URI")) {
            const auto answer = client.ask(asked);
            BOOST_TEST(answer.status == status);
            if (status == 200) BOOST_TEST(answer.body == body);
            if (status == 401) BOOST_TEST(answer.headers.at("WWW-Authenticate") == "Bearer realm=\"chat-likes\"");
            if (status == 405) BOOST_TEST(answer.headers.at("Allow") == "GET");
        }
    }
}

BOOST_AUTO_TEST_CASE(what_a_token_opens_reaches_the_endpoint_when_it_is_verified_and_when_it_is_recalled) {
    const auto operating = Callers::bearer("alice", 'k', R"("openid likes:analytics")");
    for (int i = 0; i < 2; ++i) {
        BOOST_TEST(client.ask(call_of(operating, "/a")).body == "alice+analytics/a");
        BOOST_TEST(client.ask(call_of(alice, "/a")).body == "alice/a");
    }
    BOOST_TEST(client.ask(call_of(Callers::bearer("alice", 'k', "[]"), "/a")).status == 401);
}

BOOST_AUTO_TEST_CASE(an_endpoint_may_take_the_user_alone) {
    Served<Callers, EchoOfUsers> other{callers, work};
    BOOST_TEST(other.connect().ask(call_of(alice, "/a")).body == "alice/a");
}

BOOST_AUTO_TEST_CASE(nobody_waits_for_the_signature_of_another_ones_token_and_a_good_one_is_verified_once) {
    callers.hold_verification();
    auto waiting = server.connect();
    BOOST_REQUIRE(waiting.send_call(call_of(Callers::bearer("bob"), "/a")));
    BOOST_REQUIRE(callers.is_held());
    // By who is known, by nobody, and by who does not get that far.
    BOOST_TEST(client.ask(call_of(alice, "/b")).body == "alice/b");
    BOOST_TEST(client.ask(call("GET", "/a")).status == 401);
    BOOST_TEST(client.ask(call("POST", "/a")).status == 405);
    callers.release();
    BOOST_TEST(waiting.read_answer().body == "bob/a");
}

BOOST_AUTO_TEST_CASE(more_unknown_tokens_than_calls_are_served_at_once_keep_no_known_caller_out) {
    constexpr std::size_t kStrangers = 300;  // A process serves 128 calls at the same time.
    callers.hold_verification();
    const auto forged = Callers::bearer("mallory", 'x');
    std::vector<decltype(server.connect())> strangers;
    std::size_t answered = 0;
    while (strangers.size() < kStrangers && answered == strangers.size()) {
        strangers.push_back(server.connect());
        if (!strangers.back().send_call(call_of(forged, "/a")) || !callers.is_held()) break;
        if (client.ask(call_of(alice, "/a")).status == 200) ++answered;
    }
    callers.release();
    BOOST_TEST(answered == kStrangers);
    for (auto& stranger : strangers) BOOST_TEST(stranger.read_answer().status == 401);
}

BOOST_AUTO_TEST_CASE(the_key_file_is_read_while_nobody_calls) {
    const auto& refused = runtime::counters().jwks_file_refused;
    BOOST_TEST(refused.value() == 0);
    callers.replace_key_file("{");
    BOOST_TEST(eventually([&] { return refused.value() == 1; }));
}

BOOST_AUTO_TEST_CASE(who_stops_answers_those_whose_signature_is_being_verified) {
    callers.hold_verification();
    BOOST_REQUIRE(client.send_call(call_of(Callers::bearer("alice", 'x'), "/a")));
    BOOST_REQUIRE(callers.is_held());
    server.stop();
    callers.release();
    BOOST_TEST(client.read_answer().status == 401);
    BOOST_TEST(server.has_ended());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::endpoints::serve_test
