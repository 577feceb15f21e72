#pragma once

#include <chrono>
#include <memory>
#include <vector>

#include "config/config.hpp"
#include "likes/likes_query.hpp"

namespace likes::service {

/// Answers queries in batches, in lanes that each have a connection to the database. Thread-safe.
class ReadService {
  public:
    /// Throws std::runtime_error if a secret cannot be read; never because the database is not there.
    explicit ReadService(const config::Config& config);
    ~ReadService();

    /// Sees everything committed before the call. Throws lanes::Overloaded, store::Unavailable, or std::runtime_error
    /// for what should not happen.
    LikesView read(LikesQuery query);

  private:
    class Lane;

    std::chrono::milliseconds request_timeout_;
    std::vector<std::unique_ptr<Lane>> lanes_;
};

}  // namespace likes::service
