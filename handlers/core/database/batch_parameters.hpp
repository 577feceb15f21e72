#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "base/time.hpp"
#include "base/user_id.hpp"
#include "base/uuid.hpp"
#include "database/session.hpp"

namespace likes::database {

/// The parameters of a statement for a whole batch, as the JSON array that the statements of store/sql.hpp take, with
/// an array per item: `[["…", 1], ["…", 2]]`.
class BatchParameters {
  public:
    BatchParameters() { json_.begin_array(); }

    /// Appends an item of the given columns.
    template <class... Columns>
    void add(const Columns&... columns) {
        json_.begin_array();
        (put(columns), ...);
        json_.end_array();
        ++size_;
    }

    bool empty() const { return size_ == 0; }
    std::size_t size() const { return size_; }

    /// Ends the array and returns it. Call once.
    std::string finish() {
        json_.end_array();
        return json_.str();
    }

  private:
    void put(std::string_view text) { json_.value(text); }
    /// The 32 hexadecimal digits that UNHEX reads.
    void put(const Uuid& id) { json_.value(std::string_view{id.to_hex()}); }
    void put(const UserId& user) { json_.value(std::string_view{user.str()}); }
    /// A value that the database stores as its code.
    void put(const auto& coded) requires requires {
        { coded.code() } -> std::convertible_to<std::string_view>;
    }
    { json_.value(std::string_view{coded.code()}); }
    void put(std::uint32_t number) { json_.value(number); }
    void put(std::uint64_t number) { json_.value(number); }
    void put(Time time) { json_.value(static_cast<std::int64_t>(time.time_since_epoch().count())); }
    void put(const std::optional<Time>& time) {
        if (time) {
            put(*time);
        } else {
            json_.null();
        }
    }

    JsonText json_;
    std::size_t size_ = 0;
};

}  // namespace likes::database
