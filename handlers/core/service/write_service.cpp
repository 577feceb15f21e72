#include "service/write_service.hpp"

#include <random>

#include "lanes/group_commit.hpp"
#include "service/settings.hpp"
#include "store/like_writer.hpp"

namespace likes::service {
namespace {

RandomBits random_bits() {
    std::random_device seed;
    return [engine = std::mt19937_64{(std::uint64_t{seed()} << 32U) | seed()}]() mutable { return engine(); };
}

store::LikeWriter make_writer(const config::Config& config, Clock clock) {
    return {store::Session{session_settings(config)},
            {window(config), event_interval(config)},
            std::move(clock),
            random_bits()};
}

}  // namespace

/// One queue of changes with one connection to the database.
class WriteService::Lane {
  public:
    Lane(const config::Config& config, Clock clock, events::Publisher& publisher, Teller& teller)
        : writer_{make_writer(config, std::move(clock))},
          publisher_{publisher},
          teller_{teller},
          queue_{lane_limits(config), [this](std::span<const LikeChange> batch) { return execute(batch); }} {}

    LikeOutcome submit(LikeChange change, std::chrono::steady_clock::time_point deadline) {
        return queue_.submit(std::move(change), deadline);
    }

  private:
    std::vector<LikeOutcome> execute(std::span<const LikeChange> batch) {
        auto written = writer_.apply(batch);
        publisher_.offer(std::move(written.events));
        teller_.remind(written.later);
        return std::move(written.outcomes);
    }

    store::LikeWriter writer_;
    events::Publisher& publisher_;
    Teller& teller_;
    lanes::GroupCommit<LikeChange, LikeOutcome> queue_;
};

WriteService::WriteService(const config::Config& config, const Clock& clock)
    : request_timeout_{config.server.request_timeout},
      publisher_{broker_settings(config)},
      teller_{make_writer(config, clock), clock,
              [this](std::vector<Event> events) { publisher_.offer(std::move(events)); }},
      cleaner_{store::Outbox{store::Session{session_settings(config)}, window(config), event_interval(config)},
               [this] { return publisher_.take_acknowledged(); }} {
    for (std::size_t i = 0; i < config.server.lanes; ++i) {
        lanes_.push_back(std::make_unique<Lane>(config, clock, publisher_, teller_));
    }
}

WriteService::~WriteService() = default;

LikeOutcome WriteService::change(LikeChange change) {
    // By message, so that one process never fights itself over a row.
    const std::size_t lane = std::hash<Uuid>{}(change.subject.message) % lanes_.size();
    return lanes_[lane]->submit(std::move(change), std::chrono::steady_clock::now() + request_timeout_);
}

void WriteService::drain() {
    constexpr std::chrono::milliseconds kPatience{500};
    teller_.finish();
    publisher_.drain(kPatience);
    cleaner_.finish();
}

}  // namespace likes::service
