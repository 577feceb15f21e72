#include "lanes/crew.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include <sys/resource.h>
#include <unistd.h>

namespace likes::lanes {

void Crew::start() {
    for (std::size_t i = 0; i < duties_.size(); ++i) {
        threads_.emplace_back([this] {
            // On Linux this applies to the calling thread only. If it is refused, the thread works all the same.
            if (niceness_ > 0) setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), niceness_);
            work();
        });
    }
}

Crew::~Crew() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    changed_.notify_all();
    for (auto& thread : threads_) thread.join();
}

void Crew::notify() {
    const std::lock_guard lock{mutex_};
    if (sleeping_ > 0 && next() != nullptr) changed_.notify_one();
}

void Crew::wait_until_idle() {
    std::unique_lock lock{mutex_};
    idle_.wait(lock, [this] { return taken_ == 0 && next() == nullptr; });
}

void Crew::work() {
    std::uint64_t performed_before = 0;
    std::unique_lock lock{mutex_};
    while (!stopping_) {
        Duty* const duty = next();
        if (duty == nullptr) {
            if (taken_ == 0) idle_.notify_all();
            sleep(lock, performed_before);
            continue;
        }
        duty->is_taken_ = true;
        ++taken_;
        ++performed_;
        // If another duty is due, another thread is woken for it, which in turn checks whether there is more.
        const Duty* const other = sleeping_ > 0 ? next() : nullptr;
        if (other != nullptr && !(dozing_ > 0 && other->can_wait())) changed_.notify_one();
        lock.unlock();
        duty->perform();
        lock.lock();
        duty->is_taken_ = false;
        --taken_;
    }
}

void Crew::sleep(std::unique_lock<std::mutex>& lock, std::uint64_t& performed_before) {
    constexpr std::chrono::milliseconds kDoze{1};
    ++sleeping_;
    const bool is_busy = std::exchange(performed_before, performed_) != performed_;
    // One that dozes is enough for all.
    if (is_busy && dozing_ == 0) {
        ++dozing_;
        changed_.wait_for(lock, kDoze);
        --dozing_;
    } else {
        changed_.wait(lock);
    }
    --sleeping_;
}

Duty* Crew::next() const {
    const auto found = std::find_if(duties_.begin(), duties_.end(),
                                    [](const Duty* duty) { return !duty->is_taken_ && duty->is_due(); });
    return found == duties_.end() ? nullptr : *found;
}

}  // namespace likes::lanes
