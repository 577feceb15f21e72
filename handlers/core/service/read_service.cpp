#include "service/read_service.hpp"

#include "lanes/group_commit.hpp"
#include "service/settings.hpp"
#include "store/like_reader.hpp"

namespace likes::service {

/// One queue of queries with one connection to the database.
class ReadService::Lane {
  public:
    explicit Lane(const config::Config& config)
        : reader_{store::Session{session_settings(config)}, window(config)},
          queue_{lane_limits(config), [this](std::span<const LikesQuery> batch) { return reader_.read(batch); }} {}

    LikesView submit(LikesQuery query, std::chrono::steady_clock::time_point deadline) {
        return queue_.submit(std::move(query), deadline);
    }

  private:
    store::LikeReader reader_;
    lanes::GroupCommit<LikesQuery, LikesView> queue_;
};

ReadService::ReadService(const config::Config& config) : request_timeout_{config.server.request_timeout} {
    for (std::size_t i = 0; i < config.server.lanes; ++i) lanes_.push_back(std::make_unique<Lane>(config));
}

ReadService::~ReadService() = default;

LikesView ReadService::read(LikesQuery query) {
    const std::size_t lane = std::hash<Uuid>{}(query.subject.message) % lanes_.size();
    return lanes_[lane]->submit(std::move(query), std::chrono::steady_clock::now() + request_timeout_);
}

}  // namespace likes::service
