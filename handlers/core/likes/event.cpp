#include "likes/event.hpp"

#include <iterator>
#include <utility>

namespace likes {
namespace {

template <class T>
void append(std::vector<T>& list, std::vector<T> more) {
    list.insert(list.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace

void absorb(Event& event, Event other) {
    if (other.snapshot.version >= event.snapshot.version) {
        event.snapshot = std::move(other.snapshot);
    } else {
        std::swap(event.deeds, other.deeds);
    }
    append(event.deeds, std::move(other.deeds));
    append(event.outbox_ids, std::move(other.outbox_ids));
}

}  // namespace likes
