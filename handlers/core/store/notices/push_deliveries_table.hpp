#pragma once

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "base/user_id.hpp"
#include "base/uuid.hpp"
#include "database/session.hpp"
#include "store/notices/push_deliveries.hpp"

namespace likes::store {

/// The rows of `notice_deliveries` of the channel `device`.
class PushDeliveriesTable final : public PushDeliveries {
  public:
    explicit PushDeliveriesTable(database::Session session) : session_{std::move(session)} {}

    std::vector<DevicePush> claim(std::size_t limit) override;
    void finish(std::span<const PushResult> results) override;

  private:
    database::Session session_;
};

/// Has a push be sent to a device of the user's that says that it works. False: there is no such device. For the work
/// of a transaction.
bool schedule_test_push(database::Session& session, const UserId& user, const Uuid& subscription);

}  // namespace likes::store
