#pragma once

#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

#include "runtime/counter_file.hpp"
#include "runtime/counters.hpp"
#include "unit/base/scratch_file.hpp"

namespace likes::runtime::test {

/// A directory for the numbers of processes, which goes with the object. At first it is not there.
class Directory {
  public:
    std::filesystem::path path() const { return parent_.path() / "metrics"; }
    std::vector<ProcessCounters> read() const { return read_all(path()); }

    /// A process of that program that publishes what it counts, counts, and is gone when this returns.
    void run_process(const std::string& program, const std::function<void(Counters&)>& count) const {
        const pid_t child = fork();
        if (child < 0) throw std::runtime_error{"fork"};
        if (child == 0) {
            if (open_counters(path(), program)) _exit(1);
            count(counters());
            _exit(0);
        }
        int status = 0;
        if (waitpid(child, &status, 0) != child || status != 0) throw std::runtime_error{"the process failed"};
    }

  private:
    likes::test::ScratchDirectory parent_;
};

}  // namespace likes::runtime::test
