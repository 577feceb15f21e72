#include "relay/revoker.hpp"

#include <algorithm>
#include <utility>

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "log/log.hpp"
#include "metrics/process.hpp"
#include "service/settings.hpp"
#include "topics.hpp"

namespace likes::relay {
namespace {

using std::chrono::steady_clock;

/// Entries of one message, as the plugin takes them.
constexpr std::size_t kPartMax = 1000;
/// How long the broker may take to acknowledge what it is told.
constexpr std::chrono::milliseconds kPatience{2000};
/// An ordinary look goes back so far: the longest that a chat backend may take between the moment it writes into
/// `left_at` and its commit, and that its clock may be behind. A full look goes back as far as a token can live.
constexpr std::chrono::seconds kRecent{60};
constexpr std::chrono::seconds kFullLookInterval{10};

/// The control message: `{"revocations":[{"user_id","chat_id","before"}…],"complete":bool}`, `before` in microseconds.
std::string control_message(std::vector<store::Leaver>::const_iterator first,
                            std::vector<store::Leaver>::const_iterator last, Time before, bool complete) {
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> json{buffer};
    const auto put = [&json](std::string_view name, std::string_view value) {
        json.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
        json.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
    };
    json.StartObject();
    json.Key("revocations");
    json.StartArray();
    for (; first != last; ++first) {
        json.StartObject();
        put("user_id", first->user.str());
        put("chat_id", first->chat.to_string());
        json.Key("before");
        json.Int64(before.time_since_epoch().count());
        json.EndObject();
    }
    json.EndArray();
    json.Key("complete");
    json.Bool(complete);
    json.EndObject();
    return {buffer.GetString(), buffer.GetSize()};
}

/// The broker knows everybody who left.
void count_look(std::size_t told) {
    metrics::here().revocations_told.add(told);
    metrics::here().revocations_looked_at.set(
        std::chrono::floor<std::chrono::seconds>(system_now()).time_since_epoch().count());
}

}  // namespace

Revoker::Revoker(const config::Config& config)
    : token_lifetime_{config.realtime.token_lifetime},
      leavers_{store::Session{service::session_settings(config)}},
      broker_{service::broker_settings(config), [this](auto, bool accepted) {
                  if (!accepted) refused_ = true;
              }} {}

void Revoker::look() {
    if (!broker_.is_connected()) return;
    const std::uint64_t connection = broker_.connection();
    const bool is_new = connection != told_connection_;
    if (is_new) told_.clear();

    const auto now = steady_clock::now();
    const bool full = is_new || now - last_full_look_ >= kFullLookInterval;
    auto found = leavers_.find(full ? token_lifetime_ + kRecent : kRecent);
    if (full) last_full_look_ = now;
    const auto leavers = unknown_to_broker(std::move(found.leavers));
    if (leavers.empty() && !is_new) {
        count_look(0);
        return;
    }

    if (!tell(leavers, found.as_of, is_new)) {
        told_connection_ = 0;
        return;
    }
    count_look(leavers.size());
    told_connection_ = connection;
    for (const auto& leaver : leavers) told_[{leaver.chat, leaver.user, leaver.left_at}] = found.as_of;
    forget_expired(found.as_of);
}

std::vector<store::Leaver> Revoker::unknown_to_broker(std::vector<store::Leaver> leavers) const {
    std::erase_if(leavers, [this](const store::Leaver& leaver) {
        return told_.contains({leaver.chat, leaver.user, leaver.left_at});
    });
    return leavers;
}

bool Revoker::tell(const std::vector<store::Leaver>& leavers, Time before, bool is_everything) {
    refused_ = false;
    auto first = leavers.begin();
    do {
        const auto part = std::min(kPartMax, static_cast<std::size_t>(leavers.end() - first));
        const auto last = first + static_cast<std::ptrdiff_t>(part);
        const bool complete = is_everything && last == leavers.end();
        if (!broker_.publish(0, mqtt::kControlTopic, control_message(first, last, before, complete))) return false;
        first = last;
    } while (first != leavers.end());
    if (!broker_.wait_until_answered(kPatience) || refused_) {
        if (!std::exchange(failing_, true)) log::error("the broker does not take who left; told again until it does");
        return false;
    }
    failing_ = false;
    if (!leavers.empty()) log::info("told the broker who left", {{"leavers", leavers.size()}});
    return true;
}

void Revoker::forget_expired(Time now) {
    // Twice as long as a full look goes back, so that none is told twice.
    const auto old = now - 2 * (token_lifetime_ + kRecent);
    std::erase_if(told_, [&](const auto& told) { return told.second < old; });
}

}  // namespace likes::relay
