#include "load.hpp"

#include <boost/test/unit_test.hpp>

#include "support/api.hpp"
#include "support/crowd.hpp"

namespace likes::test {

void change_likes_while(const std::function<void()>& disturb, const Chat& chat, Outage& outage, Ledger& ledger) {
    constexpr std::size_t kCallsAround = 400;
    const auto& messages = chat.messages();
    meanwhile(
        chat.members().size(),
        [&](std::size_t i, const std::stop_token& stop) {
            Caller caller{chat.members()[i]};
            for (std::size_t call = 0; !stop.stop_requested(); ++call) {
                const auto& message = messages[(i + call) % messages.size()];
                const bool like = call / messages.size() % 2 == 0;
                const auto state = outage.insist([&] { return like ? caller.post(message) : caller.del(message); });
                ledger.enter(caller.user(), message, like, state);
            }
        },
        [&] {
            BOOST_TEST(outage.wait_for_answers(kCallsAround));
            disturb();
            outage.is_over();
            BOOST_TEST(outage.wait_for_answers(outage.answers() + kCallsAround));
        });
}

}  // namespace likes::test
