#include "support/outage.hpp"

#include <chrono>
#include <stdexcept>

#include "support/patience.hpp"

namespace likes::test {

LikeState Outage::insist(const std::function<HttpResponse()>& call) {
    constexpr int kUnavailable = 503;
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    while (true) {
        const auto response = call();
        std::unique_lock lock{mutex_};
        if (response.status != kUnavailable) {
            ++answers_;
            changed_.notify_all();
            lock.unlock();
            return like_state(response);
        }
        ++refusals_;
        changed_.wait_until(lock, deadline, [this] { return over_; });
        if (std::chrono::steady_clock::now() > deadline) throw std::runtime_error{"the outage does not end"};
    }
}

void Outage::is_over() {
    const std::lock_guard lock{mutex_};
    over_ = true;
    changed_.notify_all();
}

bool Outage::wait_for_answers(std::size_t count) {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, kPatience, [&] { return answers_ >= count; });
}

std::size_t Outage::answers() const {
    const std::lock_guard lock{mutex_};
    return answers_;
}

std::size_t Outage::refusals() const {
    const std::lock_guard lock{mutex_};
    return refusals_;
}

}  // namespace likes::test
