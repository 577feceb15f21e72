#include "plugin/broker_access.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "realtime/revocation_message.hpp"
#include "realtime/topics.hpp"

namespace likes::plugin {
namespace {

constexpr std::chrono::minutes kNotServingLineEvery{1};
constexpr int kAtMostOnce = 0;
/// The broker keeps it several times, and logs it.
constexpr std::size_t kClientIdMax = 128;

Admission refused(std::string_view reason) {
    return {ConnectDecision::kRefused, reason};
}

template <typename Index>
void erase_from(Index& index, const std::string& key, Connection connection) {
    const auto entry = index.find(key);
    if (entry == index.end()) return;
    entry->second.erase(connection);
    if (entry->second.empty()) index.erase(entry);
}

}  // namespace

BrokerAccess::BrokerAccess(Options options, Log log, Time now)
    : options_{std::move(options)},
      log_{std::move(log)},
      keys_{options_.realtime_jwks_file, log_, now},
      revocations_{options_.max_token_lifetime, options_.max_revocations} {}

Admission BrokerAccess::connect(const ConnectRequest& request, Time now) {
    const bool known = sessions_.contains(request.connection);
    if (reloading_ && !known && !request.is_websocket) return {ConnectDecision::kNoRights, "an offline session"};
    disconnected(request.connection);  // If known, the broker asks again; the earlier answer is void.

    if (!request.username || !request.password) return refused("no_user_name_or_no_password");
    if (const auto role = backend_role(*request.username)) {
        // The broker has not checked the password yet. Until it has, it processes nothing from this connection but its
        // end.
        add(request.connection, {*role, std::string{*request.username}, request.client_id, {}, {}, {}, {}});
        return {ConnectDecision::kPasswordFile, "a backend account"};
    }
    return connect_user(request, now);
}

Admission BrokerAccess::connect_user(const ConnectRequest& request, Time now) {
    if (!is_serving(now)) return {ConnectDecision::kNotYetServing, "revocations_not_known_yet"};
    if (request.client_id.size() > kClientIdMax) return refused("client_id_too_long");

    auto result = realtime::read_realtime_token(*request.password, keys_.verifier(), options_.max_token_lifetime, now);
    if (const auto* refusal = std::get_if<realtime::Refusal>(&result)) return refused(refusal->reason);
    auto& token = std::get<realtime::RealtimeToken>(result);
    if (token.user.str() != *request.username) return refused("token_of_another_user");
    if (is_client_id_of_another(request.client_id, token.user.str())) return refused("client_id_of_another_user");
    if (has_all_sessions(request.client_id, token.user.str())) return refused("too_many_sessions_of_the_user");

    std::erase_if(token.chats,
                  [&](const Uuid& chat) { return revocations_.is_revoked(token.user, chat, token.issued_at); });
    if (token.chats.empty() && !token.notices) return refused("every_chat_revoked");

    // As soon as this connection is admitted, the broker closes any other connection with the same client id.
    if (const auto same = by_client_id_.find(request.client_id); same != by_client_id_.end()) {
        for (Connection connection : same->second) end(sessions_.at(connection));
    }
    std::optional<std::string> notices_topic;
    if (token.notices) notices_topic = realtime::notices_topic(token.user);
    add(request.connection, {Role::kUser, token.user.str(), request.client_id, token.issued_at, std::move(token.chats),
                             std::move(notices_topic), by_expiry_.emplace(token.expires_at, request.connection)});
    return {ConnectDecision::kAdmitted, {}};
}

bool BrokerAccess::may_subscribe(Connection connection, std::string_view topic) const {
    return may_read(connection, topic);
}

bool BrokerAccess::may_read(Connection connection, std::string_view topic) const {
    const auto session = sessions_.find(connection);
    if (session == sessions_.end()) return false;
    if (topic == session->second.notices_topic) return true;
    const auto chat = realtime::chat_of_events_topic(topic);
    return chat && std::binary_search(session->second.chats.begin(), session->second.chats.end(), *chat);
}

bool BrokerAccess::may_publish(Connection connection, std::string_view topic, std::string_view payload) const {
    const auto session = sessions_.find(connection);
    if (session == sessions_.end() || session->second.role == Role::kUser) return false;
    if (session->second.role == Role::kNotifier) return realtime::user_of_notices_topic(topic).has_value();
    if (topic != realtime::kRevocationTopic) return realtime::chat_of_events_topic(topic).has_value();
    if (session->second.role != Role::kRelay) return false;
    const auto message = realtime::parse_revocation_message(payload);
    const auto* refusal = std::get_if<realtime::Refusal>(&message);
    if (refusal == nullptr) return true;
    log_(Level::kWarning, "a message with revocations is refused as a whole: " + std::string{refusal->reason});
    return false;
}

void BrokerAccess::disconnected(Connection connection) {
    const auto entry = sessions_.find(connection);
    if (entry == sessions_.end()) return;
    auto& session = entry->second;
    end(session);
    erase_from(by_account_, session.account, connection);
    erase_from(by_client_id_, session.client_id, connection);
    sessions_.erase(entry);
}

std::optional<std::vector<std::string>> BrokerAccess::control(Connection connection, std::string_view payload, int qos,
                                                              Time now) {
    const auto session = sessions_.find(connection);
    if (session == sessions_.end() || session->second.role != Role::kRelay) return std::nullopt;
    const auto parsed = realtime::parse_revocation_message(payload);
    const auto* message = std::get_if<realtime::RevocationMessage>(&parsed);
    if (message == nullptr) return std::nullopt;

    std::vector<std::string> to_disconnect;
    for (const auto& revocation : message->revocations) apply(revocation, now, to_disconnect);
    if (message->complete && qos == kAtMostOnce && !has_all_revocations_) {
        has_all_revocations_ = true;
        log_(Level::kNotice, "the relay has sent all revocations: users are admitted");
    }
    return to_disconnect;
}

void BrokerAccess::apply(const realtime::Revocation& revocation, Time now, std::vector<std::string>& to_disconnect) {
    if (!revocations_.add(revocation, now)) {
        log_(Level::kWarning, "too many revocations to remember: all tokens issued until now are refused at CONNECT");
    }
    const auto of_user = by_account_.find(revocation.user.str());
    if (of_user == by_account_.end()) return;
    for (Connection connection : of_user->second) {
        auto& session = sessions_.at(connection);
        if (session.role != Role::kUser || session.issued_at > revocation.before) continue;
        if (!std::binary_search(session.chats.begin(), session.chats.end(), revocation.chat)) continue;
        end(session);
        to_disconnect.push_back(session.client_id);
    }
}

std::vector<std::string> BrokerAccess::tick(Time now) {
    ticking_ = true;
    reloading_ = false;
    keys_.read_if_due(now);
    revocations_.prune(now);

    std::vector<std::string> to_disconnect;
    while (!by_expiry_.empty() && by_expiry_.begin()->first <= now) {
        const auto entry = sessions_.find(by_expiry_.begin()->second);
        if (entry == sessions_.end()) {  // Only possible if memory ran out while it was added.
            by_expiry_.erase(by_expiry_.begin());
            continue;
        }
        end(entry->second);
        to_disconnect.push_back(entry->second.client_id);
    }
    return to_disconnect;
}

std::optional<BrokerAccess::Role> BrokerAccess::backend_role(std::string_view username) const {
    if (options_.backend_relays.contains(username)) return Role::kRelay;
    if (options_.backend_publishers.contains(username)) return Role::kPublisher;
    if (options_.backend_notifiers.contains(username)) return Role::kNotifier;
    return std::nullopt;
}

void BrokerAccess::add(Connection connection, Session session) {
    by_account_[session.account].insert(connection);
    by_client_id_[session.client_id].insert(connection);
    sessions_.emplace(connection, std::move(session));
}

/// Takes all rights from a session. The session stays known until the broker has closed its connection, because until
/// then it counts for its user and holds its client id.
void BrokerAccess::end(Session& session) {
    session.chats = {};
    session.notices_topic.reset();
    if (session.expiry) by_expiry_.erase(*session.expiry);
    session.expiry.reset();
}

bool BrokerAccess::is_serving(Time now) {
    if (admits_users()) return true;
    if (!last_not_serving_line_ || now >= *last_not_serving_line_ + kNotServingLineEvery) {
        last_not_serving_line_ = now;
        log_(Level::kWarning, !has_all_revocations_
                                  ? "users are not admitted until a relay has sent all revocations"
                                  : "users are not admitted because the broker does not call the plugin's tick; "
                                    "per_listener_settings must be false");
    }
    return false;
}

/// The user's sessions would be more than may be with one of this client id. One that has it already makes way.
bool BrokerAccess::has_all_sessions(const std::string& client_id, const std::string& account) const {
    const auto all = by_account_.find(account);
    if (all == by_account_.end()) return false;
    const auto same = by_client_id_.find(client_id);
    const auto making_way = same == by_client_id_.end() ? 0 : same->second.size();
    return all->second.size() - making_way >= options_.max_sessions_per_user;
}

/// A user who connects with another user's client id would disconnect that user, again and again.
bool BrokerAccess::is_client_id_of_another(const std::string& client_id, std::string_view account) const {
    const auto same = by_client_id_.find(client_id);
    return same != by_client_id_.end() && std::any_of(same->second.begin(), same->second.end(), [&](Connection each) {
               return sessions_.at(each).account != account;
           });
}

}  // namespace likes::plugin
