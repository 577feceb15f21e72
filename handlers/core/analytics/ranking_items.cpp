#include "analytics/ranking_items.hpp"

#include <limits>
#include <stdexcept>

#include "base/json.hpp"

namespace likes::analytics {
namespace {

[[noreturn]] void refuse() {
    throw std::runtime_error{"a list of the table rankings is malformed"};
}

rapidjson::Document parse(std::string_view items) {
    rapidjson::Document document;
    if (!parse_strict_json(items, document)) refuse();
    return document;
}

const rapidjson::Value& member_of(const rapidjson::Value& object, std::string_view name) {
    const auto* const member = find_member(object, name);
    if (member == nullptr) refuse();
    return *member;
}

void require_members(const rapidjson::Value& object, rapidjson::SizeType count) {
    if (!object.IsObject() || object.MemberCount() != count) refuse();
}

std::uint64_t count_of(const rapidjson::Value& value) {
    if (!value.IsUint64() || value.GetUint64() == 0) refuse();
    return value.GetUint64();
}

/// The id of an entry: a value that its type parses.
template <class Id>
Id id_of(const rapidjson::Value& entry) {
    const auto& value = member_of(entry, "id");
    if (!value.IsString()) refuse();
    auto id = Id::parse(string_of(value));
    if (!id) refuse();
    return *std::move(id);
}

std::vector<ReactionCount> reactions_of(const rapidjson::Value& entry) {
    const auto& counts = member_of(entry, "reactions");
    if (!counts.IsObject() || counts.MemberCount() > ListedMessage::kReactionsMax) refuse();
    std::vector<ReactionCount> reactions;
    for (const auto& member : counts.GetObject()) {
        auto reaction = Reaction::parse(string_of(member.name));
        if (!reaction) refuse();
        reactions.push_back({*std::move(reaction), count_of(member.value)});
    }
    return reactions;
}

/// `read` makes an entry of a JSON object with that many members and of its count.
template <class Entry, class Read>
std::vector<Entry> parse_list(std::string_view items, rapidjson::SizeType members, const Read& read) {
    const auto document = parse(items);
    if (!document.IsArray() || document.Size() > kListed) refuse();
    std::vector<Entry> entries;
    entries.reserve(document.Size());
    auto greatest = std::numeric_limits<std::uint64_t>::max();
    for (const auto& entry : document.GetArray()) {
        require_members(entry, members);
        const auto count = count_of(member_of(entry, "count"));
        if (count > greatest) refuse();
        greatest = count;
        entries.push_back(read(entry, count));
    }
    return entries;
}

template <class Entry, class Put>
std::string write_list(std::span<const Entry> entries, const Put& put) {
    JsonText json;
    json.begin_array();
    for (const auto& entry : entries) {
        json.begin_object();
        put(json, entry);
        json.end_object();
    }
    json.end_array();
    return json.str();
}

}  // namespace

std::string to_items(std::span<const ListedMessage> messages) {
    return write_list(messages, [](JsonText& json, const ListedMessage& entry) {
        json.member("id", entry.message.to_string());
        json.member("count", entry.count);
        json.begin_object("reactions");
        for (const auto& [reaction, count] : entry.reactions) json.member(reaction.code(), count);
        json.end_object();
    });
}

std::vector<ListedMessage> parse_messages(std::string_view items) {
    return parse_list<ListedMessage>(items, 3, [](const rapidjson::Value& entry, std::uint64_t count) {
        return ListedMessage{id_of<Uuid>(entry), count, reactions_of(entry)};
    });
}

std::string to_items(std::span<const CountedUser> users) {
    return write_list(users, [](JsonText& json, const CountedUser& entry) {
        json.member("id", entry.user.str());
        json.member("count", entry.count);
    });
}

std::vector<CountedUser> parse_users(std::string_view items) {
    return parse_list<CountedUser>(items, 2, [](const rapidjson::Value& entry, std::uint64_t count) {
        return CountedUser{id_of<UserId>(entry), count};
    });
}

std::string to_items(std::span<const CountedChat> chats) {
    return write_list(chats, [](JsonText& json, const CountedChat& entry) {
        json.member("id", entry.chat.to_string());
        json.member("count", entry.count);
    });
}

std::vector<CountedChat> parse_chats(std::string_view items) {
    return parse_list<CountedChat>(items, 2, [](const rapidjson::Value& entry, std::uint64_t count) {
        return CountedChat{id_of<Uuid>(entry), count};
    });
}

}  // namespace likes::analytics
