#include "sql_load.hpp"

#include <atomic>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include <cppconn/driver.h>
#include <poll.h>

#include "base/time.hpp"
#include "base/uuid_v7.hpp"
#include "database/session.hpp"
#include "numbered.hpp"
#include "plain_sql.hpp"
#include "publishing/delayed_publisher.hpp"
#include "publishing/outbox.hpp"
#include "publishing/outbox_cleaner.hpp"
#include "publishing/publisher.hpp"
#include "runtime/config.hpp"
#include "service/reaction_changes.hpp"
#include "service/settings.hpp"
#include "store/reaction_writer.hpp"
#include "support/command.hpp"
#include "support/stack.hpp"

namespace likes::bench {
namespace {

using std::chrono::steady_clock;

/// As the handlers are configured.
runtime::Config configuration() {
    runtime::Config config;
    config.database.url = "unix://" + test::script("service", {"socket", "mariadb"});
    config.database.url.erase(config.database.url.find('\n'));
    config.database.password_file = test::stack().secret("db-handlers.password");
    config.feed = {"analytics"};
    return config;
}

/// Has every event as soon as it is published.
class ReadyBroker {
  public:
    ReadyBroker() { publisher_.connection_began(); }
    ~ReadyBroker() {
        stopping_ = true;
        publisher_.wake_up();
        thread_.join();
    }
    ReadyBroker(const ReadyBroker&) = delete;
    ReadyBroker& operator=(const ReadyBroker&) = delete;

    publishing::Publisher& publisher() { return publisher_; }

  private:
    void run() {
        while (!stopping_) {
            pollfd waiting{publisher_.wakes(), POLLIN, 0};
            poll(&waiting, 1, -1);
            acknowledge(publisher_.take());
        }
    }

    void acknowledge(std::vector<publishing::Message> messages) {
        publishing::Ended ended{messages.size(), 0, {}};
        for (auto& message : messages) {
            auto& event = std::get<Event>(message);
            ended.acknowledged.push_back({event.chat, event.target, std::move(event.outbox_ids)});
        }
        publisher_.leave(std::move(ended));
    }

    publishing::Publisher publisher_;
    std::atomic<bool> stopping_ = false;
    std::thread thread_{[this] { run(); }};
};

/// What the handlers have behind their lanes, with a broker that is always ready.
class Handlers {
  public:
    explicit Handlers(runtime::Config config) : config_{std::move(config)} {}

    service::ChangeWorker make_worker() { return {make_writer(), broker_.publisher(), delayed_publisher_}; }

  private:
    store::ReactionWriter make_writer() const {
        return {database::Session{service::session_settings(config_)}, service::writer_settings(config_), system_now,
                seeded_random_bits()};
    }

    std::unique_ptr<publishing::Outbox> make_outbox() const {
        return std::make_unique<publishing::Outbox>(database::Session{service::session_settings(config_)},
                                                    service::recent_likers_limit(config_),
                                                    service::event_interval(config_), service::feed(config_));
    }

    const runtime::Config config_;
    ReadyBroker broker_;
    publishing::DelayedPublisher delayed_publisher_{std::make_unique<store::ReactionWriter>(make_writer()), system_now,
                                                    std::chrono::steady_clock::now, service::event_interval(config_),
                                                    broker_.publisher()};
    publishing::OutboxCleaner cleaner_{make_outbox(), broker_.publisher()};
};

class HandlersWriter final : public SqlLiker {
  public:
    explicit HandlersWriter(Handlers& handlers) : worker_{handlers.make_worker()} {}

    void execute(const std::vector<Pair>& pairs) override {
        static const Reaction kLike = *Reaction::parse("like");
        std::vector<ReactionChange> changes;
        changes.reserve(pairs.size());
        for (const auto& pair : pairs) {
            changes.push_back(
                {{*Uuid::parse(message_id(pair.message)), kLike}, *UserId::parse(user_id(pair.user)), Action::kPut});
        }
        for (const auto& outcome : worker_.execute(changes)) {
            if (outcome.result != ChangeResult::kLiked) throw std::runtime_error{"a like changed nothing"};
        }
    }

  private:
    service::ChangeWorker worker_;
};

std::unique_ptr<SqlLiker> make_liker(SqlLoad::Way way, const runtime::Config& config, Handlers& handlers) {
    switch (way) {
        case SqlLoad::Way::kOneByOne:
            return one_by_one(config);
        case SqlLoad::Way::kInBatches:
            return in_batches(config);
        case SqlLoad::Way::kHandlersWriter:
            return std::make_unique<HandlersWriter>(handlers);
    }
    throw std::logic_error{"no such way"};
}

/// The connections of a load, each in a thread: from place to place until the time is over.
class Crowd {
  public:
    Crowd(const SqlLoad& load, const runtime::Config& config) : load_{load}, config_{config}, next_{load.place} {}

    /// Throws what one of them threw.
    void run() {
        Handlers handlers{config_};
        {
            std::vector<std::jthread> threads;
            begin_ = steady_clock::now();
            for (std::size_t i = 0; i < load_.connections; ++i) {
                threads.emplace_back([&] { like_until_the_end(handlers); });
            }
        }
        elapsed_ = steady_clock::now() - begin_;
        if (fault_) std::rethrow_exception(fault_);
    }

    Calls calls() const {
        const std::size_t likes = transactions_.size() * batch();
        Calls calls{{{"rate", static_cast<double>(likes) / (elapsed_.count() / 1000)}}, likes, next_};
        transactions_.append_to(calls.values);
        return calls;
    }

  private:
    std::size_t batch() const { return load_.way == SqlLoad::Way::kOneByOne ? 1 : config_.server.batch_max; }

    void like_until_the_end(Handlers& handlers) {
        Durations durations;
        try {
            get_driver_instance()->threadInit();
            const auto liker = make_liker(load_.way, config_, handlers);
            while (steady_clock::now() < begin_ + load_.duration) {
                const auto pairs = next_pairs();
                const auto start = steady_clock::now();
                liker->execute(pairs);
                durations.add(steady_clock::now() - start);
            }
        } catch (...) {
            const std::lock_guard lock{mutex_};
            fault_ = std::current_exception();
        }
        const std::lock_guard lock{mutex_};
        transactions_.add(durations);
    }

    std::vector<Pair> next_pairs() {
        const std::size_t place = next_.fetch_add(batch());
        std::vector<Pair> pairs;
        for (std::size_t i = 0; i < batch(); ++i) pairs.push_back(pair_at(place + i));
        return pairs;
    }

    const SqlLoad& load_;
    const runtime::Config& config_;
    SteadyTime begin_;
    Milliseconds elapsed_{};
    std::atomic<std::size_t> next_;
    std::mutex mutex_;
    std::exception_ptr fault_;
    Durations transactions_;
};

}  // namespace

Calls run(const SqlLoad& load) {
    // Its first call is not thread-safe.
    get_driver_instance();
    const auto config = configuration();
    Crowd crowd{load, config};
    crowd.run();
    // What a handler or the relay would do with the rest.
    empty_outbox(config);
    return crowd.calls();
}

}  // namespace likes::bench
