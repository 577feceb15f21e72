#include "likes/import_file.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <istream>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "base/text.hpp"

namespace likes {
namespace {

/// The columns of a line of CSV. The fields of a like contain no comma, quote or line end; other columns may be quoted,
/// as long as the quote is closed in the same line. nullopt if it is not.
std::optional<std::vector<std::string>> split_csv(std::string_view line) {
    std::vector<std::string> columns(1);
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (quoted && c == '"' && i + 1 < line.size() && line[i + 1] == '"') {
            columns.back() += line[++i];
        } else if (c == '"') {
            quoted = !quoted;
        } else if (c == ',' && !quoted) {
            columns.emplace_back();
        } else {
            columns.back() += c;
        }
    }
    if (quoted) return std::nullopt;
    return columns;
}

}  // namespace

ImportFile::ImportFile(std::istream& stream, Time latest, std::optional<ReactionCatalog> catalog)
    : stream_{stream}, latest_{latest}, catalog_{std::move(catalog)} {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    is_pending_ = read_line();
    if (line_.starts_with(kByteOrderMark)) line_.erase(0, kByteOrderMark.size());
    is_json_ = line_.starts_with('{');
    if (is_pending_ && !is_json_) read_header();
}

bool ImportFile::read_line() {
    while (std::getline(stream_, line_)) {
        ++line_number_;
        if (line_.ends_with('\r')) line_.pop_back();
        if (!line_.empty()) return true;
    }
    return false;
}

void ImportFile::read_header() {
    is_pending_ = false;
    const auto names = split_csv(line_);
    if (!names) fail("a quote is not closed");
    const auto column = [&](std::string_view name) {
        return static_cast<std::size_t>(std::find(names->begin(), names->end(), name) - names->begin());
    };
    message_ = column("message_id");
    user_ = column("user_id");
    at_ = column("liked_at");
    if (std::max({message_, user_, at_}) >= names->size()) {
        fail("neither JSON nor a CSV header with message_id, user_id and liked_at");
    }
    reaction_ = column("reaction") < names->size() ? column("reaction") : std::string::npos;
}

std::optional<ImportRecord> ImportFile::next() {
    if (!std::exchange(is_pending_, false) && !read_line()) return std::nullopt;
    const Fields fields = is_json_ ? read_json() : read_csv();
    const auto message = Uuid::parse(fields.message);
    if (!message) fail("message_id is not a UUID");
    auto user = UserId::parse(fields.user);
    if (!user) fail("user_id is not a user id");
    const auto at = parse_rfc3339(fields.at);
    if (!at) fail("liked_at is not a time of RFC 3339");
    if (*at < Time{} || *at > latest_) fail("liked_at is before 1970 or in the future");
    auto reaction = fields.reaction ? read_reaction(*fields.reaction) : Reaction::like();
    return ImportRecord{{*message, std::move(reaction)}, {std::move(*user), *at}};
}

Reaction ImportFile::read_reaction(const std::string& code) const {
    auto reaction = Reaction::parse(code);
    if (!reaction) fail("reaction is not a code");
    if (catalog_ && !catalog_->contains(*reaction)) fail("reaction " + code + " is not one of those that may be used");
    return std::move(*reaction);
}

ImportFile::Fields ImportFile::read_json() const {
    rapidjson::Document json;
    if (!parse_strict_object(line_, json)) fail("not a JSON object, or one with a name twice or nested too deeply");
    const auto text_of = [&](const char* name) -> std::optional<std::string> {
        const auto* const value = find_member(json, name);
        if (value == nullptr) return std::nullopt;
        if (!value->IsString()) fail(std::string{name} + " is not a string");
        return std::string{string_of(*value)};
    };
    return {text_of("message_id").value_or(""), text_of("user_id").value_or(""), text_of("liked_at").value_or(""),
            text_of("reaction")};
}

ImportFile::Fields ImportFile::read_csv() const {
    const auto columns = split_csv(line_);
    if (!columns) fail("a quote is not closed");
    if (columns->size() <= std::max({message_, user_, at_})) fail("too few columns");
    Fields fields{columns->at(message_), columns->at(user_), columns->at(at_), std::nullopt};
    // CSV has no other way to leave it out.
    if (reaction_ < columns->size() && !columns->at(reaction_).empty()) fields.reaction = columns->at(reaction_);
    return fields;
}

void ImportFile::fail(const std::string& why) const {
    throw BadLine{"line " + std::to_string(line_number_) + ": " + why};
}

std::string to_sortable(const ImportRecord& like) {
    std::array<char, 24> time{};
    const auto microseconds = static_cast<long long>(like.like.at.time_since_epoch().count());
    const int length = std::snprintf(time.data(), time.size(), "%020lld", microseconds);
    std::string line = like.target.message.to_string();
    line += ' ' + like.target.reaction.code() + ' ';
    line.append(time.data(), static_cast<std::size_t>(length));
    return line + ' ' + like.like.user.str();
}

ImportRecord parse_sortable(std::string_view line) {
    std::array<std::string_view, 4> words;
    for (auto& word : words) word = take_until(line, ' ');
    const auto message = Uuid::parse(words[0]);
    auto reaction = Reaction::parse(words[1]);
    auto user = UserId::parse(words[3]);
    const auto microseconds = parse_number<std::int64_t>(words[2]);
    if (!message || !reaction || !user || !microseconds || !line.empty()) {
        throw std::runtime_error{"a line is not a sorted like"};
    }
    return {{*message, std::move(*reaction)}, {std::move(*user), Time{std::chrono::microseconds{*microseconds}}}};
}

}  // namespace likes
