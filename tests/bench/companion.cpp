#include "companion.hpp"

#include <cerrno>
#include <cstdint>
#include <system_error>

#include <sys/eventfd.h>
#include <unistd.h>

namespace likes::bench {

StopRequest::StopRequest() : event_{eventfd(0, EFD_CLOEXEC)} {
    if (event_ < 0) throw std::system_error{errno, std::generic_category(), "eventfd"};
}

StopRequest::~StopRequest() {
    close(event_);
}

void StopRequest::send() {
    has_come_ = true;
    eventfd_write(event_, 1);
}

void StopRequest::wake(Poller& poller) const {
    poller.watch(event_, [event = event_] {
        eventfd_t requests = 0;
        eventfd_read(event, &requests);
    });
}

}  // namespace likes::bench
