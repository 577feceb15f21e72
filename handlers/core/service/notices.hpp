#pragma once

#include <span>
#include <utility>
#include <vector>

#include "database/session.hpp"
#include "lanes/lane.hpp"
#include "notices/queries.hpp"
#include "runtime/config.hpp"

namespace likes::service {

/// Answers what recipients ask of their notices, and does what they do with them. Each lane has one.
class NoticeWorker {
  public:
    explicit NoticeWorker(database::Session session) : session_{std::move(session)} {}

    /// One view per query, in their order, of the kind that belongs to it. All changes of notices are one transaction;
    /// everything else is read, or written, by itself. Throws what database::Session::transaction throws.
    std::vector<notices::View> execute(std::span<const notices::Query> queries);

  private:
    void change_notices(std::span<const notices::Query> queries, std::vector<notices::View>& views);

    database::Session session_;
};

class Notices {
  public:
    /// Throws std::runtime_error if a secret cannot be read; never because the database is not there.
    explicit Notices(const runtime::Config& config);

    lanes::Settings lanes() const { return lanes_; }
    NoticeWorker make_worker() const;

  private:
    database::SessionSettings session_;
    lanes::Settings lanes_;
};

}  // namespace likes::service
