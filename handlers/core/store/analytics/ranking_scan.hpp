#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "analytics/ranking.hpp"
#include "base/time.hpp"
#include "database/session.hpp"

namespace likes::store {

/// A list in the making. It is read in parts, in the order of a primary key, so that no statement takes long, whatever
/// the length of the table, and it holds no more than the first kListed entries. Owned by one thread.
class RankingScan {
  public:
    /// About how many rows a part has.
    static constexpr std::size_t kRowsOfPart = 5000;

    RankingScan() = default;
    virtual ~RankingScan() = default;
    RankingScan(const RankingScan&) = delete;
    RankingScan& operator=(const RankingScan&) = delete;

    /// Reads the next part. False if it was the last one. Like items(), throws what database::Session::transaction
    /// throws; then the part is read again by the next call.
    virtual bool read_part(database::Session& session) = 0;

    /// The list, as the column `items` has it. To be called once, after the last part.
    virtual std::string items(database::Session& session) = 0;
};

/// Begins to make the list of which `now` is the moment. A part has `rows` rows; more if those of one user or chat, or
/// the reactions on one message, are more.
std::unique_ptr<RankingScan> begin_scan(const analytics::ListKey& key, Time now,
                                        std::size_t rows = RankingScan::kRowsOfPart);

}  // namespace likes::store
