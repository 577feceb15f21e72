#include "six_weeks.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <random>
#include <stdexcept>
#include <string>

#include "numbered.hpp"

namespace likes::bench {
namespace {

constexpr std::chrono::seconds kAll = std::chrono::days{42};
constexpr std::size_t kWeeks = 6;

/// A message of weeks.sql.
std::string message_of_weeks(std::size_t chat, std::size_t number) {
    constexpr unsigned kGroup = 0x8002;
    constexpr std::uint64_t kScatter = 2'654'435'761;
    constexpr std::uint64_t kNumbers = std::uint64_t{1} << 48U;
    return uuid(kGroup, ((chat << 20U) + number) * kScatter % kNumbers);
}

class Draw {
  public:
    /// From 1 to below `end`; n comes about 1/n times as often as 1.
    std::size_t zipf(std::size_t end) {
        return static_cast<std::size_t>(std::pow(static_cast<double>(end), share_(random_)));
    }

    /// From 0 to below `end`.
    std::size_t below(std::size_t end) { return static_cast<std::size_t>(static_cast<double>(end) * share_(random_)); }

    std::chrono::seconds delay() { return std::chrono::seconds{static_cast<std::int64_t>(minutes_(random_) * 60)}; }

  private:
    std::mt19937_64 random_{1};
    std::uniform_real_distribution<> share_;
    std::exponential_distribution<> minutes_{0.1};
};

struct WeeklyLike {
    std::string message;
    std::size_t user;
    std::chrono::seconds after_begin;
};

WeeklyLike draw(Draw& random, std::size_t messages_of_largest_chat) {
    const std::size_t chat = random.zipf(kChats);
    const std::size_t messages = messages_of_largest_chat / chat;
    const std::size_t number = random.below(messages);
    const std::chrono::seconds written{static_cast<std::size_t>(kAll.count()) * number / messages};
    const auto liked = std::min(written + random.delay(), kAll - std::chrono::seconds{1});
    return {message_of_weeks(chat, number), member(chat, random.zipf(kMembers)), liked};
}

}  // namespace

std::vector<std::filesystem::path> write_weeks(const SixWeeks& weeks, const std::filesystem::path& directory) {
    std::vector<std::filesystem::path> paths;
    std::vector<std::ofstream> files;
    for (std::size_t week = 1; week <= kWeeks; ++week) {
        paths.push_back(directory / ("week-" + std::to_string(week) + ".csv"));
        files.emplace_back(paths.back()) << "message_id,user_id,liked_at\n";
    }
    Draw random;
    for (std::size_t i = 0; i < weeks.likes; ++i) {
        const auto like = draw(random, weeks.messages_of_largest_chat());
        auto& file = files.at(static_cast<std::size_t>(like.after_begin / std::chrono::weeks{1}));
        file << like.message << ',' << user_id(like.user) << ',' << to_rfc3339(weeks.begin + like.after_begin) << '\n';
    }
    for (auto& file : files) {
        file.close();
        if (!file) throw std::runtime_error{"cannot write into " + directory.string()};
    }
    return paths;
}

}  // namespace likes::bench
