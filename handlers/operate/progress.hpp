#pragma once

#include <chrono>
#include <iostream>
#include <string>

namespace likes::operate {

/// Prints progress to standard error, at most every few seconds.
class Progress {
  public:
    template <class Text>
    void report(const Text& text) {
        const auto now = std::chrono::steady_clock::now();
        if (now < next_) return;
        next_ = now + kInterval;
        std::cerr << "      … " << text() << std::endl;
    }

  private:
    static constexpr std::chrono::seconds kInterval{5};
    std::chrono::steady_clock::time_point next_ = std::chrono::steady_clock::now() + kInterval;
};

}  // namespace likes::operate
