#pragma once

#include <array>
#include <cstdio>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <spdlog/spdlog.h>
#include <unistd.h>

#include "runtime/log.hpp"

namespace likes::test {

/// What the log writes on standard error for as long as this object lives. One at a time.
class CapturedLog {
  public:
    explicit CapturedLog(std::string_view level) : file_{std::tmpfile(), &std::fclose}, stderr_{::dup(STDERR_FILENO)} {
        if (!file_ || stderr_ < 0) throw std::runtime_error{"standard error cannot be captured"};
        flush();
        ::dup2(::fileno(file_.get()), STDERR_FILENO);
        log::init("a_test", level);
    }

    ~CapturedLog() {
        flush();
        ::dup2(stderr_, STDERR_FILENO);
        ::close(stderr_);
        // A process calls log::init once; a test, once for each of these. What is logged without one goes nowhere.
        spdlog::drop_all();
        spdlog::set_default_logger(std::make_shared<spdlog::logger>("nowhere"));
    }

    CapturedLog(const CapturedLog&) = delete;
    CapturedLog& operator=(const CapturedLog&) = delete;

    /// Everything that was written so far.
    std::string text() const {
        flush();
        std::string text;
        std::array<char, 4096> chunk{};
        for (ssize_t size = 0; (size = ::pread(::fileno(file_.get()), chunk.data(), chunk.size(),
                                               static_cast<off_t>(text.size()))) > 0;) {
            text.append(chunk.data(), static_cast<std::size_t>(size));
        }
        return text;
    }

    /// The same, line by line.
    std::vector<std::string> lines() const {
        std::vector<std::string> lines;
        std::istringstream all{text()};
        for (std::string line; std::getline(all, line);) lines.push_back(line);
        return lines;
    }

  private:
    static void flush() { static_cast<void>(std::fflush(stderr)); }

    std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
    int stderr_;
};

}  // namespace likes::test
