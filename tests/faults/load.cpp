#include "faults/load.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <map>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>

#include "support/api.hpp"
#include "support/crowd.hpp"
#include "support/stack.hpp"

namespace likes::test {
namespace {

/// A client that was told 503 comes again after that time, or everybody would only be told 503.
constexpr std::chrono::milliseconds kBackOff{50};

HttpResponse send(Caller& caller, Ask ask, const Subject& subject) {
    const auto& [message, reaction] = subject;
    if (ask == Ask::kRead) return caller.get(message);
    const bool puts = ask == Ask::kPut;
    if (reaction == "like") return puts ? caller.post(message) : caller.del(message);
    return caller.send(puts ? "PUT" : "DELETE", reaction_path(message, reaction));
}

std::optional<LikeState> answer_to(Caller& caller, Ask ask, const Subject& subject) {
    HttpResponse response;
    try {
        response = send(caller, ask, subject);
    } catch (const std::runtime_error&) {
        return std::nullopt;  // No whole answer.
    }
    constexpr int kUnavailable = 503;
    if (response.status == kUnavailable && response.header("retry-after")) return std::nullopt;
    if (subject.second != "like") return reaction_state(response).state;
    return ask == Ask::kRead ? like_list(response).state : like_state(response);
}

/// Makes the call and enters it in the history. The answer, if there was one.
std::optional<LikeState> make_call(Caller& caller, Ask ask, const Subject& subject, History& history) {
    Call call{caller.user(), subject, ask, std::chrono::steady_clock::now(), {}};
    call.answer = answer_to(caller, ask, subject);
    call.ended = std::chrono::steady_clock::now();
    auto answer = call.answer;
    history.add(std::move(call));
    if (!answer) std::this_thread::sleep_for(kBackOff);
    return answer;
}

class Client {
  public:
    Client(const Chat& chat, const std::string& user, std::size_t number, History& history, Habits habits)
        : chat_{chat}, caller_{user}, random_{static_cast<unsigned>(number)}, history_{history}, habits_{habits} {}

    void make_a_call() {
        const auto& message = choose_message();
        const auto choice = habits_.mixed ? random_() % 8 : 2;
        const Subject subject{message, choice == 0 ? "joy" : "like"};
        bool& reacts = reacts_[subject];
        // Mostly the opposite of what there is; now and then what changes nothing.
        const bool puts = reacts == (random_() % 16 == 0);
        const Ask ask = choice == 1 ? Ask::kRead : puts ? Ask::kPut : Ask::kTakeBack;
        if (const auto answer = make_call(caller_, ask, subject, history_)) {
            reacts = answer->is_liked;
            std::this_thread::sleep_for(habits_.pause);
        }
    }

  private:
    const std::string& choose_message() {
        const auto& messages = chat_.messages();
        const std::size_t lasting = habits_.lasting_messages;
        if (lasting == 0) return messages[random_() % messages.size()];
        if (random_() % 4 != 0) return messages[random_() % lasting];
        const auto left_alone = (std::chrono::steady_clock::now() - begun_) / habits_.newest_for;
        return messages[std::min(lasting + static_cast<std::size_t>(left_alone), messages.size() - 1)];
    }

    const Chat& chat_;
    Caller caller_;
    std::minstd_rand random_;
    History& history_;
    Habits habits_;
    Moment begun_ = std::chrono::steady_clock::now();
    std::map<Subject, bool> reacts_;
};

}  // namespace

bool is_long() {
    return environment_variable("LIKES_TEST_LONG") == "1";
}

std::size_t wanted_calls() {
    return is_long() ? 20'000 : 5'000;
}

void change_likes_while(const Chat& chat, History& history, const std::function<void()>& disturb, Habits habits) {
    const auto& members = chat.members();
    meanwhile(
        kClients,
        [&](std::size_t i, const std::stop_token& stop) {
            Client client{chat, members[i % members.size()], i, history, habits};
            try {
                while (!stop.stop_requested()) client.make_a_call();
            } catch (...) {
                history.fail(std::current_exception());
                throw;
            }
        },
        disturb);
}

void change_likes(const Chat& chat, History& history, std::size_t count, Habits habits) {
    bool done = false;
    change_likes_while(
        chat, history, [&] { done = history.wait_for_more(count); }, habits);
    if (!done) throw std::runtime_error{"the clients did not come to " + std::to_string(count) + " calls"};
}

void like_at_once(const std::string& message, std::span<const std::string> members, History& history,
                  const std::stop_token& stop) {
    constexpr std::size_t kThreads = 128;
    std::atomic<std::size_t> next{0};
    all_at_once(kThreads, [&](std::size_t) {
        Caller caller{members.front()};
        for (std::size_t i = next++; i < members.size() && !stop.stop_requested(); i = next++) {
            caller.become(members[i]);
            make_call(caller, Ask::kPut, {message, "like"}, history);
        }
    });
}

}  // namespace likes::test
