#include "service/demo.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "runtime/counters.hpp"
#include "runtime/log.hpp"
#include "service/settings.hpp"

namespace likes::service {
namespace {

/// The demo's users. All but mallory are members of its chat.
constexpr std::array<std::string_view, 4> kUsers{"alice", "bob", "carol", "mallory"};

}  // namespace

Demo::Demo(const runtime::Config& config)
    : config_{config},
      key_{{config.auth.jwks_file, auth::UnusableKeys::kSkipped, runtime::counters().jwks_file_refused},
           "JWT",
           system_now,
           log::warn},
      authenticator_{make_authenticator(config)} {}

Uuid Demo::chat() {
    return *Uuid::parse("11111111-1111-4111-8111-111111111111");
}

lanes::Settings Demo::lanes() const {
    return lane_settings(config_);
}

Demo::Worker Demo::make_worker() {
    return {*this, store::TranscriptReader{database::Session{session_settings(config_)}}};
}

std::vector<DemoView> Demo::Worker::execute(std::span<const DemoQuery> queries) {
    std::vector<DemoView> views;
    for (const auto& query : queries) {
        views.push_back(std::visit([this](const auto& each) { return answer(each); }, query));
    }
    return views;
}

DemoView Demo::Worker::answer(const SignIn& query) const {
    if (std::find(kUsers.begin(), kUsers.end(), query.user.str()) == kUsers.end()) return {};
    const Time now = system_now();
    const auto& auth = demo_->config_.auth;
    return {demo_->key_.current()->sign({.subject = query.user,
                                         .issued_at = now,
                                         .expires_at = now + kTokenLifetime,
                                         .issuer = unless_empty(auth.issuer),
                                         .audience = unless_empty(auth.audience),
                                         .extra = {}}),
            std::nullopt};
}

DemoView Demo::Worker::answer(const ReadChat& query) {
    const auto verification = demo_->authenticator_.authenticate(query.authorization);
    const auto* const caller = std::get_if<auth::VerifiedToken>(&verification);
    if (caller == nullptr) return {};
    const TranscriptQuery asked{chat(), caller->user, kPosts};
    return {std::nullopt, std::move(reader_.execute({&asked, 1}).front())};
}

}  // namespace likes::service
