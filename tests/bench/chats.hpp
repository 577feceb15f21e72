#pragma once

#include <cstddef>
#include <map>
#include <string>

#include "figures.hpp"
#include "instances.hpp"

namespace likes::bench {

/// The people, chats and likes in the database of an instance, and the place in the walk through them (calls.lua) where
/// the next load begins.
class Chats {
  public:
    /// Makes the people and chats. `instance` outlives it.
    explicit Chats(const Instance& instance);

    /// From the next reset on, so many messages of other chats lie between every two of these.
    void surround_with(std::size_t others) { others_ = others; }

    /// That many members like every message, and nothing else has happened. The walk begins anew.
    void reset(std::size_t likers);

    /// Waits until calls that were cut off have ended, all events are published and recorded, and all changes are
    /// counted and told. So nobody pays for the one before.
    void settle() const;

    /// Waits until nothing is left to write to the tables. So nobody who is measured next shares the disk with the
    /// pages that were made before.
    void write_out() const;

    /// How many bytes the database has written to its log so far.
    std::size_t log_bytes() const;

    /// How many bytes the table of likes takes, with its indexes, and how many all tables that a like writes, by the
    /// number of likes: `table_bytes_per_like` and `all_bytes_per_like`.
    Values bytes_per_like() const;

    /// How many bytes the tables of the likes take, with their indexes, and those of the analytics: `likes_bytes` and
    /// `analytics_bytes`.
    Values bytes_of_analytics() const;

    std::size_t place() const { return place_; }

    /// Goes on from there. Near its end the walk would find only likes that are there already: then all is reset.
    void walk_to(std::size_t place);

    /// Goes on by that much, whatever comes.
    void skip(std::size_t places) { place_ += places; }

    /// The file of SQL that the instance's source tree has for the benchmarks, with each @NAME set before it.
    void run(const std::string& file, const std::map<std::string, std::size_t>& variables = {}) const;

  private:
    /// As the one who started the database. Returns the rows.
    std::string administer(const std::string& statements) const;
    bool has_table(const std::string& name) const;
    bool is_settled() const;
    bool is_written_out() const;

    const Instance* instance_;
    /// Versions of before have no analytics, or no notices.
    bool has_feed_;
    bool has_notices_;
    std::size_t others_ = 0;
    std::size_t likers_ = 0;
    std::size_t place_ = 0;
};

}  // namespace likes::bench
