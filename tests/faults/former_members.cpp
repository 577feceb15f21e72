#include "faults/former_members.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <utility>

#include "support/command.hpp"
#include "support/device.hpp"
#include "support/patience.hpp"

namespace likes::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t kMembers = 300;
/// Those who left last try: of them the broker is told last.
constexpr std::size_t kWhoTry = 3;
constexpr milliseconds kPause{50};

/// The broker lets the login in and grants the subscription.
bool may_listen(const BrokerLogin& login, const Chat& chat) {
    constexpr int kFirstFailure = 0x80;
    try {
        Device device{as(login)};
        if (device.connect() != 0) return false;
        const int granted = device.subscribe(chat.topic());
        return granted >= 0 && granted < kFirstFailure;
    } catch (const std::runtime_error&) {
        return false;  // The broker went, or stands still.
    }
}

std::string text_of(steady_clock::duration time) {
    return std::to_string(std::chrono::duration_cast<milliseconds>(time).count()) + " ms";
}

}  // namespace

FormerMembers::FormerMembers()
    : chat_{kMembers}, stays_{broker_login(chat_)}, thread_{[this](const std::stop_token& stop) {
          std::unique_lock lock{mutex_};
          while (!stop.stop_requested()) {
              const auto end = left_.begin() + static_cast<std::ptrdiff_t>(shut_out_);
              const std::vector<FormerMember> trying{end - static_cast<std::ptrdiff_t>(std::min(shut_out_, kWhoTry)),
                                                     end};
              const auto started_at = broker_started_at_;
              lock.unlock();
              for (const auto& member : trying) try_to_listen(member, started_at);
              lock.lock();
              ++tries_;
              changed_.notify_all();
              changed_.wait_for(lock, stop, kPause, [] { return false; });
          }
      }} {}

FormerMembers::~FormerMembers() = default;

void FormerMembers::leave() {
    const std::size_t next = [this] {
        const std::lock_guard lock{mutex_};
        return left_.size() + 1;
    }();
    if (next == chat_.members().size()) throw std::runtime_error{"everybody has left"};
    const auto login = broker_login(chat_.members()[next], chat_.id());
    chat_.leave(login.user);
    const std::lock_guard lock{mutex_};
    left_.push_back({login, steady_clock::now()});
}

void FormerMembers::start_broker() {
    {
        const std::lock_guard lock{mutex_};
        shut_out_ = left_.size();
        broker_started_at_ = steady_clock::now();
    }
    script("service", {"start", "mosquitto"});
}

bool FormerMembers::wait_for_tries(std::size_t count) {
    std::unique_lock lock{mutex_};
    const std::size_t wanted = tries_ + count;
    return changed_.wait_for(lock, kPatience, [&] { return tries_ >= wanted; });
}

std::vector<std::string> FormerMembers::let_in() const {
    const std::lock_guard lock{mutex_};
    std::vector<std::string> texts;
    for (const auto& [user, text] : let_in_) texts.push_back(text);
    return texts;
}

bool FormerMembers::wait_until_well() const {
    std::vector<FormerMember> left;
    {
        const std::lock_guard lock{mutex_};
        left = left_;
    }
    return eventually([&] { return may_listen(stays_, chat_); }) &&
           std::all_of(left.begin(), left.end(), [&](const FormerMember& member) {
               return eventually([&] { return !may_listen(member.login, chat_); });
           });
}

void FormerMembers::try_to_listen(const FormerMember& member, Moment broker_started_at) {
    const auto tried_at = steady_clock::now();
    if (!may_listen(member.login, chat_)) return;
    const std::lock_guard lock{mutex_};
    let_in_.try_emplace(member.login.user, member.login.user + " left " + text_of(broker_started_at - member.left_at) +
                                               " before the broker was started, and was let in " +
                                               text_of(tried_at - broker_started_at) + " after that");
}

}  // namespace likes::test
