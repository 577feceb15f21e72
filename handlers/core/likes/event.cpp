#include "likes/event.hpp"

#include <iterator>
#include <utility>

namespace likes {

Event make_event(const Uuid& chat, const Subject& subject, Snapshot snapshot, std::vector<Deeds> batches) {
    Event event{chat, subject, std::move(snapshot), {}, {}};
    for (auto& batch : batches) {
        event.outbox_ids.push_back(batch.outbox_id);
        event.deeds.insert(event.deeds.end(), std::make_move_iterator(batch.list.begin()),
                           std::make_move_iterator(batch.list.end()));
    }
    return event;
}

}  // namespace likes
