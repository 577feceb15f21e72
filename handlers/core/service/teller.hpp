#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

#include "likes/event.hpp"
#include "likes/event_turn.hpp"
#include "store/like_writer.hpp"
#include "time/time.hpp"

namespace likes::service {

/// Tells what could not be told at once, when its turn has come. Several processes may be reminded of one subject: the
/// first takes the turn and tells everything, the others find nothing left. Should it fail or die, the relay tells.
/// Thread-safe.
class Teller {
  public:
    using Publish = std::function<void(std::vector<Event>)>;

    Teller(store::LikeWriter writer, Clock clock, Publish publish);
    ~Teller();

    Teller(const Teller&) = delete;
    Teller& operator=(const Teller&) = delete;

    void remind(const std::vector<Reminder>& reminders);

    /// Tells what is left in its turn, which is soon, and stops.
    void finish();

  private:
    void run();
    std::vector<Reminder> take_due(Time now);
    void tell(const std::vector<Reminder>& due);

    store::LikeWriter writer_;
    Clock clock_;
    Publish publish_;

    std::mutex mutex_;
    std::condition_variable changed_;
    bool stopping_ = false;
    std::unordered_map<Subject, Reminder> reminders_;
    std::thread thread_;
};

}  // namespace likes::service
