#include "outbound/backoff.hpp"

#include <algorithm>

namespace likes::outbound {

std::chrono::milliseconds Backoff::wait(std::size_t attempts, double random) const {
    auto bound = first;
    for (std::size_t i = 1; i < attempts && bound < longest; ++i) bound *= 2;
    bound = std::min(bound, longest);
    return least + std::chrono::milliseconds{
                       static_cast<std::chrono::milliseconds::rep>(static_cast<double>(bound.count()) * random)};
}

std::chrono::milliseconds Circuits::wait(const std::string& host, SteadyTime now) {
    using std::chrono::milliseconds;
    const auto found = hosts_.find(host);
    if (found == hosts_.end()) return milliseconds{0};
    auto& one = found->second;
    const auto until = std::max(one.closed_until, one.rests_until);
    if (now < until) return std::chrono::ceil<milliseconds>(until - now);
    // One finds out; whether it succeeds or not, it says so, and until then nobody else goes.
    if (one.failures >= failures_) {
        one.is_tried = true;
        one.closed_until = now + kProbeTime;
    }
    return milliseconds{0};
}

void Circuits::succeeded(const std::string& host) {
    const auto found = hosts_.find(host);
    if (found == hosts_.end()) return;
    // One that was under way when the host asked for a rest does not end it.
    found->second = {.rests_until = found->second.rests_until};
    if (found->second.rests_until == SteadyTime{}) hosts_.erase(found);
}

void Circuits::failed(const std::string& host, SteadyTime now) {
    if (hosts_.size() >= kHostsMax && !hosts_.contains(host)) {
        std::erase_if(hosts_,
                      [&](const auto& one) { return one.second.closed_until <= now && one.second.rests_until <= now; });
        if (hosts_.size() >= kHostsMax) return;
    }
    auto& one = hosts_[host];
    // What was under way when it opened says nothing new.
    if (++one.failures != failures_ && !one.is_tried) return;
    if (one.is_tried) one.probe = std::min(one.probe * 2, kLastProbe);
    one.is_tried = false;
    one.closed_until = now + one.probe;
}

void Circuits::rest(const std::string& host, std::chrono::milliseconds length, SteadyTime now) {
    if (hosts_.size() >= kHostsMax && !hosts_.contains(host)) return;
    auto& one = hosts_[host];
    one.rests_until = std::max(one.rests_until, now + std::min<std::chrono::milliseconds>(length, kWaitMax));
}

std::size_t Circuits::open() const {
    return static_cast<std::size_t>(
        std::count_if(hosts_.begin(), hosts_.end(), [&](const auto& one) { return one.second.failures >= failures_; }));
}

}  // namespace likes::outbound
