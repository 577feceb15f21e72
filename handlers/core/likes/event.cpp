#include "likes/event.hpp"

#include <iterator>
#include <utility>

namespace likes {

Event make_event(const Uuid& chat, const Subject& subject, Snapshot snapshot, std::vector<Deeds> batches) {
    std::vector<Uuid> outbox_ids;
    std::vector<Deed> deeds;
    for (auto& batch : batches) {
        outbox_ids.push_back(batch.outbox_id);
        deeds.insert(deeds.end(), std::make_move_iterator(batch.list.begin()),
                     std::make_move_iterator(batch.list.end()));
    }
    return {chat, subject, std::move(snapshot), last_of_each_user(deeds), std::move(outbox_ids)};
}

}  // namespace likes
