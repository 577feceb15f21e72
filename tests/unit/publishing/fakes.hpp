#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include <poll.h>

#include "likes/event.hpp"
#include "publishing/event_json.hpp"
#include "publishing/outbox.hpp"
#include "publishing/publisher.hpp"
#include "store/due_events.hpp"
#include "unit/likes/build.hpp"

/// What publishing talks to, without a broker and without a database.
namespace likes::publishing::test {

/// Long enough for everything that shall happen; reached only where a test fails.
inline constexpr std::chrono::milliseconds kPatience{20'000};

/// The `number`th of some events, each of another message.
inline Event event(std::uint32_t number) {
    Uuid::Bytes message{};
    for (std::size_t i = 0; i < 4; ++i) message[i] = static_cast<std::uint8_t>(number >> (24 - 8 * i));
    Uuid::Bytes row = message;
    row.back() = 1;
    return {likes::test::uuid(7), {Uuid{message}, Reaction::like()}, {}, {likes::test::liked("alice")}, {Uuid{row}}};
}

inline std::vector<Event> events(std::uint32_t first, std::uint32_t count) {
    std::vector<Event> list;
    for (std::uint32_t i = 0; i < count; ++i) list.push_back(event(first + i));
    return list;
}

/// What MqttClient is for the product, with a broker behind it that writes down what it gets. Thread-safe.
class FakeBroker {
  public:
    struct Written {
        std::string payload;
        PublishedEvent event;
    };

    FakeBroker() { publisher.connection_began(); }
    ~FakeBroker() {
        stopping_ = true;
        publisher.wake_up();
        thread_.join();
    }
    FakeBroker(const FakeBroker&) = delete;
    FakeBroker& operator=(const FakeBroker&) = delete;

    Publisher publisher;
    /// What happens with each event: it is acknowledged at once.
    std::atomic<bool> acknowledges = true;

    /// For a broker that does not acknowledge by itself.
    void answer(const Written& written, bool accepted) {
        Ended ended{1, accepted ? 0U : 1U, {}};
        if (accepted) ended.acknowledged.push_back(written.event);
        publisher.leave(std::move(ended));
    }

    /// What was published when it was so many events; fewer if that takes too long.
    std::vector<Written> wait_for(std::size_t count) {
        std::unique_lock lock{mutex_};
        changed_.wait_for(lock, kPatience, [&] { return written_.size() >= count; });
        return written_;
    }

    std::size_t count() {
        const std::lock_guard lock{mutex_};
        return written_.size();
    }

  private:
    void run() {
        while (!stopping_) {
            pollfd waiting{publisher.wakes(), POLLIN, 0};
            poll(&waiting, 1, -1);
            for (auto& message : publisher.take()) write(std::get<Event>(message));
        }
    }

    void write(const Event& event) {
        const Written written{to_json(event), {event.chat, event.target, event.outbox_ids}};
        {
            const std::lock_guard lock{mutex_};
            written_.push_back(written);
        }
        if (acknowledges) answer(written, true);
        changed_.notify_all();
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Written> written_;
    std::atomic<bool> stopping_ = false;
    std::thread thread_{[this] { run(); }};
};

/// What was asked of a fake, for a test that waits for it. Thread-safe.
template <class Call>
class Calls {
  public:
    void add(Call call) {
        const std::lock_guard lock{mutex_};
        calls_.push_back(std::move(call));
        changed_.notify_all();
    }

    std::vector<Call> all() {
        const std::lock_guard lock{mutex_};
        return calls_;
    }

    /// All of them when there are so many; fewer if that takes too long.
    std::vector<Call> wait_for(std::size_t count) {
        std::unique_lock lock{mutex_};
        changed_.wait_for(lock, kPatience, [&] { return calls_.size() >= count; });
        return calls_;
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Call> calls_;
};

/// An outbox that writes down what is settled. `fail` is called first, and may throw.
class FakePublishedEvents final : public PublishedEvents {
  public:
    using Settled = std::vector<PublishedEvent>;

    explicit FakePublishedEvents(Calls<Settled>& settled, std::function<void()> fail = {})
        : settled_{settled}, fail_{std::move(fail)} {}

    void settle(std::span<const PublishedEvent> published) override {
        if (fail_) fail_();
        settled_.add({published.begin(), published.end()});
    }

  private:
    Calls<Settled>& settled_;
    std::function<void()> fail_;
};

/// Writes down which turns were taken, and answers as `take` does; by default, with an event for each target.
class FakeDueEvents final : public store::DueEvents {
  public:
    using Asked = std::vector<PendingEvent>;

    explicit FakeDueEvents(Calls<Asked>& asked, std::function<Taken(const Asked&)> take = take_all)
        : asked_{asked}, take_{std::move(take)} {}

    Taken take_due(std::span<const PendingEvent> pending) override {
        const Asked asked{pending.begin(), pending.end()};
        // Written down last, so that whoever waits for it finds it done.
        const struct Note {
            Calls<Asked>& calls;
            const Asked& asked;
            ~Note() { calls.add(asked); }
        } note{asked_, asked};
        return take_(asked);
    }

    static Taken take_all(const Asked& asked) {
        Taken taken;
        for (const auto& each : asked) {
            taken.events.push_back({each.chat, each.target, {}, {likes::test::liked("alice")}, {each.target.message}});
        }
        return taken;
    }

  private:
    Calls<Asked>& asked_;
    std::function<Taken(const Asked&)> take_;
};

}  // namespace likes::publishing::test
