#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "ids/user_id.hpp"
#include "ids/uuid.hpp"
#include "likes/reaction.hpp"
#include "time/time.hpp"

namespace likes::store {

/// The 32 hexadecimal digits that UNHEX reads.
std::string to_hex(const Uuid& id);

/// The rows of a batch as the JSON array that the statements of sql.hpp take: `[["…", 1], ["…", 2]]`.
class Rows {
  public:
    Rows() { json_.StartArray(); }

    /// Appends a row of the given columns.
    template <class... Columns>
    void add(const Columns&... columns) {
        json_.StartArray();
        (put(columns), ...);
        json_.EndArray();
        ++size_;
    }

    bool empty() const { return size_ == 0; }
    std::size_t size() const { return size_; }

    /// Ends the array and hands it out. Once.
    std::string finish() {
        json_.EndArray();
        return {buffer_.GetString(), buffer_.GetSize()};
    }

  private:
    void put(std::string_view text) { json_.String(text.data(), static_cast<rapidjson::SizeType>(text.size())); }
    void put(const Uuid& id) { put(to_hex(id)); }
    void put(const UserId& user) { put(user.str()); }
    void put(const Reaction& reaction) { put(reaction.code()); }
    void put(std::uint32_t number) { json_.Uint(number); }
    void put(std::uint64_t number) { json_.Uint64(number); }
    void put(Time time) { json_.Int64(time.time_since_epoch().count()); }
    void put(const std::optional<Time>& time) {
        if (time) {
            put(*time);
        } else {
            json_.Null();
        }
    }

    rapidjson::StringBuffer buffer_;
    rapidjson::Writer<rapidjson::StringBuffer> json_{buffer_};
    std::size_t size_ = 0;
};

}  // namespace likes::store
