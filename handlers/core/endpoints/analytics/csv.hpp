#pragma once

#include <concepts>
#include <string>
#include <string_view>

#include "web/query.hpp"
#include "web/request.hpp"
#include "web/response.hpp"

/// Numbers as a table, for spreadsheets.
namespace likes::endpoints {

enum class Format { kJson, kCsv };

/// What the request wants: what its parameter `format` says, or its Accept header, because a link can set no header:
/// CSV if that names `text/csv`, and `application/json` not at all or with a lower weight (RFC 9110, section 12.5.1).
/// Throws Problem 400 for another value of the parameter. REQUIRES: `query` was parsed with `format` among its names.
Format requested_format(const web::Request& request, const web::Query& query);

/// A table as RFC 4180 writes it: CRLF behind each row, commas between the fields, and quotes around a field that holds
/// a comma, a quote or the end of a line. UTF-8.
///
/// A text that begins with one of `= + - @`, a tab or a carriage return would be run as a formula by the spreadsheet
/// that opens the file, and user ids can begin so. Such a text gets a `'` before it.
class CsvTable {
  public:
    /// Appends a row of texts, numbers and truths. The first row is the header.
    template <class... Fields>
    void add(const Fields&... fields) {
        (put(fields), ...);
        end_row();
    }

    const std::string& str() const { return text_; }

  private:
    void put(std::string_view text);
    /// A template, so that a pointer is not converted to bool.
    void put(std::same_as<bool> auto truth) { put_plain(truth ? "true" : "false"); }
    void put(std::integral auto number) requires(!std::same_as<decltype(number), bool>) {
        put_plain(std::to_string(number));
    }
    void put_plain(std::string_view field);
    void end_row();

    std::string text_;
    bool is_in_row_ = false;
};

/// 200 with the table, which a browser saves as `name`.csv. `name` is of `A-Z a-z 0-9 . _ -`.
web::Response csv(const CsvTable& table, std::string_view name);

/// The answer with the header that says that it is another one for another Accept header; for either format.
web::Response by_format(web::Response response);

}  // namespace likes::endpoints
