#include "end_of_input.hpp"

#include <array>

#include <unistd.h>

namespace likes::bench {

EndOfInput::EndOfInput(Poller& poller) {
    poller.watch(STDIN_FILENO, [this, &poller] {
        std::array<char, 64> ignored{};
        if (read(STDIN_FILENO, ignored.data(), ignored.size()) > 0) return;
        has_come_ = true;
        poller.forget(STDIN_FILENO);
    });
}

}  // namespace likes::bench
