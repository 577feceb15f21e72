#include "poller.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <ctime>
#include <system_error>
#include <utility>

#include <sys/epoll.h>
#include <unistd.h>

namespace likes::bench {
namespace {

[[noreturn]] void fail(const char* what) {
    throw std::system_error{errno, std::generic_category(), what};
}

timespec until(SteadyTime deadline) {
    using std::chrono::nanoseconds;
    const auto left = std::max(nanoseconds{0}, nanoseconds{deadline - std::chrono::steady_clock::now()});
    const auto seconds = std::chrono::floor<std::chrono::seconds>(left);
    return {seconds.count(), (left - seconds).count()};
}

}  // namespace

Poller::Poller() : epoll_{epoll_create1(EPOLL_CLOEXEC)} {
    if (epoll_ < 0) fail("epoll_create1");
}

Poller::~Poller() {
    close(epoll_);
}

void Poller::watch(int descriptor, std::function<void()> ready) {
    watchers_.push_back(std::make_unique<std::function<void()>>(std::move(ready)));
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = watchers_.back().get();
    if (epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event) != 0) fail("epoll_ctl");
}

void Poller::forget(int descriptor) const {
    if (epoll_ctl(epoll_, EPOLL_CTL_DEL, descriptor, nullptr) != 0) fail("epoll_ctl");
}

bool Poller::run_until(SteadyTime deadline, const std::function<bool()>& is_done) const {
    std::array<epoll_event, 64> events{};
    while (!is_done()) {
        const timespec left = until(deadline);
        const int count = epoll_pwait2(epoll_, events.data(), static_cast<int>(events.size()), &left, nullptr);
        if (count < 0 && errno != EINTR) fail("epoll_pwait2");
        for (int i = 0; i < count; ++i) {
            (*static_cast<std::function<void()>*>(events.at(static_cast<std::size_t>(i)).data.ptr))();
        }
        if (count == 0 && std::chrono::steady_clock::now() >= deadline) return false;
    }
    return true;
}

}  // namespace likes::bench
