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

#include "ids/uuid.hpp"
#include "plugin/access_token.hpp"
#include "plugin/log.hpp"
#include "plugin/options.hpp"
#include "plugin/realtime_keys.hpp"
#include "plugin/revocations.hpp"
#include "time/time.hpp"

namespace likes::mqtt {

/// The broker's pointer to a connection: compared, never followed. Not the client id, because while one connection
/// takes over the client id of another, both are there.
using Connection = const void*;

/// What a client says in its CONNECT, and where it comes from.
struct ConnectRequest {
    Connection connection = nullptr;
    std::string client_id;
    std::string address;
    std::optional<std::string_view> username;
    std::optional<std::string_view> password;
    bool is_websocket = false;
};

enum class Verdict {
    admitted,         ///< A user, with a token that is good.
    password_file,    ///< A backend account: its password is the broker's to check.
    no_rights,        ///< No CONNECT at all: leave it be, it has no rights. See reload_begins.
    refused,          ///< Not authorized.
    not_yet_serving,  ///< Try again in a moment.
};

struct Admission {
    Verdict verdict = Verdict::refused;
    std::string_view reason;  ///< For the log, if not admitted. Nothing of it comes from the client.
};

/// Who may connect to the broker, and what they may hear and say there (handlers/ARCHITECTURE.md).
///
/// The life of a user's connection:
///
///   CONNECT      connect() verifies the token that is the password. From here on the session knows all it needs: the
///                user, the chats of the token (without those revoked since it was issued), and when it ends. Nothing
///                is looked up anywhere later, so no other client ever waits for a database.
///   SUBSCRIBE    may_subscribe(): to exactly `chats/{chat_id}/events` of those chats. No wildcard, no `$share/…`
///   (which
///                the broker hands over unstripped), no `$SYS`.
///   delivery     may_read(), for every message and subscriber: one hash look-up and a search among at most 100 chats.
///                A connection that is not known here hears nothing. That is what keeps the broker from queueing for an
///                offline persistent session, and from delivering to old subscriptions that a new token does not cover.
///   PUBLISH      may_publish(): never. Nor a will: the broker asks about it when it would send it, not at CONNECT.
///   the end      The client goes: disconnected(). Its token expires: tick() ends it. Its user leaves one of its chats:
///                control() ends it. Its client id connects again: connect() ends it. A session that is ended has no
///                rights from that moment, however long the broker takes to close it: with a WebSocket whose peer does
///                not read that can be minutes.
///
/// Backend accounts (the handlers and the relay) have passwords in the broker's own password file, may publish events,
/// and hear nothing. The relay alone may publish to kControlTopic, by which it tells who has left which chat. The
/// broker asks for the password file only what connect() leaves to it, so a token cannot make a user into a backend
/// account, whatever its `sub`.
///
/// Fails closed. Revocations are held in memory, so after a start of the broker nobody knows who has left in the
/// meantime: until a relay has told all that are in force (`"complete":true`), users are not let in. Backend accounts
/// are, as the relay is one of them.
///
/// Belongs to the one thread that the broker has; not for use from several. Times are handed in.
class BrokerAccess {
  public:
    /// Throws auth::KeySetError if the key file cannot be used.
    BrokerAccess(Options options, Log log, Time now);

    BrokerAccess(const BrokerAccess&) = delete;
    BrokerAccess& operator=(const BrokerAccess&) = delete;

    Admission connect(const ConnectRequest& request, Time now);
    bool may_subscribe(Connection connection, std::string_view topic) const;
    bool may_read(Connection connection, std::string_view topic) const;

    /// Looks into what is published to kControlTopic as well: the broker can answer a publisher with a reason code
    /// here, but no longer when it hands over the message.
    bool may_publish(Connection connection, std::string_view topic, std::string_view payload) const;

    void disconnected(Connection connection);

    /// Applies a message from kControlTopic. Returns the client ids to disconnect; nullopt, and nothing is applied, if
    /// the message is not valid or not from a relay.
    std::optional<std::vector<std::string>> control(Connection connection, std::string_view payload, Time now);

    /// To be called all the time, at least every second; costs next to nothing when nothing is due. Returns the client
    /// ids to disconnect.
    std::vector<std::string> tick(Time now);

    /// On SIGHUP the broker calls connect() for every session that it has, then tick(). Offline persistent sessions are
    /// among them, whose tokens have expired; but Mosquitto 2.0.11 frees an offline session twice that it is told to
    /// refuse. In between, a native connection that is not known is such a session and no CONNECT, as those are only
    /// read after tick(); a WebSocket that is not known is a CONNECT, as an offline session is none.
    void reload_begins() { reloading_ = true; }

    /// Whether users are let in: all that is needed to refuse those who left is known.
    bool admits_users() const { return told_all_revocations_ && ticking_; }

    /// Connections that are known, ended ones included.
    std::size_t connections() const { return sessions_.size(); }
    std::size_t revocations() const { return revocations_.size(); }

  private:
    enum class Role { user, publisher, relay };
    using ByExpiry = std::multimap<Time, Connection>;
    using Index = std::unordered_map<std::string, std::unordered_set<Connection>>;

    struct Session {
        Role role = Role::user;
        std::string account;
        std::string client_id;
        std::optional<std::string> address_group;
        Time issued_at;
        std::vector<Uuid> chats;                   // Sorted; none if it has ended.
        std::optional<ByExpiry::iterator> expiry;  // Absent if it has ended, and for a backend account.
    };

    std::optional<Role> backend_role(std::string_view username) const;
    Admission connect_user(const ConnectRequest& request, Time now);
    void add(Connection connection, Session session);
    void end(Session& session);
    bool is_serving(Time now);
    bool is_address_full(const std::optional<std::string>& group) const;
    bool is_client_id_of_another(const std::string& client_id, std::string_view account) const;
    void apply(const Revocation& revocation, Time now, std::vector<std::string>& to_disconnect);

    const Options options_;
    const Log log_;
    RealtimeKeys keys_;
    Revocations revocations_;

    std::unordered_map<Connection, Session> sessions_;
    Index by_account_;
    Index by_client_id_;
    ByExpiry by_expiry_;
    std::unordered_map<std::string, std::size_t> users_per_address_;

    bool told_all_revocations_ = false;
    bool ticking_ = false;
    bool reloading_ = false;
    std::optional<Time> last_not_serving_line_;
};

}  // namespace likes::mqtt
