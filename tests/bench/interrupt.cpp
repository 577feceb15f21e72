#include "interrupt.hpp"

#include <csignal>
#include <stdexcept>

namespace likes::bench {
namespace {

volatile std::sig_atomic_t is_interrupted = 0;

void notice(int /*signal*/) {
    is_interrupted = 1;
}

}  // namespace

void notice_interrupts() {
    struct sigaction action {};
    action.sa_handler = notice;
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaction(signal, &action, nullptr);
}

void throw_if_interrupted() {
    if (is_interrupted != 0) throw std::runtime_error{"interrupted"};
}

}  // namespace likes::bench
