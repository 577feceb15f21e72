#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "likes/event.hpp"
#include "publishing/broker.hpp"
#include "publishing/outbox.hpp"
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

/// Takes messages and writes them down. Thread-safe.
class FakeBroker final : public Broker {
  public:
    struct Message {
        Token token;
        std::string topic;
        std::string payload;
        UserProperties properties;
    };

    /// What happens with each message: it is taken, and acknowledged at once.
    bool takes = true;
    bool acknowledges = true;
    /// Called for each message before it is taken, by the thread that publishes it.
    std::function<void(Token)> meanwhile;

    bool is_connected() const override { return takes; }
    std::uint64_t connection() const override { return 1; }

    bool publish(Token token, const std::string& topic, std::string_view payload,
                 const UserProperties& properties) override {
        if (meanwhile) meanwhile(token);
        const std::lock_guard lock{mutex_};
        if (!takes) return false;
        messages_.push_back({token, topic, std::string{payload}, properties});
        if (acknowledges) {
            answers_.push_back({token, true});
        } else {
            ++unanswered_;
        }
        changed_.notify_all();
        return true;
    }

    bool publish_once(std::uint64_t, const std::string&, std::string_view) override { return false; }

    std::vector<Answer> take_answers() override {
        const std::lock_guard lock{mutex_};
        return std::exchange(answers_, {});
    }

    bool wait_until_answered(std::chrono::milliseconds patience) override {
        std::unique_lock lock{mutex_};
        return changed_.wait_for(lock, patience, [this] { return unanswered_ == 0; });
    }

    /// For a broker that does not acknowledge by itself.
    void answer(Token token, bool accepted) {
        const std::lock_guard lock{mutex_};
        answers_.push_back({token, accepted});
        --unanswered_;
        changed_.notify_all();
    }

    /// What was published when it was so many messages; fewer if that takes too long.
    std::vector<Message> wait_for(std::size_t count) {
        std::unique_lock lock{mutex_};
        changed_.wait_for(lock, kPatience, [&] { return messages_.size() >= count; });
        return messages_;
    }

    std::size_t count() {
        const std::lock_guard lock{mutex_};
        return messages_.size();
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Message> messages_;
    std::vector<Answer> answers_;
    std::ptrdiff_t unanswered_ = 0;
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
