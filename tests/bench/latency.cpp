#include <string>
#include <unordered_map>

#include "audience.hpp"
#include "caller.hpp"
#include "numbered.hpp"
#include "programs.hpp"

namespace likes::bench {

void measure_latency(const Latency& settings) {
    using std::chrono::steady_clock;
    // More than are ever busy, unless it all stands still; then the calls wait here, and their time counts.
    constexpr std::size_t kConnections = 64;
    constexpr std::chrono::seconds kPatience{10};
    constexpr std::size_t kFirstMember = 10;

    std::unordered_map<std::string, SteadyTime> due_likes;  // by message: unheard yet
    Durations answered;
    Durations heard;

    Poller poller;
    Audience audience{poller, [&](const test::Delivered& event) {
                          const auto like = due_likes.find(std::string{text_in(event.payload, "message_id")});
                          if (like == due_likes.end()) return;
                          heard.add(steady_clock::now() - like->second);
                          due_likes.erase(like);
                      }};
    const std::size_t chats = settings.subscribers;
    std::vector<Seat> seats;
    for (std::size_t chat = 0; chat < chats; ++chat) seats.push_back({member(chat, 0), chat});
    audience.admit(seats);

    Caller caller{poller, kConnections};
    const std::size_t messages = chats * kMessagesPerChat;
    const std::size_t count = settings.likes_per_second * static_cast<std::size_t>(settings.duration.count());
    std::size_t errors = 0;
    // From message to message of chat after chat: one is liked again only when its last event is long told.
    std::vector<std::string> calls;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t chat = i % chats;
        const std::size_t message = chat * kMessagesPerChat + i / chats % kMessagesPerChat;
        calls.push_back(like_call(message, member(chat, kFirstMember + i / messages % (kMembers - kFirstMember))));
    }

    const auto begin = steady_clock::now();
    std::size_t missed = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const auto due = begin + std::chrono::nanoseconds{std::chrono::seconds{1}} * i / settings.likes_per_second;
        poller.run_until(due);
        const std::size_t message = i % chats * kMessagesPerChat + i / chats % kMessagesPerChat;
        if (!due_likes.insert_or_assign(message_id(message), due).second) ++missed;
        caller.call(std::move(calls[i]), [&, due](int status) {
            constexpr int kOk = 200;
            if (status != kOk) ++errors;
            answered.add(steady_clock::now() - due);
        });
    }
    poller.run_until(steady_clock::now() + kPatience, [&] { return due_likes.empty() && caller.pending() == 0; });
    answered.say("answer_");
    heard.say();
    say_figure("events", static_cast<double>(heard.size()));
    say_figure("unheard", static_cast<double>(due_likes.size() + missed));
    say_figure("errors", static_cast<double>(errors));
}

}  // namespace likes::bench
