#include "service/access_service.hpp"

#include <memory>
#include <utility>

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "service/settings.hpp"
#include "topics.hpp"

namespace likes::service {
namespace {

/// The claim that the broker reads, in the form that EMQX knows: `{"sub":["chats/…/events"]}`.
std::string acl_claim(const std::vector<std::string>& topics) {
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> json{buffer};
    json.StartObject();
    json.Key("sub");
    json.StartArray();
    for (const auto& topic : topics) json.String(topic.data(), static_cast<rapidjson::SizeType>(topic.size()));
    json.EndArray();
    json.EndObject();
    return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace

AccessService::AccessService(const config::Config& config, Clock clock)
    : token_lifetime_{config.realtime.token_lifetime},
      key_{config.realtime.jwks_file, mqtt::kTokenType, std::move(clock)},
      lanes_{lane_settings(config), [&] {
                 auto memberships = std::make_shared<store::Memberships>(store::Session{session_settings(config)});
                 return [memberships](std::span<const store::AccessQuery> batch) { return memberships->check(batch); };
             }} {}

std::optional<AccessGrant> AccessService::grant(const UserId& user, std::vector<Uuid> chats) {
    AccessGrant grant;
    for (const auto& chat : chats) grant.topics.push_back(mqtt::events_topic(chat));
    const auto access = lanes_.submit(std::hash<UserId>{}(user), {user, std::move(chats)});
    if (!access.granted) return std::nullopt;
    // Issued when the memberships were read, not when it is signed: a revocation of whoever left since then must find
    // a token that is older than itself.
    grant.expires_at = std::chrono::floor<std::chrono::seconds>(access.as_of) + token_lifetime_;
    grant.token = key_.current()->sign(
        {user, access.as_of, grant.expires_at, std::nullopt, std::nullopt, {{"acl", acl_claim(grant.topics)}}});
    return grant;
}

}  // namespace likes::service
