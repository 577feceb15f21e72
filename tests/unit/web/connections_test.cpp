#include "web/connections.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fastcgi.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>

#include "runtime/counters.hpp"
#include "support/crowd.hpp"
#include "unit/runtime/captured_log.hpp"
#include "unit/web/fastcgi_client.hpp"
#include "web/fastcgi.hpp"

namespace likes::web::connections_test {

using namespace std::chrono_literals;
using likes::test::all_at_once;
using likes::test::CapturedLog;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using test::call;
using test::Client;
using test::kPatience;
using test::ListeningSocket;

/// Longer than any test takes.
constexpr milliseconds kLong{60'000};
/// Longer than what a socket holds.
const std::string kLongBody(1'000'000, 'x');
/// Soon over.
constexpr milliseconds kShort{50};
/// A signal to stop, as a descriptor.
class StopSignal {
  public:
    StopSignal() = default;
    ~StopSignal() { ::close(descriptor_); }
    StopSignal(const StopSignal&) = delete;
    StopSignal& operator=(const StopSignal&) = delete;

    int descriptor() const { return descriptor_; }
    void send() const { BOOST_REQUIRE(::eventfd_write(descriptor_, 1) == 0); }

  private:
    int descriptor_ = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
};

std::int64_t open_connections() {
    return runtime::counters().connections.value();
}

/// The body, as often as the query says.
Response echo(const Request& request) {
    std::string body;
    for (std::size_t i = request.query.empty() ? 1 : std::stoul(std::string{request.query}); i > 0; --i) {
        body += request.body;
    }
    return {200, {{"Content-Type", "text/plain"}}, std::move(body)};
}

/// One thread: what it sends is in the socket before it polls, so that nothing here is a matter of luck.
struct Fixture {
    Connections make(ConnectionsSettings settings = {}) const {
        settings.listening_socket = listening.descriptor();
        settings.stop_signal = stop.descriptor();
        return Connections{settings};
    }

    /// Polls until `done`, and returns the tickets that came.
    static std::vector<Ticket> poll_until(Connections& connections,
                                          const std::function<bool(const std::vector<Ticket>&)>& done) {
        std::vector<Ticket> tickets;
        for (const auto end = steady_clock::now() + kPatience; !done(tickets) && steady_clock::now() < end;) {
            for (auto& ticket : connections.poll(5ms)) tickets.push_back(std::move(ticket));
        }
        BOOST_REQUIRE(done(tickets));
        return tickets;
    }

    /// The next request.
    static Ticket next(Connections& connections) {
        auto tickets = poll_until(connections, [](const auto& so_far) { return !so_far.empty(); });
        BOOST_REQUIRE(tickets.size() == 1U);
        return std::move(tickets.front());
    }

    /// Answers the next request with its body, which it returns.
    static std::string answer_next(Connections& connections) {
        auto ticket = next(connections);
        std::string body{ticket.request().body};
        ticket.answer(echo(ticket.request()));
        return body;
    }

    /// The request of a client that has sent it just now.
    static Ticket ask(Connections& connections, Client& client, const std::string& body = "body") {
        BOOST_REQUIRE(client.send_call(call("PUT", "/", body)));
        return next(connections);
    }

    /// A client that was answered with more than its socket holds, and has read nothing of it.
    Client with_long_answer(Connections& connections) const {
        Client client{listening};
        ask(connections, client).answer({200, {}, kLongBody});
        poll_in_vain(connections);
        return client;
    }

    /// Polls until `done`; no request comes meanwhile.
    static void poll_until_true(Connections& connections, const std::function<bool()>& done) {
        BOOST_TEST(poll_until(connections, [&](const auto&) { return done(); }).empty());
    }

    static void poll_until_closed(Connections& connections, Client& client) {
        poll_until_true(connections, [&] { return client.is_closed_by_peer(0ms); });
    }

    static void poll_until_drained(Connections& connections) {
        poll_until_true(connections, [&] { return connections.is_drained(); });
    }

    /// Everything that came has been looked at, and it goes on.
    static void expect_to_go_on(Connections& connections) {
        poll_in_vain(connections);
        BOOST_TEST(!connections.is_drained());
    }

    static void poll_until_open(Connections& connections, std::int64_t count) {
        poll_until_true(connections, [count] { return open_connections() == count; });
    }

    /// Takes note of everything that is there to be read, and finds no request.
    static void poll_in_vain(Connections& connections) {
        for (int i = 0; i < 3; ++i) BOOST_TEST(connections.poll(0ms).empty());
    }

    /// One call and its answer, over a connection that is kept.
    static void serve_one(Connections& connections, Client& client, const std::string& body) {
        auto ticket = ask(connections, client, body);
        ticket.answer(echo(ticket.request()));
        const auto answer = client.read_answer();
        BOOST_TEST(answer.is_complete);
        BOOST_TEST(answer.status == 200);
        BOOST_TEST(answer.body == body);
    }

    ListeningSocket listening;
    StopSignal stop;
};

BOOST_FIXTURE_TEST_SUITE(connections, Fixture)

// -- A request arrives ------------------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(without_a_listening_socket_nobody_is_served) {
    for (const int descriptor : {-1, stop.descriptor()}) {
        ConnectionsSettings settings;
        settings.listening_socket = descriptor;
        BOOST_CHECK_THROW(Connections{settings}, std::runtime_error);
    }
}

BOOST_AUTO_TEST_CASE(a_request_is_what_the_parameters_and_the_body_say) {
    auto connections = make();
    Client client{listening};
    client.send_call(call("PUT", "/api/a", "the body",
                          {{"QUERY_STRING", "a=b&c=%20"},
                           {"HTTP_AUTHORIZATION", "Bearer " + std::string(4000, 'x')},
                           {"HTTP_ACCEPT", "text/csv"},
                           {"HTTP_IF_NONE_MATCH", "\"a\""},
                           {"HTTP_TRACEPARENT", "00-1-2-03"},
                           {"HTTP_COOKIE", "nobody=looks"},
                           {"REMOTE_ADDR", "192.0.2.1"},
                           {"DOCUMENT_URI_NOT", "/another"}}));
    auto ticket = next(connections);
    const auto& request = ticket.request();
    BOOST_TEST(request.method == "PUT");
    BOOST_TEST(request.path == "/api/a");
    BOOST_TEST(request.query == "a=b&c=%20");
    BOOST_TEST(request.authorization == "Bearer " + std::string(4000, 'x'));
    BOOST_TEST(request.accept == "text/csv");
    BOOST_TEST(request.if_none_match == "\"a\"");
    BOOST_TEST(request.traceparent == "00-1-2-03");
    BOOST_TEST(request.request_id == "request-of-a-test");
    BOOST_TEST(request.body == "the body");
    BOOST_TEST(connections.in_service() == 1U);
    ticket.answer({404, {{"X-Other", "1"}}, "None."});
    BOOST_TEST(connections.in_service() == 0U);
    const auto answer = client.read_answer();
    BOOST_TEST(answer.is_complete);
    BOOST_TEST(answer.id == 1);
    BOOST_TEST(answer.status == 404);
    BOOST_TEST(answer.headers.at("Status") == "404 Not Found");
    BOOST_TEST(answer.headers.at("X-Other") == "1");
    BOOST_TEST(answer.headers.at("Content-Length") == "5");
    BOOST_TEST(answer.body == "None.");
}

BOOST_AUTO_TEST_CASE(what_a_request_does_not_say_is_empty_and_not_of_the_one_before) {
    auto connections = make();
    Client client{listening};
    client.send_call(call("PUT", "/", "body", {{"QUERY_STRING", "a=b"}, {"HTTP_AUTHORIZATION", "Bearer a"}}));
    next(connections).answer({});
    BOOST_TEST(client.read_answer().is_complete);
    client.send_call({.params = {}, .id = 7});
    auto ticket = next(connections);
    for (const auto text : {ticket.request().method, ticket.request().path, ticket.request().query,
                            ticket.request().authorization, ticket.request().request_id, ticket.request().body}) {
        BOOST_TEST(text.empty());
    }
    ticket.answer({});
    BOOST_TEST(client.read_answer().id == 7);
}

BOOST_AUTO_TEST_CASE(a_request_in_parts_is_taken_when_the_last_is_there) {
    auto connections = make();
    const auto records = to_records(call("PUT", "/", "body", {{"HTTP_AUTHORIZATION", "Bearer a"}}));
    Client client{listening};
    for (std::size_t size = 1; size < records.size(); ++size) {
        BOOST_TEST_CONTEXT(size << " bytes of " << records.size() << " first") {
            BOOST_REQUIRE(client.write(records.substr(0, size)));
            poll_in_vain(connections);
            BOOST_REQUIRE(client.write(records.substr(size)));
            auto ticket = next(connections);
            BOOST_TEST(ticket.request().authorization == "Bearer a");
            ticket.answer(echo(ticket.request()));
            BOOST_TEST(client.read_answer().body == "body");
        }
    }
    for (const char byte : to_records(call("PUT", "/", "byte by byte"))) {
        poll_in_vain(connections);
        BOOST_REQUIRE(client.write({&byte, 1}));
    }
    BOOST_TEST(answer_next(connections) == "byte by byte");
}

/// Each write takes a buffer of the kernel, whatever its size: so many small ones fill the socket before the request is
/// whole.
BOOST_AUTO_TEST_CASE(a_request_byte_by_byte_that_the_socket_does_not_hold_is_closed_in_time) {
    auto connections = make({.patience = kShort});
    const auto closed = runtime::counters().slow_connections_closed.value();
    const CapturedLog log{"warning"};
    Client client{listening};
    const auto records = to_records(call("PUT", "/", std::string(8000, 'x')));
    std::size_t written = 0;
    while (written < records.size() && client.write_some({&records[written], 1}) == 1) ++written;
    BOOST_REQUIRE(written < records.size());
    poll_until_closed(connections, client);
    BOOST_TEST(open_connections() == 0);
    BOOST_TEST(runtime::counters().slow_connections_closed.value() == closed + 1);
    BOOST_TEST(log.lines().size() == 1U);
}

BOOST_AUTO_TEST_CASE(who_sends_nothing_at_first_or_half_a_request_is_closed_in_time_and_a_kept_connection_is_not) {
    auto connections = make({.patience = kShort});
    Client kept{listening};
    serve_one(connections, kept, "a");
    const CapturedLog log{"warning"};
    Client silent{listening};
    poll_until_closed(connections, silent);
    BOOST_TEST(open_connections() == 1);
    serve_one(connections, kept, "b");
    BOOST_TEST(log.lines().size() == 1U);
    kept.write(to_records(call("PUT", "/", "body")).substr(0, 20));
    poll_until_closed(connections, kept);
    BOOST_TEST(log.lines().size() == 2U);
}

/// What else is broken is told by the tests of fastcgi.
BOOST_AUTO_TEST_CASE(what_can_never_be_a_request_is_closed_at_once) {
    auto connections = make({.patience = kLong});
    const std::string begin = test::begin_request(1, true);
    for (const std::string& bytes :
         {std::string{"GET / HTTP/1.1\r\n\r\n"}, begin + begin,
          begin + test::stream(FCGI_PARAMS, 1, {}) + std::string(kRequestMax, '\1'),
          // A parameter whose name is longer than the parameters are.
          begin + test::stream(FCGI_PARAMS, 1, "\x7F\x01x") + test::stream(FCGI_STDIN, 1, "")}) {
        BOOST_TEST_CONTEXT(bytes.size() << " bytes: " << bytes.substr(0, 20)) {
            Client client{listening};
            BOOST_REQUIRE(client.write(bytes));
            const auto begun = steady_clock::now();
            poll_until_closed(connections, client);
            BOOST_TEST((steady_clock::now() - begun < 1s));
            BOOST_TEST(open_connections() == 0);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_body_over_the_bound_is_413_and_the_connection_goes_on) {
    auto connections = make({.body_max_bytes = 5000});
    Client client{listening};
    serve_one(connections, client, std::string(5000, 'x'));
    const auto too_long = call("PUT", "/", std::string(5001, 'x'));
    BOOST_REQUIRE(client.send_call(too_long));
    poll_in_vain(connections);
    const auto answer = client.read_answer();
    BOOST_TEST(answer.status == 413);
    BOOST_TEST(answer.headers.at("Content-Type") == "application/problem+json");
    BOOST_TEST(answer.body.find("request-of-a-test") != std::string::npos);
    BOOST_TEST(connections.in_service() == 0U);
    serve_one(connections, client, "short");
    // As large as nginx lets anything be.
    BOOST_REQUIRE(client.send_call(call("PUT", "/", std::string(60'000, 'x'))));
    poll_in_vain(connections);
    BOOST_TEST(client.read_answer().status == 413);
    serve_one(connections, client, "short again");
}

// -- Kept connections -------------------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_connection_that_is_not_to_be_kept_is_closed_after_the_answer) {
    auto connections = make();
    Client client{listening};
    auto once = call("PUT", "/", "body");
    once.keeps_connection = false;
    client.send_call(once);
    answer_next(connections);
    poll_until_open(connections, 0);
    const auto answer = client.read_answer();
    BOOST_TEST(answer.is_complete);
    BOOST_TEST(answer.body == "body");
    BOOST_TEST(client.is_closed_by_peer());
}

BOOST_AUTO_TEST_CASE(a_request_that_comes_before_the_answer_is_out_is_taken_after_it) {
    auto connections = make();
    Client client{listening};
    auto first = ask(connections, client, "first");
    client.send_call(call("PUT", "/", "second"));
    poll_in_vain(connections);
    first.answer(echo(first.request()));
    answer_next(connections);
    BOOST_TEST(client.read_answer().body == "first");
    BOOST_TEST(client.read_answer().body == "second");
}

// -- The peer hangs up ------------------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_peer_may_hang_up_before_its_request_or_after_its_answer) {
    auto connections = make();
    Client silent{listening};
    Client half{listening};
    half.write(to_records(call("PUT", "/", "body")).substr(0, 20));
    Client answered{listening};
    serve_one(connections, answered, "body");
    BOOST_TEST(open_connections() == 3);
    for (auto* client : {&silent, &half, &answered}) client->close();
    poll_until_open(connections, 0);
}

BOOST_AUTO_TEST_CASE(a_peer_may_hang_up_before_its_request_is_taken_and_while_it_is_served) {
    auto connections = make();
    enum class When { kBeforeItIsTaken, kNoticed, kUnnoticed };
    for (const auto when : {When::kBeforeItIsTaken, When::kNoticed, When::kUnnoticed}) {
        BOOST_TEST_CONTEXT("case " << static_cast<int>(when)) {
            Client client{listening};
            client.send_call(call("PUT", "/", "body"));
            if (when == When::kBeforeItIsTaken) client.close();
            auto ticket = next(connections);
            client.close();
            if (when == When::kNoticed) poll_in_vain(connections);
            BOOST_TEST(open_connections() == 1);
            BOOST_TEST(ticket.request().body == "body");
            ticket.answer(echo(ticket.request()));
            poll_until_open(connections, 0);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_peer_that_sends_no_more_still_gets_its_answer) {
    auto connections = make();
    Client client{listening};
    client.send_call(call("PUT", "/", "body"));
    client.finish_writing();
    answer_next(connections);
    BOOST_TEST(client.read_answer().body == "body");
    poll_until_open(connections, 0);
}

BOOST_AUTO_TEST_CASE(what_is_open_is_closed_at_the_end) {
    std::optional<Client> client;
    {
        auto connections = make();
        client.emplace(listening);
        serve_one(connections, *client, "body");
    }
    BOOST_TEST(client->is_closed_by_peer());
    BOOST_TEST(open_connections() == 0);
}

// -- An answer that is not taken at once ------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(an_answer_larger_than_the_socket_is_sent_as_its_peer_takes_it) {
    auto connections = make({.patience = kLong});
    for (const bool keeps : {true, false}) {
        BOOST_TEST_CONTEXT("kept: " << keeps) {
            Client client{listening};
            auto question = call("GET", "/");
            question.keeps_connection = keeps;
            client.send_call(question);
            next(connections).answer({200, {}, kLongBody});
            BOOST_TEST(connections.in_service() == 0U);
            std::size_t received = 0;
            while (received < kLongBody.size()) {
                poll_in_vain(connections);
                const auto more = client.read_some(10'000);
                BOOST_REQUIRE(more > 0U);
                received += more;
            }
            poll_in_vain(connections);
            const auto answer = client.read_answer();
            BOOST_TEST(answer.is_complete);
            BOOST_TEST((answer.body == kLongBody));
            if (keeps) {
                serve_one(connections, client, "again");
            } else {
                poll_until_closed(connections, client);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(whoever_has_taken_an_answer_in_time_has_all_the_time_for_the_next_request) {
    auto connections = make({.patience = 300ms});
    auto client = with_long_answer(connections);
    auto reading = std::async(std::launch::async, [&] { return client.read_answer(); });
    poll_until_true(connections, [&] { return reading.wait_for(0s) == std::future_status::ready; });
    BOOST_TEST((reading.get().body == kLongBody));
    // One that comes later and has no more time than that.
    const CapturedLog log{"warning"};
    Client silent{listening};
    poll_until_closed(connections, silent);
    serve_one(connections, client, "later");
}

BOOST_AUTO_TEST_CASE(a_peer_that_takes_no_answer_is_closed_in_time_and_others_are_served_meanwhile) {
    auto connections = make({.patience = 500ms});
    Client other{listening};
    serve_one(connections, other, "before");
    auto stubborn = with_long_answer(connections);
    BOOST_TEST(open_connections() == 2);
    for (int i = 0; i < 10; ++i) serve_one(connections, other, "meanwhile");
    BOOST_TEST(open_connections() == 2);
    const auto closed = runtime::counters().slow_connections_closed.value();
    const CapturedLog log{"warning"};
    poll_until_open(connections, 1);
    BOOST_TEST(runtime::counters().slow_connections_closed.value() == closed + 1);
    BOOST_TEST(log.lines().size() == 1U);
    BOOST_TEST(!stubborn.read_answer().is_complete);
    serve_one(connections, other, "after");
}

BOOST_AUTO_TEST_CASE(a_peer_that_hangs_up_amid_its_answer_is_closed) {
    auto connections = make({.patience = kLong});
    auto client = with_long_answer(connections);
    BOOST_TEST(client.read_some(10'000) > 0U);
    client.close();
    poll_until_open(connections, 0);
}

// -- As many at the same time as may be -------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(more_requests_than_may_be_served_wait_until_one_is_answered) {
    auto connections = make({.requests_max = 2});
    std::vector<Client> clients;
    for (int i = 0; i < 4; ++i) {
        clients.emplace_back(listening);
        clients.back().send_call(call("PUT", "/", std::to_string(i)));
    }
    auto tickets = poll_until(connections, [](const auto& so_far) { return so_far.size() == 2; });
    poll_in_vain(connections);
    // The others are not even accepted: another process may have them.
    BOOST_TEST(open_connections() == 2);
    for (std::size_t i = 0; i < 2; ++i) {
        tickets[i].answer(echo(tickets[i].request()));
        tickets.push_back(next(connections));
        poll_in_vain(connections);
    }
    for (std::size_t i = 2; i < 4; ++i) tickets[i].answer(echo(tickets[i].request()));
    for (std::size_t i = 0; i < 4; ++i) BOOST_TEST(clients[i].read_answer().body == std::to_string(i));
}

BOOST_AUTO_TEST_CASE(an_answer_wakes_whoever_waits_for_room) {
    auto connections = make({.requests_max = 1});
    Client first{listening};
    Client second{listening};
    auto ticket = ask(connections, first, "first");
    second.send_call(call("PUT", "/", "second"));
    const auto begun = steady_clock::now();
    auto polling = std::async(std::launch::async, [&] {
        return poll_until(connections, [](const auto& so_far) { return !so_far.empty(); });
    });
    ticket.answer(echo(ticket.request()));
    auto next_one = polling.get();
    BOOST_TEST(next_one.front().request().body == "second");
    next_one.front().answer({});
    BOOST_TEST((steady_clock::now() - begun < kPatience));
}

BOOST_AUTO_TEST_CASE(a_request_that_is_parked_takes_the_place_of_no_other) {
    auto connections = make({.requests_max = 1});
    Client first{listening};
    Client second{listening};
    auto parked = ask(connections, first, "first");
    second.send_call(call("PUT", "/", "second"));
    poll_in_vain(connections);
    parked.park();
    BOOST_TEST(connections.in_service() == 0U);
    auto ticket = next(connections);
    BOOST_TEST(ticket.request().body == "second");
    BOOST_TEST(connections.in_service() == 1U);
    // It goes on when it can, whether there is a place or not.
    Ticket resumed{std::move(parked)};
    resumed.resume();
    BOOST_TEST(connections.in_service() == 2U);
    resumed.answer(echo(resumed.request()));
    ticket.answer(echo(ticket.request()));
    BOOST_TEST(connections.in_service() == 0U);
    BOOST_TEST(first.read_answer().body == "first");
    BOOST_TEST(second.read_answer().body == "second");
}

BOOST_AUTO_TEST_CASE(a_request_may_be_answered_or_dropped_while_it_is_parked) {
    auto connections = make({.requests_max = 1});
    const CapturedLog log{"error"};
    Client client{listening};
    for (const int status : {200, 500}) {
        auto ticket = ask(connections, client);
        ticket.park();
        if (status == 200) {
            ticket.answer(echo(ticket.request()));
        } else {
            const Ticket dropped{std::move(ticket)};
        }
        BOOST_TEST(client.read_answer().status == status);
        BOOST_TEST(connections.in_service() == 0U);
    }
}

BOOST_AUTO_TEST_CASE(old_and_new_connections_take_turns) {
    constexpr std::size_t kEach = 8;
    for (const std::size_t requests_max : {1U, 2U, 3U}) {
        BOOST_TEST_CONTEXT("at the same time: " << requests_max) {
            auto connections = make({.requests_max = requests_max});
            std::vector<Client> clients;
            for (std::size_t i = 0; i < kEach; ++i) {
                clients.emplace_back(listening);
                serve_one(connections, clients.back(), "to be known");
            }
            for (std::size_t i = 0; i < kEach; ++i) clients.emplace_back(listening);
            for (std::size_t i = 0; i < clients.size(); ++i) {
                clients[i].send_call(call("PUT", "/", i < kEach ? "old" : "new"));
            }
            // The old ones go on asking, each as soon as it is answered: so nothing but turns lets a new one in.
            std::size_t served_old = 0;
            std::size_t served_new = 0;
            while (served_new < kEach && served_old < 100 * kEach) {
                for (auto& ticket : connections.poll(1ms)) {
                    const bool is_new = ticket.request().body == "new";
                    ++(is_new ? served_new : served_old);
                    ticket.answer(echo(ticket.request()));
                }
                for (std::size_t i = 0; i < kEach; ++i) {
                    if (clients[i].read_answer(0ms).is_complete) clients[i].send_call(call("PUT", "/", "old"));
                }
            }
            BOOST_TEST(served_new == kEach);
            // Neither pushes ahead by more than its share.
            BOOST_TEST(served_old >= kEach);
            BOOST_TEST(served_old <= 4 * kEach);
        }
    }
}

BOOST_AUTO_TEST_CASE(who_could_not_be_accepted_for_want_of_descriptors_is_accepted_when_there_is_one) {
    auto connections = make();
    Client first{listening};
    Client second{listening};
    first.send_call(call("PUT", "/", "first"));
    second.send_call(call("PUT", "/", "second"));
    rlimit before{};
    BOOST_REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
    const int lowest_free = ::dup(stop.descriptor());
    ::close(lowest_free);
    const CapturedLog log{"warning"};
    const int free_again = ::dup(stop.descriptor());
    ::close(free_again);
    const rlimit one_more{static_cast<rlim_t>(free_again) + 1, before.rlim_max};
    BOOST_REQUIRE(::setrlimit(RLIMIT_NOFILE, &one_more) == 0);
    auto ticket = next(connections);
    BOOST_TEST(ticket.request().body == "first");
    poll_in_vain(connections);
    ticket.answer(echo(ticket.request()));
    first.close();
    auto other = next(connections);
    BOOST_TEST(other.request().body == "second");
    other.answer({});
    BOOST_REQUIRE(::setrlimit(RLIMIT_NOFILE, &before) == 0);
    BOOST_TEST(log.text().find("a connection cannot be accepted") != std::string::npos);
}

// -- Waiting ----------------------------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(wake_ends_a_poll_that_waits_or_the_next_one) {
    auto connections = make();
    poll_in_vain(connections);
    const auto begun = steady_clock::now();
    connections.wake();
    BOOST_TEST(connections.poll(kLong).empty());
    auto polling = std::async(std::launch::async, [&] { return connections.poll(kLong).empty(); });
    connections.wake();
    BOOST_TEST(polling.get());
    BOOST_TEST((steady_clock::now() - begun < kPatience));
}

BOOST_AUTO_TEST_CASE(poll_waits_no_longer_than_its_patience) {
    auto connections = make();
    BOOST_TEST(connections.poll(0ms).empty());
    const auto begun = steady_clock::now();
    BOOST_TEST(connections.poll(kShort).empty());
    BOOST_TEST((steady_clock::now() - begun >= kShort - 1ms));
}

// -- A ticket ---------------------------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_ticket_that_is_dropped_answers_500) {
    auto connections = make();
    Client client{listening};
    client.send_call(call("PUT", "/", "body"));
    const CapturedLog log{"error"};
    { const auto dropped = next(connections); }
    const auto answer = client.read_answer();
    BOOST_TEST(answer.is_complete);
    BOOST_TEST(answer.status == 500);
    BOOST_TEST(answer.headers.at("Content-Type") == "application/problem+json");
    BOOST_TEST(answer.body.find("request-of-a-test") != std::string::npos);
    BOOST_REQUIRE(log.lines().size() == 1U);
    BOOST_TEST(log.lines()[0].find("request-of-a-test") != std::string::npos);
    BOOST_TEST(connections.in_service() == 0U);
    serve_one(connections, client, "the connection goes on");
}

BOOST_AUTO_TEST_CASE(a_ticket_that_is_moved_is_answered_once) {
    auto connections = make();
    Client client{listening};
    Client other{listening};
    auto ticket = ask(connections, client, "first");
    auto second = ask(connections, other, "second");
    {
        Ticket moved{std::move(ticket)};
        std::swap(moved, second);
        BOOST_TEST(moved.request().body == "second");
        moved.answer(echo(moved.request()));
    }
    second.answer(echo(second.request()));
    BOOST_TEST(client.read_answer().body == "first");
    BOOST_TEST(other.read_answer().body == "second");
    poll_in_vain(connections);
    BOOST_TEST(connections.in_service() == 0U);
}

BOOST_AUTO_TEST_CASE(each_answer_is_counted_whoever_gives_it) {
    auto connections = make();
    const auto answered = [] {
        std::uint64_t sum = 0;
        for (const auto& each : runtime::counters().requests) sum += each.value();
        return sum;
    };
    const auto ok = runtime::counters().requests[0].value();
    const auto before = answered();
    Client client{listening};
    serve_one(connections, client, "body");
    BOOST_TEST(answered() == before + 1);
    BOOST_TEST(runtime::counters().requests[0].value() == ok + 1);
    client.send_call(call("PUT", "/", std::string(10'000, 'x')));
    poll_in_vain(connections);
    BOOST_TEST(client.read_answer().status == 413);
    BOOST_TEST(answered() == before + 2);
    BOOST_TEST(runtime::counters().requests[0].value() == ok + 1);
}

// -- The end ----------------------------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(the_stop_signal_closes_the_connections_that_are_kept_for_later) {
    auto connections = make();
    std::vector<Client> clients;
    for (int i = 0; i < 3; ++i) {
        clients.emplace_back(listening);
        serve_one(connections, clients.back(), "body");
    }
    BOOST_TEST(!connections.is_drained());
    stop.send();
    poll_until_drained(connections);
    for (auto& client : clients) BOOST_TEST(client.is_closed_by_peer());
}

BOOST_AUTO_TEST_CASE(without_connections_the_stop_signal_is_the_end_at_once) {
    auto connections = make();
    expect_to_go_on(connections);
    stop.send();
    connections.poll(kLong);
    BOOST_TEST(connections.is_drained());
}

BOOST_AUTO_TEST_CASE(a_request_in_service_or_parked_is_answered_after_the_stop_signal) {
    for (const bool is_parked : {false, true}) {
        BOOST_TEST_CONTEXT("parked: " << is_parked) {
            const Fixture fixture;
            auto connections = fixture.make();
            Client client{fixture.listening};
            auto ticket = ask(connections, client);
            if (is_parked) ticket.park();
            fixture.stop.send();
            expect_to_go_on(connections);
            ticket.answer(echo(ticket.request()));
            BOOST_TEST(client.read_answer().body == "body");
            poll_until_drained(connections);
            BOOST_TEST(client.is_closed_by_peer());
        }
    }
}

BOOST_AUTO_TEST_CASE(a_request_that_has_arrived_is_served_after_the_stop_signal) {
    auto connections = make({.requests_max = 1});
    Client in_service{listening};
    auto first = ask(connections, in_service, "first");
    first.answer(echo(first.request()));
    BOOST_TEST(in_service.read_answer().body == "first");
    // On a kept connection, on one that waits for its turn, and on one that is just sending.
    Client waits{listening};
    Client sends{listening};
    serve_one(connections, waits, "a");
    const auto records = to_records(call("PUT", "/", "sends"));
    sends.write(records.substr(0, 30));
    poll_in_vain(connections);
    in_service.send_call(call("PUT", "/", "kept"));
    waits.send_call(call("PUT", "/", "waits"));
    stop.send();
    for (const std::string expected : {"kept", "waits"}) {
        auto ticket = next(connections);
        BOOST_TEST(ticket.request().body == expected);
        ticket.answer(echo(ticket.request()));
    }
    expect_to_go_on(connections);
    sends.write(records.substr(30));
    answer_next(connections);
    BOOST_TEST(sends.read_answer().body == "sends");
    poll_until_drained(connections);
    BOOST_TEST(in_service.read_answer().body == "kept");
    BOOST_TEST(waits.read_answer().body == "waits");
}

BOOST_AUTO_TEST_CASE(who_was_accepted_and_has_sent_nothing_is_waited_for_after_the_stop_signal) {
    auto connections = make();
    Client client{listening};
    poll_until_open(connections, 1);
    stop.send();
    expect_to_go_on(connections);
    auto ticket = ask(connections, client);
    ticket.answer(echo(ticket.request()));
    BOOST_TEST(client.read_answer().body == "body");
    poll_until_drained(connections);
}

BOOST_AUTO_TEST_CASE(an_answer_that_is_not_taken_yet_is_waited_for_after_the_stop_signal) {
    auto connections = make({.patience = kLong});
    auto client = with_long_answer(connections);
    stop.send();
    expect_to_go_on(connections);
    auto reading = std::async(std::launch::async, [&] { return client.read_answer(); });
    poll_until_drained(connections);
    BOOST_TEST((reading.get().body == kLongBody));
}

BOOST_AUTO_TEST_CASE(of_many_requests_that_have_arrived_none_is_lost_at_the_stop_signal) {
    constexpr std::size_t kMany = 300;
    auto connections = make({.requests_max = kMany});
    std::vector<Client> clients;
    for (std::size_t i = 0; i < kMany; ++i) {
        clients.emplace_back(listening);
        serve_one(connections, clients.back(), "to be known");
    }
    // More news than are looked at together, the signal being the first.
    stop.send();
    for (auto& client : clients) client.send_call(call("PUT", "/", "body"));
    auto tickets = poll_until(connections, [](const auto& so_far) { return so_far.size() == kMany; });
    for (auto& ticket : tickets) ticket.answer(echo(ticket.request()));
    for (auto& client : clients) BOOST_TEST(client.read_answer().body == "body");
    poll_until_drained(connections);
}

BOOST_AUTO_TEST_CASE(who_comes_after_the_stop_signal_waits_in_the_backlog_for_another_process) {
    auto connections = make();
    Client kept{listening};
    serve_one(connections, kept, "before");
    stop.send();
    Client client{listening};
    client.send_call(call("PUT", "/", "body"));
    poll_until_drained(connections);
    BOOST_TEST(kept.is_closed_by_peer());
    // It has a signal of its own.
    ConnectionsSettings settings;
    settings.listening_socket = listening.descriptor();
    Connections another{settings};
    auto ticket = next(another);
    ticket.answer(echo(ticket.request()));
    BOOST_TEST(client.read_answer().body == "body");
}

BOOST_AUTO_TEST_SUITE_END()

// -- Many threads -----------------------------------------------------------------------------------------------------

/// A process: one thread polls, others answer.
class Server {
  public:
    explicit Server(ConnectionsSettings settings, int answering = 3)
        : connections_{with_sockets(settings)}, polling_{[this] { poll(); }} {
        for (int i = 0; i < answering; ++i) answering_.emplace_back([this] { answer(); });
    }
    ~Server() {
        stop_.send();
        polling_.join();
        for (auto& thread : answering_) thread.join();
    }
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    Client connect() const { return Client{listening_}; }

  private:
    ConnectionsSettings with_sockets(ConnectionsSettings settings) const {
        settings.listening_socket = listening_.descriptor();
        settings.stop_signal = stop_.descriptor();
        return settings;
    }

    void poll() {
        while (!connections_.is_drained()) {
            auto tickets = connections_.poll(kLong);
            const std::lock_guard lock{mutex_};
            for (auto& ticket : tickets) tickets_.push_back(std::move(ticket));
            arrived_.notify_all();
        }
        const std::lock_guard lock{mutex_};
        drained_ = true;
        arrived_.notify_all();
    }

    void answer() {
        std::unique_lock lock{mutex_};
        for (;;) {
            arrived_.wait(lock, [this] { return drained_ || !tickets_.empty(); });
            if (tickets_.empty()) return;
            auto ticket = std::move(tickets_.front());
            tickets_.pop_front();
            lock.unlock();
            ticket.answer(echo(ticket.request()));
            lock.lock();
        }
    }

    ListeningSocket listening_;
    StopSignal stop_;
    Connections connections_;
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<Ticket> tickets_;
    bool drained_ = false;
    std::thread polling_;
    std::vector<std::thread> answering_;
};

BOOST_AUTO_TEST_SUITE(connections_in_threads)

BOOST_AUTO_TEST_CASE(every_request_of_many_kept_connections_gets_its_own_answer) {
    constexpr std::size_t kClients = 8;
    constexpr int kRequests = 500;
    // Fewer at the same time than there are clients, so that some wait for an answer of others.
    Server server{{.requests_max = 5}};
    std::atomic<int> wrong = 0;
    all_at_once(kClients, [&](std::size_t thread) {
        auto client = server.connect();
        for (int i = 0; i < kRequests; ++i) {
            const std::string body = std::to_string(thread) + " asks for " + std::to_string(i);
            if (client.ask(call("PUT", "/", body)).body != body) ++wrong;
        }
    });
    BOOST_TEST(wrong == 0);
}

/// Connections that end at any moment, while others begin and take their places and descriptors: what is still under
/// way for one that is gone never reaches another.
BOOST_AUTO_TEST_CASE(connections_that_come_and_go_do_not_disturb_each_other) {
    constexpr std::size_t kClients = 8;
    constexpr int kConnections = 200;
    Server server{{.requests_max = 5, .patience = kLong}};
    std::atomic<int> wrong = 0;
    all_at_once(kClients, [&](std::size_t thread) {
        std::minstd_rand random{static_cast<unsigned>(thread) + 1};
        const auto any = [&](std::size_t count) { return random() % count; };
        for (int i = 0; i < kConnections; ++i) {
            auto client = server.connect();
            const std::string body = std::to_string(thread) + '/' + std::to_string(i);
            auto question = call("PUT", "/", body + std::string(any(3000), 'x'));
            for (auto requests = any(4); requests > 0; --requests) {
                question.keeps_connection = requests > 1;
                if (client.ask(question).body != question.body) ++wrong;
            }
            // Some hang up amid a request, some amid its service, some before they read the answer.
            if (question.keeps_connection && any(2) == 0) {
                const auto records = to_records(question);
                client.write(std::string_view{records}.substr(0, any(records.size() + 1)));
            }
        }
    });
    BOOST_TEST(wrong == 0);
}

BOOST_AUTO_TEST_CASE(answers_larger_than_the_socket_are_finished_while_others_are_answered) {
    constexpr std::size_t kClients = 6;
    constexpr int kRequests = 40;
    Server server{{.requests_max = 3, .body_max_bytes = 10'000, .patience = kLong}};
    std::atomic<int> wrong = 0;
    all_at_once(kClients, [&](std::size_t thread) {
        auto client = server.connect();
        const std::string body(10'000, static_cast<char>('a' + static_cast<int>(thread)));
        const auto question = call("PUT", "/", body, {{"QUERY_STRING", "50"}});
        std::string expected;
        for (int i = 0; i < 50; ++i) expected += body;
        for (int i = 0; i < kRequests; ++i) {
            if (client.ask(question).body != expected) ++wrong;
        }
    });
    BOOST_TEST(wrong == 0);
}

BOOST_AUTO_TEST_CASE(who_finds_one_process_busy_is_served_by_another_that_has_the_same_socket) {
    const ListeningSocket listening;
    const StopSignal stop;
    ConnectionsSettings settings{.listening_socket = listening.descriptor(), .requests_max = 1};
    Connections busy{settings};
    Client first{listening};
    first.send_call(call("PUT", "/", "first"));
    auto in_service = Fixture::next(busy);
    settings.stop_signal = stop.descriptor();
    Connections other{settings};
    std::atomic<bool> is_over = false;
    std::atomic<std::size_t> taken_by_busy = 0;
    std::thread polling_busy{[&] {
        while (!is_over) taken_by_busy += busy.poll(kLong).size();
    }};
    std::thread polling_other{[&] {
        while (!other.is_drained()) {
            for (auto& ticket : other.poll(kLong)) ticket.answer(echo(ticket.request()));
        }
    }};
    for (int i = 0; i < 20; ++i) {
        Client client{listening};
        BOOST_TEST(client.ask(call("PUT", "/", "body"), 2s).body == "body");
    }
    stop.send();
    polling_other.join();
    is_over = true;
    busy.wake();
    polling_busy.join();
    BOOST_TEST(taken_by_busy == 0U);
    in_service.answer({});
}

BOOST_AUTO_TEST_CASE(a_process_that_stops_loses_no_request_that_it_has_taken) {
    for (int round = 0; round < 20; ++round) {
        std::atomic<int> cut_short = 0;
        std::vector<std::jthread> threads;
        {
            Server server{{.requests_max = 4}};
            std::atomic<int> asking = 0;
            for (int i = 0; i < 4; ++i) {
                threads.emplace_back([&cut_short, &asking, client = server.connect()]() mutable {
                    for (int request = 0;; ++request) {
                        if (request == 1) ++asking;
                        const auto answer = client.ask(call("PUT", "/", "body"));
                        if (answer.is_complete) continue;
                        // The connection was closed between two requests: nothing of an answer came.
                        if (answer.id != 0) ++cut_short;
                        return;
                    }
                });
            }
            while (asking < 4) std::this_thread::yield();
        }
        threads.clear();
        BOOST_TEST(cut_short == 0);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::web::connections_test
