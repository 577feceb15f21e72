#include "service/access_service.hpp"

#include <utility>

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "lanes/group_commit.hpp"
#include "service/settings.hpp"
#include "store/memberships.hpp"
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

/// One queue of questions with one connection to the database.
class AccessService::Lane {
  public:
    explicit Lane(const config::Config& config)
        : memberships_{store::Session{session_settings(config)}},
          queue_{lane_limits(config),
                 [this](std::span<const store::AccessQuery> batch) { return memberships_.check(batch); }} {}

    store::Access submit(store::AccessQuery query, std::chrono::steady_clock::time_point deadline) {
        return queue_.submit(std::move(query), deadline);
    }

  private:
    store::Memberships memberships_;
    lanes::GroupCommit<store::AccessQuery, store::Access> queue_;
};

AccessService::AccessService(const config::Config& config, Clock clock)
    : request_timeout_{config.server.request_timeout},
      token_lifetime_{config.realtime.token_lifetime},
      key_{config.realtime.jwks_file, mqtt::kTokenType, std::move(clock)},
      lane_{std::make_unique<Lane>(config)} {}

AccessService::~AccessService() = default;

std::optional<AccessGrant> AccessService::grant(const UserId& user, std::vector<Uuid> chats) {
    AccessGrant grant;
    for (const auto& chat : chats) grant.topics.push_back(mqtt::events_topic(chat));
    const auto deadline = std::chrono::steady_clock::now() + request_timeout_;
    const auto access = lane_->submit({user, std::move(chats)}, deadline);
    if (!access.granted) return std::nullopt;
    // Issued when the memberships were read, not when it is signed: a revocation of whoever left since then must find
    // a token that is older than itself.
    grant.expires_at = std::chrono::floor<std::chrono::seconds>(access.as_of) + token_lifetime_;
    grant.token = key_.current()->sign(
        {user, access.as_of, grant.expires_at, std::nullopt, std::nullopt, {{"acl", acl_claim(grant.topics)}}});
    return grant;
}

}  // namespace likes::service
