#pragma once

#include <type_traits>

#include "database/session.hpp"
#include "lanes/lane.hpp"
#include "runtime/config.hpp"
#include "service/settings.hpp"
#include "store/changes_reader.hpp"
#include "store/chat_reader.hpp"
#include "store/likers_reader.hpp"
#include "store/message_reader.hpp"

namespace likes::service {

/// Answers the queries of one kind, with a `Reader` of the store in each lane: one that names likers, and so has to
/// know how many, or one that does not.
template <class Reader>
class Readers {
  public:
    /// Throws std::runtime_error if a secret cannot be read; never because the database is not there.
    Readers(const runtime::Config& config, const lanes::Settings& lanes)
        : config_{config}, session_{session_settings(config)}, lanes_{lanes} {}

    lanes::Settings lanes() const { return lanes_; }
    Reader make_worker() const {
        // A catch-up records what is still in the outbox, and so hands it on.
        if constexpr (std::is_same_v<Reader, store::ChangesReader>) {
            return Reader{database::Session{session_}, recent_likers_limit(config_), feed(config_)};
        } else if constexpr (std::is_constructible_v<Reader, database::Session, RecentLikersLimit>) {
            return Reader{database::Session{session_}, recent_likers_limit(config_)};
        } else {
            return Reader{database::Session{session_}};
        }
    }

  private:
    const runtime::Config config_;
    database::SessionSettings session_;
    lanes::Settings lanes_;
};

/// A screen asks for dozens of messages, so a batch holds this many times fewer of these queries.
inline constexpr std::size_t kScreenWeight = 16;

}  // namespace likes::service
