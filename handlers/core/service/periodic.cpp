#include "service/periodic.hpp"

#include <condition_variable>
#include <exception>
#include <mutex>
#include <stop_token>
#include <utility>

#include "database/errors.hpp"
#include "runtime/log.hpp"

namespace likes::service {

void attempt(const char* what, const std::function<void()>& work) {
    try {
        work();
    } catch (const database::Unavailable& fault) {
        log::warning("the database is unavailable; the next round tries again",
                     {{"work", what}, {"error", fault.what()}});
    } catch (const std::exception& fault) {
        log::error("the work of this round failed; the next round tries again",
                   {{"work", what}, {"error", fault.what()}});
    }
}

Periodic::Periodic(const char* what, std::chrono::milliseconds interval, std::function<void()> work)
    : thread_{[what, interval, work = std::move(work)](const std::stop_token& stop) {
          std::mutex mutex;
          std::condition_variable_any wake_up;
          std::unique_lock lock{mutex};
          while (!stop.stop_requested() && interval.count() > 0) {
              attempt(what, work);
              wake_up.wait_for(lock, stop, interval, [] { return false; });
          }
      }} {}

}  // namespace likes::service
