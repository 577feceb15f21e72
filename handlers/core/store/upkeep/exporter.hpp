#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <utility>

#include "base/user_id.hpp"
#include "database/session.hpp"

namespace likes::store {

/// Reads everything that is stored about one user, in parts, beside the running service: what is changed meanwhile may
/// be in it or not.
class Exporter {
  public:
    /// Called with each line: a JSON object without its end, whose member `table` says where it is from.
    using Write = std::function<void(std::string_view line)>;

    explicit Exporter(database::Session session) : session_{std::move(session)} {}

    /// Writes what the tables of the likes and those of the chat backend hold about the user, what people have written
    /// left out. Lists that others see, such as the newest likers of a message, are not told apart: they are made of
    /// these rows. Returns the number of lines. Throws what database::Session::read throws.
    std::uint64_t run(const UserId& user, const Write& write);

  private:
    std::uint64_t export_reactions(const UserId& user, const Write& write);

    database::Session session_;
};

}  // namespace likes::store
