#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/time.hpp"
#include "base/uuid.hpp"
#include "plugin/log.hpp"
#include "plugin/options.hpp"
#include "plugin/realtime_keys.hpp"
#include "plugin/revocations.hpp"
#include "realtime/realtime_token.hpp"

namespace likes::plugin {

/// The broker's pointer to a connection: compared, never followed. Not the client id, because while one connection
/// takes over the client id of another, both are there.
using Connection = const void*;

/// A client's CONNECT.
struct ConnectRequest {
    Connection connection = nullptr;
    std::string client_id;
    std::optional<std::string_view> username;
    std::optional<std::string_view> password;
    bool is_websocket = false;
};

enum class ConnectDecision {
    kAdmitted,       ///< A user with a valid token.
    kPasswordFile,   ///< A backend account; the broker checks its password.
    kNoRights,       ///< Not a CONNECT: the session may stay, without rights. See reload_begins.
    kRefused,        ///< Not authorized.
    kNotYetServing,  ///< The client should try again in a moment.
};

struct Admission {
    ConnectDecision verdict = ConnectDecision::kRefused;
    std::string_view reason;  ///< For the log, if not admitted. Nothing of it comes from the client.
};

/// Decides who may connect to the broker, and who may subscribe, receive and publish there (handlers/ARCHITECTURE.md).
///
/// The life of a user's connection:
///
///   CONNECT      connect() verifies the token, which is the password. From then on the session holds all that is
///                needed: the user, the token's chats (without those revoked since it was issued), whether it opens the
///                user's notices, and the time of its end. Nothing is looked up anywhere later, so no client ever waits
///                for a database.
///   SUBSCRIBE    may_subscribe(): exactly `chats/{chat_id}/events` of those chats, and `users/{user_id}/notices` of
///   the
///                user if the token opens it. No wildcard, no `$share/…` (which the broker passes on unstripped), no
///                `$SYS`.
///   delivery     may_read(), for every message and subscriber: one hash lookup, and a search among at most 101 topics.
///                An unknown connection receives nothing. That keeps the broker from queueing for an offline persistent
///                session, and from delivering to old subscriptions that a new token does not cover.
///   PUBLISH      may_publish(): never. No will either: the broker asks when it would publish it, not at CONNECT.
///   the end      The client disconnects: disconnected(). Its token expires: tick() ends the session. Its user leaves
///                one of its chats: control() ends it. Its client id connects again: connect() ends it. A session that
///                has ended has no rights from that moment on, however long the broker takes to close its connection:
///                minutes, if it is a WebSocket whose peer does not read.
///
/// Who leaves a chat keeps the notices: the topic is the user's own, and the notifier sends nothing there of a chat
/// that was left. A session that had the chat open ends, as each does; the same token then opens what it still may, and
/// if that is the notices alone. Another session of the user stays.
///
/// Backend accounts have passwords in the broker's own password file, and receive nothing. The handlers and the relay
/// may publish events; the notifier may publish notices, to anybody, and nobody else may. Only the relay may publish to
/// realtime::kRevocationTopic, where it sends the revocations of members who left a chat. The broker checks the
/// password file only for a CONNECT that connect() leaves to it, so a token cannot make a user into a backend account,
/// whatever its `sub`.
///
/// Fails closed. Revocations are held in memory only, so a broker that has just started does not know who left
/// meanwhile: users are not admitted until a relay has sent all revocations that are in force (`"complete":true`).
/// That counts only in a message of QoS 0, which is lost with its connection: one of QoS 1 may have waited in a relay
/// since before the broker's start. Backend accounts are admitted, because the relay is one of them.
///
/// Owned by the broker's only thread; not thread-safe. Times are parameters.
class BrokerAccess {
  public:
    /// Throws auth::KeySetError if the key file cannot be used.
    BrokerAccess(Options options, Log log, Time now);

    BrokerAccess(const BrokerAccess&) = delete;
    BrokerAccess& operator=(const BrokerAccess&) = delete;

    Admission connect(const ConnectRequest& request, Time now);
    bool may_subscribe(Connection connection, std::string_view topic) const;
    bool may_read(Connection connection, std::string_view topic) const;

    /// Checks the payload of a message to realtime::kRevocationTopic as well: here the broker can still answer its
    /// publisher with a reason code, but not when it passes the message to control().
    bool may_publish(Connection connection, std::string_view topic, std::string_view payload) const;

    void disconnected(Connection connection);

    /// Applies a message from realtime::kRevocationTopic that was published at this QoS. Returns the client ids to
    /// disconnect; nullopt, and nothing is applied, if the message is not valid or not from a relay.
    std::optional<std::vector<std::string>> control(Connection connection, std::string_view payload, int qos, Time now);

    /// Must be called at least every second; costs next to nothing when nothing is due. Returns the client ids to
    /// disconnect.
    std::vector<std::string> tick(Time now);

    /// On SIGHUP the broker calls connect() for every session that it has, then tick(). Among them are offline
    /// persistent sessions, whose tokens have expired; they must not be refused, because Mosquitto 2.0.11 frees an
    /// offline session twice if it is refused. So between reload_begins() and tick(), a native connection that is not
    /// known is taken for such a session: it cannot be a CONNECT, as those are read only after tick(). A WebSocket that
    /// is not known is a CONNECT, because an offline session is never a WebSocket.
    void reload_begins() { reloading_ = true; }

    /// Whether users are admitted: the plugin has all revocations, and the broker calls tick().
    bool admits_users() const { return has_all_revocations_ && ticking_; }

    /// Known connections, including those whose session has ended.
    std::size_t connections() const { return sessions_.size(); }
    std::size_t revocations() const { return revocations_.size(); }

  private:
    enum class Role { kUser, kPublisher, kRelay, kNotifier };
    using ByExpiry = std::multimap<Time, Connection>;
    using Index = std::unordered_map<std::string, std::unordered_set<Connection>>;

    struct Session {
        Role role = Role::kUser;
        std::string account;
        std::string client_id;
        Time issued_at;
        std::vector<Uuid> chats;                   // Sorted; empty if the session has ended.
        std::optional<std::string> notices_topic;  // None if it is not open or the session has ended.
        std::optional<ByExpiry::iterator> expiry;  // None if the session has ended or is a backend account's.
    };

    std::optional<Role> backend_role(std::string_view username) const;
    Admission connect_user(const ConnectRequest& request, Time now);
    void add(Connection connection, Session session);
    void end(Session& session);
    bool is_serving(Time now);
    bool has_all_sessions(const std::string& client_id, const std::string& account) const;
    bool is_client_id_of_another(const std::string& client_id, std::string_view account) const;
    void apply(const realtime::Revocation& revocation, Time now, std::vector<std::string>& to_disconnect);

    const Options options_;
    const Log log_;
    RealtimeKeys keys_;
    Revocations revocations_;

    std::unordered_map<Connection, Session> sessions_;
    Index by_account_;
    Index by_client_id_;
    ByExpiry by_expiry_;

    bool has_all_revocations_ = false;
    bool ticking_ = false;
    bool reloading_ = false;
    std::optional<Time> last_not_serving_line_;
};

}  // namespace likes::plugin
