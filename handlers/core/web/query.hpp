#pragma once

#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace likes::web {

/// The parameters of a query string, decoded (`%xx`, `+`).
class Query {
  public:
    /// Throws Problem 400 for a name that is not in `known`, a name given twice, or a broken `%` sequence. A name in
    /// `lists` may be given any number of times; its values become one, with commas between.
    static Query parse(std::string_view text, std::initializer_list<std::string_view> known,
                       std::initializer_list<std::string_view> lists = {});

    /// The value; nullopt if the parameter is not there.
    std::optional<std::string_view> get(std::string_view name) const;

    /// A whole number from `min` to `max`, or `fallback` if the parameter is not there. Throws Problem 400 otherwise.
    std::size_t number(std::string_view name, std::size_t min, std::size_t max, std::size_t fallback) const;

  private:
    std::map<std::string, std::string, std::less<>> values_;
};

}  // namespace likes::web
