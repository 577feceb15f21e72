#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "support/api.hpp"
#include "support/chat.hpp"
#include "support/crowd.hpp"
#include "support/patience.hpp"
#include "support/service.hpp"
#include "support/stack.hpp"
#include "support/subscriber.hpp"

// Random histories against a model. LIKES_TEST_SEED=… plays the same ones again.
namespace likes::test {
namespace {

using Random = std::mt19937_64;
using Users = std::vector<std::string>;

std::uint64_t seed() {
    static const std::uint64_t number = [] {
        const std::string given = environment_variable("LIKES_TEST_SEED");
        return given.empty() ? std::random_device{}() : std::stoull(given);
    }();
    return number;
}

template <class Container>
const auto& one_of(const Container& container, Random& random) {
    return container[random() % container.size()];
}

/// As it stands in the path: by code, or by emoji as one keyboard or another writes it.
std::string any_name_of(const KnownReaction& reaction, Random& random) {
    const std::string selector = "\xEF\xB8\x8F";
    switch (random() % 3) {
        case 0:
            return reaction.code;
        case 1:
            return percent_encoded(reaction.emoji);
        default:
            return percent_encoded(reaction.emoji.ends_with(selector)
                                       ? reaction.emoji.substr(0, reaction.emoji.size() - selector.size())
                                       : reaction.emoji + selector);
    }
}

std::string names(const Users& users) {
    std::string text;
    for (const auto& user : users) text += ' ' + user;
    return text;
}

void require(bool condition, const std::string& what) {
    if (!condition) throw std::runtime_error{what};
}

bool contains(const Users& users, const std::string& user) {
    return std::find(users.begin(), users.end(), user) != users.end();
}

/// What there should be of one reaction on one message.
struct Model {
    Users users;
    std::uint64_t version = 0;

    /// Returns whether that changed anything.
    bool set(const std::string& user, bool reacts) {
        if (contains(users, user) == reacts) return false;
        if (reacts) {
            users.push_back(user);
        } else {
            std::erase(users, user);
        }
        ++version;
        return true;
    }

    void check(const LikeState& state, const std::string& reader) const {
        std::ostringstream expected;
        expected << "expected version " << version << " and" << names(users) << "; there is version " << state.version
                 << ", " << state.likes_count << " and" << names(state.liked_by);
        require(state.version == version && state.likes_count == users.size() && state.liked_by == users,
                expected.str());
        require(state.is_liked == contains(users, reader) && state.is_liked_by_user == state.is_liked,
                "the own flag of " + reader + " is wrong");
        // Whoever reacted last may have taken it back, but there was somebody.
        require(state.liked_at.has_value() == (version > 0), "liked_at is wrong");
        require(!state.truncated, "the list is cut off");
    }

    void check(const ReactionButton& button, const std::string& reader) const {
        require(button.version == version && button.likes_count == users.size() &&
                    button.is_liked == contains(users, reader),
                "the button " + button.reaction + " is wrong");
    }
};

using Models = std::map<Subject, Model>;

void check_message(Models& models, const MessageState& message, const std::string& reader) {
    models[{message.like.message_id, "like"}].check(message.like, reader);
    require(message.reactions.size() == known_reactions().size(), "buttons are missing");
    for (const auto& button : message.reactions) {
        models[{message.like.message_id, button.reaction}].check(button, reader);
    }
}

/// One history: calls one after another, each answer held against the model. Throws std::runtime_error where they part.
class History {
  public:
    explicit History(std::uint64_t number) : chat_{5, 4}, random_{number} {
        for (const auto& user : chat_.members()) callers_.emplace_back(user);
        cursor_ = callers_.front().changes(chat_.id()).next;
    }

    const Chat& chat() const { return chat_; }
    const Models& models() const { return models_; }

    void run(std::size_t steps) {
        for (std::size_t step = 0; step < steps; ++step) {
            try {
                take_step();
            } catch (const std::exception& error) {
                throw std::runtime_error{"step " + std::to_string(step) + ": " + error.what()};
            }
        }
    }

  private:
    void take_step() {
        Caller& caller = callers_[random_() % callers_.size()];
        const auto& message = one_of(chat_.messages(), random_);
        switch (random_() % 10) {
            case 0:
                return read_list(caller, message);
            case 1:
                return read_reactions(caller, message);
            case 2:
                return read_chat(caller);
            default:
                return change(caller, message);
        }
    }

    void change(Caller& caller, const std::string& message) {
        const auto& reaction = one_of(known_reactions(), random_);
        const bool reacts = random_() % 5 < 3;
        Model& model = models_[{message, reaction.code}];
        if (model.set(caller.user(), reacts)) changed_.insert(message);
        if (reaction.code == "like" && random_() % 2 == 0) {
            return model.check(reacts ? caller.like(message) : caller.unlike(message), caller.user());
        }
        const auto answer = reaction_state(
            caller.send(reacts ? "PUT" : "DELETE", reaction_path(message, any_name_of(reaction, random_))));
        require(answer.reaction == reaction.code && answer.emoji == reaction.emoji, "another reaction is answered");
        model.check(answer.state, caller.user());
    }

    void read_list(Caller& caller, const std::string& message) {
        const auto list = caller.likes(message);
        Model& model = models_[{message, "like"}];
        model.check(list.state, caller.user());
        Users newest_first;
        for (const auto& [user, since] : list.likes) newest_first.push_back(user);
        require(newest_first == Users{model.users.rbegin(), model.users.rend()}, "the page is another");
    }

    void read_reactions(Caller& caller, const std::string& message) {
        for (const auto& each : caller.reactions(message)) {
            models_[{message, each.reaction}].check(each.state, caller.user());
        }
    }

    void read_chat(Caller& caller) {
        if (random_() % 2 == 0) {
            for (const auto& message : caller.screen(chat_.id(), chat_.messages()).messages) {
                check_message(models_, message, caller.user());
            }
            return;
        }
        const auto changes = caller.changes(chat_.id(), "since=" + cursor_);
        cursor_ = changes.next;
        for (const auto& message : changes.changed) {
            check_message(models_, message, caller.user());
            changed_.erase(message.like.message_id);
        }
        require(!changes.more && changed_.empty(), "a change was left out");
    }

    const Chat chat_;
    std::vector<Caller> callers_;
    Models models_;
    Random random_;
    std::string cursor_;
    /// Since the cursor.
    std::set<std::string> changed_;
};

/// Checks that the tables, and a client that goes by the events alone, say what the models say.
void check_tables(const Chat& chat, const Models& models) {
    const auto tables = chat.tables();
    for (const auto& [subject, model] : models) {
        if (model.version == 0) continue;
        BOOST_TEST_CONTEXT(subject.second << " on " << subject.first) {
            BOOST_REQUIRE(tables.contains(subject));
            const auto& rows = tables.at(subject);
            BOOST_TEST(rows.users == model.users, boost::test_tools::per_element());
            BOOST_TEST(rows.total == model.users.size());
            BOOST_TEST(rows.version == model.version);
        }
    }
    for (const auto& [subject, rows] : tables) {
        const auto model = models.find(subject);
        BOOST_TEST((model != models.end() || (rows.users.empty() && rows.version == 0)));
    }
}

void check_events(const Chat& chat, Subscriber& subscriber) {
    BOOST_TEST(eventually([&] { return chat.outbox_rows() == 0; }));
    for (const auto& [subject, rows] : chat.tables()) {
        const auto& [message, reaction] = subject;
        if (rows.version == 0) continue;
        BOOST_TEST_CONTEXT(reaction << " on " << message) {
            BOOST_REQUIRE(subscriber.wait_for_version(message, rows.version, reaction));
            const auto view = view_of(subscriber.events(), message, reaction);
            BOOST_TEST(view.version == rows.version);
            BOOST_TEST(view.likes_count == rows.users.size());
            BOOST_TEST(view.liked_by == rows.users, boost::test_tools::per_element());
            for (const auto& [user, reacts] : view.flags) BOOST_TEST(reacts == contains(rows.users, user));
            for (const auto& user : rows.users) BOOST_TEST(view.flags.contains(user));
        }
    }
}

BOOST_AUTO_TEST_SUITE(histories)

BOOST_AUTO_TEST_CASE(every_answer_is_that_of_the_model) {
    // The relay makes versions of its own when it publishes what was left. While it may not, a version is a change.
    const HeldLease lease;
    // Side by side, so that batches hold changes of several chats; each is a sequence by itself.
    constexpr std::size_t kHistories = 4;
    constexpr std::size_t kSteps = 1500;
    BOOST_TEST_MESSAGE("LIKES_TEST_SEED=" << seed());
    BOOST_TEST_CONTEXT("LIKES_TEST_SEED=" << seed()) {
        std::vector<std::unique_ptr<History>> histories;
        std::vector<std::unique_ptr<Subscriber>> subscribers;
        for (std::size_t i = 0; i < kHistories; ++i) {
            histories.push_back(std::make_unique<History>(seed() + i));
            subscribers.push_back(std::make_unique<Subscriber>(histories.back()->chat()));
        }
        BOOST_REQUIRE_NO_THROW(all_at_once(kHistories, [&](std::size_t i) { histories[i]->run(kSteps); }));
        for (const auto& history : histories) check_tables(history->chat(), history->models());
        lease.release();
        for (std::size_t i = 0; i < kHistories; ++i) check_events(histories[i]->chat(), *subscribers[i]);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
