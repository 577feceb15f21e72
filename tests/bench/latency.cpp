#include "latency.hpp"

#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "audience.hpp"
#include "caller.hpp"
#include "numbered.hpp"

namespace likes::bench {
namespace {

using std::chrono::steady_clock;

/// Goes from message to message of chat after chat: one is liked again only when its last event is long published.
Pair like_number(std::size_t i, std::size_t chats) {
    constexpr std::size_t kFirstMember = 10;
    const std::size_t chat = i % chats;
    const std::size_t message = chat * kMessagesPerChat + i / chats % kMessagesPerChat;
    const std::size_t turn = i / (chats * kMessagesPerChat);
    return {message, member(chat, kFirstMember + turn % (kMembers - kFirstMember))};
}

/// The seats of those who listen to what happens in so many chats.
std::vector<Seat> seats_of(Listeners listeners, std::size_t chats) {
    std::vector<Seat> seats;
    std::set<std::size_t> authors;
    for (std::size_t chat = 0; chat < chats; ++chat) {
        const std::size_t user = member(chat, 0);
        if (listeners == Listeners::kAMember) seats.push_back({user, chat});
        if (listeners == Listeners::kAuthors && authors.insert(user).second) seats.push_back({user, std::nullopt});
    }
    return seats;
}

/// Likes that are due or made, and of whose event nobody has heard yet, by message.
class Unheard {
  public:
    void expect(const std::string& message, SteadyTime due) {
        if (!due_.insert_or_assign(message, due).second) ++missed_;
    }

    void hear(const test::Delivered& event) {
        const auto like = due_.find(std::string{text_in(event.payload, "message_id")});
        if (like == due_.end()) return;
        heard_.add(steady_clock::now() - like->second);
        due_.erase(like);
    }

    bool empty() const { return due_.empty(); }
    std::size_t count() const { return due_.size() + missed_; }
    const Durations& heard() const { return heard_; }

  private:
    std::unordered_map<std::string, SteadyTime> due_;
    std::size_t missed_ = 0;
    Durations heard_;
};

}  // namespace

Values run(const Latency& latency) {
    // More than are ever busy, unless it all stands still; then the calls wait here, and their time counts.
    constexpr std::size_t kConnections = 64;
    constexpr std::chrono::seconds kPatience{10};
    constexpr int kOk = 200;

    Unheard unheard;
    Poller poller;
    Audience audience{poller, [&](const test::Delivered& event) { unheard.hear(event); }};
    audience.admit(seats_of(latency.listeners, latency.chats));

    // Before the first is due: to sign the tokens takes a while.
    const std::size_t count = latency.likes_per_second * static_cast<std::size_t>(latency.duration.count());
    std::vector<std::string> calls;
    for (std::size_t i = 0; i < count; ++i) {
        const auto [message, user] = like_number(i, latency.chats);
        calls.push_back(like_call(message, user));
    }

    Caller caller{poller, latency.http_port, kConnections};
    Durations answered;
    std::size_t errors = 0;
    const auto begin = steady_clock::now();
    for (std::size_t i = 0; i < count; ++i) {
        const auto due = begin + std::chrono::nanoseconds{std::chrono::seconds{1}} * i / latency.likes_per_second;
        poller.run_until(due);
        if (audience.size() > 0) unheard.expect(message_id(like_number(i, latency.chats).message), due);
        caller.call(std::move(calls[i]), [&, due](int status) {
            if (status != kOk) ++errors;
            answered.add(steady_clock::now() - due);
        });
    }
    poller.run_until(steady_clock::now() + kPatience, [&] { return unheard.empty() && caller.pending() == 0; });

    Values values;
    answered.append_to(values, "answer_");
    if (audience.size() > 0) {
        unheard.heard().append_to(values);
        values.push_back({"events", static_cast<double>(unheard.heard().size())});
        values.push_back({"unheard", static_cast<double>(unheard.count())});
    }
    values.push_back({"errors", static_cast<double>(errors)});
    return values;
}

}  // namespace likes::bench
