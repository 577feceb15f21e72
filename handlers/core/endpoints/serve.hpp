#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>
#include <vector>

#include "auth/authenticator.hpp"
#include "endpoints/answer.hpp"
#include "endpoints/require.hpp"
#include "lanes/crew.hpp"
#include "lanes/lane.hpp"
#include "runtime/counters.hpp"
#include "runtime/log.hpp"
#include "runtime/process.hpp"
#include "web/connections.hpp"

/// The road of a request from the socket to the row of the database, and back:
///
///     Road::take          the last byte has arrived. Is the caller's token known already? Most often it is;
///     Road::Verifier        if not, its signature is verified, by a thread that neither reads nor executes
///     Road::ask           Endpoint::parse (like.cpp and its neighbours): what is asked for?
///     Lane::try_add       from here on the request waits in a lane, until a thread of the Crew leads it:
///     Lane::perform         everything that waits there becomes a batch
///     BatchOf::execute    Worker::execute (ChangeWorker, or a reader of the store): the batch, in one transaction or
///                           statement; then Endpoint::render for each call
///     Ticket::answer      the answer is written
///
/// A waiting request is a value: a web::Ticket waits for its signature to be verified, a Call for its batch. The
/// threads are a Crew: one of them reads, one leads each lane that has something to do, and the others sleep.
///
/// An `Endpoint` has
///
///     using Query = …                                            what a request asks for
///     method()                                                   the method that it serves, or a span of several
///     parse(const web::Request&, auth::Caller) → Query           throws web::Problem; it may take the UserId alone
///     lane_hash(const Query&)                                    queries of the same hash share a lane
///     render(const web::Request&, const Query&, View) → web::Response    throws web::Problem
///
/// An endpoint without authentication has no method(), and its parse takes only the request. A `Work` has lanes(),
/// which returns their settings, and make_worker(), which is called once for each lane. A worker has
/// `execute(std::span<const Query>)`, which returns a view for each query, in their order, or throws for all of them.
namespace likes::endpoints {

/// A request that waits for its batch.
template <class Endpoint>
struct Call {
    web::Ticket ticket;
    typename Endpoint::Query query;
};

/// What a lane does with a batch of calls.
template <class Endpoint, class Worker>
class BatchOf {
  public:
    using Item = Call<Endpoint>;

    /// `endpoint` outlives it.
    BatchOf(const Endpoint& endpoint, Worker worker) : endpoint_{&endpoint}, worker_{std::move(worker)} {}

    void execute(std::vector<Item>& calls) {
        runtime::counters().batch_requests.observe(calls.size());
        std::vector<typename Endpoint::Query> queries;
        queries.reserve(calls.size());
        for (auto& call : calls) queries.push_back(std::move(call.query));
        auto views = execute(queries, calls);
        for (std::size_t i = 0; i < views.size(); ++i) {
            const auto& request = calls[i].ticket.request();
            calls[i].ticket.answer(
                answer(request, [&] { return endpoint_->render(request, queries[i], std::move(views[i])); }));
        }
    }

  private:
    using Queries = std::vector<typename Endpoint::Query>;
    using Views = decltype(std::declval<Worker>().execute(std::declval<const Queries&>()));

    /// Returns a view for each call. If there are none because the worker failed, all calls have been answered already.
    Views execute(const Queries& queries, std::vector<Item>& calls) {
        try {
            auto views = worker_.execute(queries);
            if (views.size() != calls.size()) throw std::logic_error{"a batch was not answered query by query"};
            return views;
        } catch (...) {
            for (auto& call : calls) call.ticket.answer(answer_to_exception(call.ticket.request()));
            return {};
        }
    }

    const Endpoint* endpoint_;
    Worker worker_;
};

/// In place of an Authenticator where no authentication is needed.
struct Anybody {};

/// `Callers` is auth::Authenticator, or a double of it in a test, or Anybody.
template <class Callers, class Endpoint, class Work>
class Road final : public lanes::Duty {
  public:
    /// The references outlive it.
    Road(const web::ConnectionsSettings& connections, Callers& callers, const Endpoint& endpoint, Work& work)
        : connections_{connections},
          callers_{callers},
          endpoint_{endpoint},
          lanes_{make_lanes(work)},
          verifications_{{.patience = work.lanes().limits.patience}, Verifier{*this}},
          crew_{duties()},
          verifiers_{{&verifications_}, kVerifierNiceness} {}

    /// Serves until the stop signal has come and every request that was taken is answered.
    void run() {
        if constexpr (!kIsPublic) verifiers_.start();
        crew_.start();
        crew_.wait_until_idle();
    }

    /// Reading is always due, until the process stops and no connection is left.
    bool is_due() const override { return !connections_.is_drained(); }

    /// One round of reading. Nothing in it takes long.
    void perform() noexcept override {
        if constexpr (!kIsPublic) callers_.read_keys_if_due();
        const bool is_serving = connections_.in_service() > 0 || verifications_.is_due();
        for (auto& ticket : connections_.poll(is_serving ? kRound : kIdleRound)) take(std::move(ticket));
        refuse_late();
    }

    /// If only one request is in service, there is probably no other one to read.
    bool can_wait() const override { return connections_.in_service() <= 1; }

  private:
    using Batch = BatchOf<Endpoint, decltype(std::declval<Work>().make_worker())>;
    using Lane = lanes::Lane<Batch>;
    static constexpr bool kIsPublic = std::is_same_v<Callers, Anybody>;

    /// The longest poll while requests are in service, so that one that has waited for too long is soon refused; and
    /// the longest poll otherwise: while nobody calls, a new key file is in force, or reported, as soon as ever.
    static constexpr std::chrono::milliseconds kRound{50};
    static constexpr std::chrono::milliseconds kIdleRound{kIsPublic ? 60'000 : 1'000};
    /// Verifiers get the CPU time that the other threads leave, so that made-up tokens do not slow down other callers.
    static constexpr int kVerifierNiceness = 10;

    /// Verifies signatures. That takes 0.05 to 1.6 ms for each key that is tried, of which there are at most eight, and
    /// anyone can send bad ones.
    class Verifier {
      public:
        using Item = web::Ticket;

        explicit Verifier(Road& road) : road_{&road} {}

        void execute(std::vector<web::Ticket>& tickets) {
            if constexpr (!kIsPublic) {
                for (auto& ticket : tickets) {
                    const auto verification = road_->callers_.authenticate(ticket.request().authorization);
                    ticket.resume();
                    road_->ask(std::move(ticket), verification);
                    road_->crew_.notify();
                }
            }
        }

      private:
        Road* road_;
    };

    std::vector<std::unique_ptr<Lane>> make_lanes(Work& work) const {
        const auto settings = work.lanes();
        std::vector<std::unique_ptr<Lane>> lanes;
        for (std::size_t i = 0; i < settings.count; ++i) {
            lanes.push_back(std::make_unique<Lane>(settings.limits, Batch{endpoint_, work.make_worker()}));
        }
        return lanes;
    }

    /// The lanes come before reading, so that requests that were read are executed first.
    std::vector<lanes::Duty*> duties() {
        std::vector<lanes::Duty*> duties;
        for (const auto& lane : lanes_) duties.push_back(lane.get());
        duties.push_back(this);
        return duties;
    }

    void take(web::Ticket ticket) {
        if constexpr (kIsPublic) {
            ask(std::move(ticket));
        } else {
            try {
                require_method(ticket.request(), endpoint_.method());
            } catch (...) {
                ticket.answer(answer_to_exception(ticket.request()));
                return;
            }
            if (const auto known = callers_.recall(ticket.request().authorization)) {
                ask(std::move(ticket), *known);
                return;
            }
            // However many wait here, others are served meanwhile.
            ticket.park();
            if (verifications_.try_add(ticket)) {
                verifiers_.notify();
            } else {
                refuse(ticket);
            }
        }
    }

    /// `caller` is an auth::Verification, or absent where no authentication is needed.
    template <class... Caller>
    void ask(web::Ticket ticket, const Caller&... caller) {
        std::optional<typename Endpoint::Query> query;
        try {
            query = endpoint_.parse(ticket.request(), require_caller(caller)...);
        } catch (...) {
            ticket.answer(answer_to_exception(ticket.request()));
            return;
        }
        auto& lane = *lanes_[Endpoint::lane_hash(*query) % lanes_.size()];
        Call<Endpoint> call{std::move(ticket), *std::move(query)};
        if (!lane.try_add(call)) refuse(call.ticket);
    }

    void refuse_late() {
        for (const auto& lane : lanes_) {
            for (auto& call : lane->take_late()) refuse(call.ticket);
        }
        for (auto& ticket : verifications_.take_late()) refuse(ticket);
    }

    static void refuse(web::Ticket& ticket) { ticket.answer(answer_overloaded(ticket.request())); }

    web::Connections connections_;
    Callers& callers_;
    const Endpoint& endpoint_;
    std::vector<std::unique_ptr<Lane>> lanes_;
    lanes::Lane<Verifier> verifications_;
    // Declared last, because their threads use all of the above. The verifiers are destroyed first, because they wake
    // the crew until their end.
    lanes::Crew crew_;
    lanes::Crew verifiers_;
};

/// Serves `endpoint` for callers whom `callers` authenticates, with the workers of `work`, until the process is told to
/// stop; then answers every request that it has taken, and returns. Throws std::runtime_error if file descriptor 0 is
/// no listening socket.
template <class Callers, class Endpoint, class Work>
void serve(const runtime::Process& process, Callers& callers, const Endpoint& endpoint, Work& work) {
    web::ConnectionsSettings settings;
    settings.stop_signal = process.stop_signal();
    Road<Callers, Endpoint, Work> road{settings, callers, endpoint, work};
    runtime::counters().serving.set(1);
    log::info("serving");
    road.run();
    log::info("stopped");
}

/// The same without authentication.
template <class Endpoint, class Work>
void serve(const runtime::Process& process, const Endpoint& endpoint, Work& work) {
    Anybody anybody;
    serve(process, anybody, endpoint, work);
}

}  // namespace likes::endpoints
