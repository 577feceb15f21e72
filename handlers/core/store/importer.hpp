#pragma once

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "likes/like_file.hpp"
#include "likes/summary.hpp"
#include "store/session.hpp"

namespace likes::store {

/// Adds likes of the past, many in one transaction. No event tells of them, but whoever catches up is told that the
/// messages changed, and their versions are new. Importing the same again changes nothing.
class Importer {
  public:
    /// Of the `exclusive` reactions a user may have one on a message: whoever has one gets no other. Empty: any number.
    Importer(Session session, Window window, std::vector<Reaction> exclusive)
        : session_{std::move(session)}, window_{window}, exclusive_{std::move(exclusive)} {}

    struct Imported {
        std::size_t added = 0;
        /// The user has reacted already, or does so twice in the batch: the first counts.
        std::size_t known = 0;
        /// The message is deleted, or was never there.
        std::size_t without_message = 0;
    };

    /// `likes` are in the order of subject and time. What follows in a later batch costs least if it is younger. Throws
    /// what Session::transaction throws: then nothing of them was done, as far as anyone can know.
    Imported add(std::span<const FiledLike> likes);

  private:
    Imported add_once(Session& session, std::span<const FiledLike> likes) const;
    std::vector<Reaction> rivals_of(const Reaction& reaction) const;
    std::vector<Subject> subjects_of(std::span<const FiledLike> likes) const;
    std::vector<bool> find_known(Session& session, std::span<const FiledLike> likes) const;

    Session session_;
    Window window_;
    std::vector<Reaction> exclusive_;
};

}  // namespace likes::store
