#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "base/time.hpp"
#include "base/user_id.hpp"
#include "base/uuid.hpp"
#include "database/session.hpp"

namespace likes::database {

/// The parameters of a statement for a whole batch, as the JSON array that the statements of store/sql.hpp take, with
/// an array per item: `[["…", 1], ["…", 2]]`. A batch that is too long for one statement is cut into parts, because the
/// server refuses whatever is longer than its max_allowed_packet.
class BatchParameters {
  public:
    /// What one statement takes: some of the items, in their order.
    struct Part {
        std::string json;
        /// The index, within the batch, of its first item.
        std::size_t first_item = 0;
    };

    /// A part that has reached this length takes no further item.
    static constexpr std::size_t kPartBytes = kStatementBytes;

    /// Appends an item of the given columns.
    template <class... Columns>
    void add(const Columns&... columns) {
        if (json_.size() >= kPartBytes) end_part();
        if (size_ == first_item_) json_.begin_array();
        json_.begin_array();
        (put(columns), ...);
        json_.end_array();
        ++size_;
    }

    bool empty() const { return size_ == 0; }
    std::size_t size() const { return size_; }

    /// The parts; none if there is no item. Call once.
    std::vector<Part> finish() {
        if (size_ > first_item_) end_part();
        return std::move(parts_);
    }

  private:
    void end_part() {
        json_.end_array();
        parts_.push_back({json_.str(), first_item_});
        json_.clear();
        first_item_ = size_;
    }

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

    std::vector<Part> parts_;
    /// The part that the next item belongs to, and the index of its first item.
    JsonText json_;
    std::size_t first_item_ = 0;
    std::size_t size_ = 0;
};

}  // namespace likes::database
