#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "database/session.hpp"
#include "store/notices/deliveries.hpp"

namespace likes::store {

/// The rows of `notice_deliveries` of the channel `in_app`. Nothing of a row is written but when it is due: whoever
/// changes a notice makes it, or raises its sequence number, and only who has sent it removes it.
class DeliveriesTable final : public Deliveries {
  public:
    explicit DeliveriesTable(database::Session session) : session_{std::move(session)} {}

    std::vector<Delivery> due(std::size_t limit) override;
    std::vector<notices::ShownNotice> shown(std::vector<StoredNotice> stored) override;
    std::map<UserId, notices::Unread> unread(const std::set<UserId>& recipients) override;
    void remove(std::span<const Delivery> done) override;
    void postpone(std::span<const LaterDelivery> later) override;

  private:
    database::Session session_;
};

}  // namespace likes::store
