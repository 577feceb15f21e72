#pragma once

#include <cstddef>

#include "database/session.hpp"
#include "lanes/lane.hpp"
#include "runtime/config.hpp"
#include "store/analytics/ranking_reader.hpp"

namespace likes::service {

/// Answers the queries for lists, with a reader in each lane.
class Rankings {
  public:
    /// Throws std::runtime_error if a secret cannot be read; never because the database is not there.
    explicit Rankings(const runtime::Config& config);

    lanes::Settings lanes() const { return lanes_; }
    store::RankingReader make_worker() const;

  private:
    database::SessionSettings session_;
    std::size_t inline_messages_;
    lanes::Settings lanes_;
};

}  // namespace likes::service
