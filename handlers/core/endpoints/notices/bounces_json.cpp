#include "endpoints/notices/bounces_json.hpp"

#include <algorithm>
#include <optional>

#include "base/json.hpp"
#include "mail/address.hpp"
#include "web/response.hpp"

namespace likes::endpoints {
namespace {

web::Problem bad_bounces() {
    return {400, "The body must be {\"bounces\":[…]} with 1 to 50 of {\"address\":\"…\",\"kind\":\"hard\"|\"soft\"}."};
}

std::optional<std::string_view> text_of(const rapidjson::Value& bounce, std::string_view name) {
    const auto* const member = find_member(bounce, name);
    if (member == nullptr || !member->IsString()) return std::nullopt;
    return string_of(*member);
}

notices::MailBounce require_bounce(const rapidjson::Value& value) {
    if (!value.IsObject() || value.MemberCount() != 2) throw bad_bounces();
    const auto address = mail::Address::parse(text_of(value, "address").value_or(""));
    const auto kind = text_of(value, "kind");
    if (!address || (kind != "hard" && kind != "soft")) throw bad_bounces();
    return {hash_of(*address), kind == "hard"};
}

}  // namespace

std::vector<notices::MailBounce> require_bounces(std::string_view body) {
    rapidjson::Document document;
    const auto* const all =
        parse_strict_object(body, document) && document.MemberCount() == 1 ? find_member(document, "bounces") : nullptr;
    if (all == nullptr || !all->IsArray() || all->Empty() || all->Size() > kBouncesMax) throw bad_bounces();
    std::vector<notices::MailBounce> bounces;
    for (const auto& value : all->GetArray()) bounces.push_back(require_bounce(value));
    // Whoever writes several does it in the order of the key.
    std::sort(bounces.begin(), bounces.end(),
              [](const auto& left, const auto& right) { return left.address_hash < right.address_hash; });
    return bounces;
}

std::string bounces_json(std::size_t accepted) {
    JsonText json;
    json.begin_object();
    json.member("accepted", accepted);
    json.end_object();
    return json.str();
}

}  // namespace likes::endpoints
