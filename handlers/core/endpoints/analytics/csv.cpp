#include "endpoints/analytics/csv.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/text.hpp"

namespace likes::endpoints {
namespace {

std::string_view trimmed(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
    return text.substr(0, text.find_last_not_of(" \t") + 1);
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Media types and the names of their parameters have no letter case.
bool is_same_word(std::string_view text, std::string_view word) {
    return std::equal(text.begin(), text.end(), word.begin(), word.end(),
                      [](char have, char want) { return lower(have) == want; });
}

/// A qvalue (RFC 9110, section 12.4.2) in thousandths; nullopt for anything else.
std::optional<int> parse_weight(std::string_view text) {
    constexpr std::string_view kShape = "0.000";
    if (text.empty() || text.size() > kShape.size() || (text.size() > 1 && text[1] != '.')) return std::nullopt;
    std::string digits{text};
    digits.append(kShape.substr(text.size()));
    digits.erase(1, 1);
    return parse_number<int>(digits, 0, 1000);
}

/// The weight of a media range, of its parameter `q`, in thousandths.
int weight_of(std::string_view parameters) {
    for (const auto each : split(parameters, ';')) {
        auto value = each;
        const auto name = trimmed(take_until(value, '='));
        if (is_same_word(name, "q")) return parse_weight(trimmed(value)).value_or(0);
    }
    return 1000;
}

/// The weight with which an Accept header names the media type; 0 if it does not.
int weight_of(std::string_view type, std::string_view accept) {
    for (auto range : split(accept, ',')) {
        if (is_same_word(trimmed(take_until(range, ';')), type)) return weight_of(range);
    }
    return 0;
}

bool would_run(std::string_view text) {
    return !text.empty() && std::string_view{"=+-@\t\r"}.find(text.front()) != std::string_view::npos;
}

}  // namespace

Format requested_format(const web::Request& request, const web::Query& query) {
    const auto format = query.get("format");
    if (!format) {
        const int csv = weight_of("text/csv", request.accept);
        return csv > weight_of("application/json", request.accept) ? Format::kCsv : Format::kJson;
    }
    if (format == "csv") return Format::kCsv;
    if (format == "json") return Format::kJson;
    throw web::Problem{400, "The parameter 'format' must be json or csv."};
}

void CsvTable::put(std::string_view text) {
    std::string field{would_run(text) ? "'" : ""};
    field += text;
    if (field.find_first_of(",\"\r\n") == std::string::npos) {
        put_plain(field);
        return;
    }
    std::string quoted = "\"";
    for (const char c : field) quoted.append(c == '"' ? 2 : 1, c);
    put_plain(quoted += '"');
}

void CsvTable::put_plain(std::string_view field) {
    if (std::exchange(is_in_row_, true)) text_ += ',';
    text_ += field;
}

void CsvTable::end_row() {
    text_ += "\r\n";
    is_in_row_ = false;
}

web::Response csv(const CsvTable& table, std::string_view name) {
    web::Response response{200, {}, table.str()};
    response.headers.push_back({"Content-Type", "text/csv; charset=utf-8"});
    response.headers.push_back({"Content-Disposition", "attachment; filename=\"" + std::string{name} + ".csv\""});
    response.headers.push_back({"Cache-Control", "private, no-cache"});
    return response;
}

web::Response by_format(web::Response response) {
    response.headers.push_back({"Vary", "Accept"});
    return response;
}

}  // namespace likes::endpoints
