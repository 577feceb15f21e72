#pragma once

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

#include "runtime/counter_file.hpp"
#include "runtime/counters.hpp"

namespace likes::runtime::test {

/// A directory for the numbers of processes, which goes with the object. At first it is not there.
class Directory {
  public:
    Directory() {
        std::string name = (std::filesystem::temp_directory_path() / "likes-metrics.XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error{"there is no temporary directory"};
        parent_ = name;
    }
    ~Directory() {
        std::error_code error;
        std::filesystem::remove_all(parent_, error);
    }
    Directory(const Directory&) = delete;
    Directory& operator=(const Directory&) = delete;

    std::filesystem::path path() const { return parent_ / "metrics"; }
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
    std::filesystem::path parent_;
};

}  // namespace likes::runtime::test
