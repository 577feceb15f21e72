#include "mail/bounce.hpp"

#include <algorithm>
#include <cstdint>

#include "base/text.hpp"

namespace likes::mail {
namespace {

constexpr std::size_t kAddressesMax = 10;
/// RFC 2046 section 5.1.1.
constexpr std::size_t kBoundaryMax = 70;
constexpr std::size_t kPartsOfReportMax = 20;

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_same_word(std::string_view left, std::string_view right) {
    return left.size() == right.size() &&
           std::equal(left.begin(), left.end(), right.begin(), [](char a, char b) { return lower(a) == lower(b); });
}

bool begins_with_word(std::string_view text, std::string_view word) {
    return text.size() >= word.size() && is_same_word(text.substr(0, word.size()), word);
}

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

/// Takes the next line from the text, without its end.
std::string_view take_line(std::string_view& text) {
    auto line = take_until(text, '\n');
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

struct Field {
    std::string_view name;
    std::string value;
};

/// Takes the fields up to the next empty line, which it takes as well; folded ones as one.
std::vector<Field> take_fields(std::string_view& text) {
    constexpr std::size_t kFieldsMax = 200;
    constexpr std::size_t kValueMax = 4096;
    std::vector<Field> fields;
    while (!text.empty()) {
        const auto line = take_line(text);
        if (line.empty()) break;
        if (line.front() == ' ' || line.front() == '\t') {
            if (!fields.empty() && fields.back().value.size() < kValueMax) {
                fields.back().value.append(" ").append(trimmed(line.substr(0, kValueMax)));
            }
            continue;
        }
        const auto colon = line.find(':');
        if (colon == std::string_view::npos || fields.size() == kFieldsMax) continue;
        fields.push_back({trimmed(line.substr(0, colon)), std::string{trimmed(line.substr(colon + 1, kValueMax))}});
    }
    return fields;
}

std::string_view value_of(const std::vector<Field>& fields, std::string_view name) {
    const auto found =
        std::find_if(fields.begin(), fields.end(), [&](const Field& field) { return is_same_word(field.name, name); });
    return found == fields.end() ? std::string_view{} : std::string_view{found->value};
}

/// A parameter of a Content-Type, with or without quotes; empty if it is not there.
std::string_view parameter(std::string_view content_type, std::string_view name) {
    // A semicolon within quotes ends a parameter here too early; those that are looked for have none there.
    take_until(content_type, ';');
    while (!content_type.empty()) {
        auto value = take_until(content_type, ';');
        const auto found = trimmed(take_until(value, '='));
        if (!is_same_word(found, name)) continue;
        value = trimmed(value);
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"') return value.substr(1, value.size() - 2);
        return value;
    }
    return {};
}

/// The address in a header's value: what is in angle brackets, or all of it.
std::string_view address_in(std::string_view value) {
    const auto open = value.rfind('<');
    const auto close = value.rfind('>');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open) return trimmed(value);
    return value.substr(open + 1, close - open - 1);
}

std::vector<std::string> addresses_of(const std::vector<Field>& fields) {
    std::vector<std::string> addresses;
    for (const auto& field : fields) {
        const bool names_recipient = is_same_word(field.name, "To") || is_same_word(field.name, "Delivered-To") ||
                                     is_same_word(field.name, "X-Original-To");
        if (names_recipient && addresses.size() < kAddressesMax) addresses.emplace_back(address_in(field.value));
    }
    return addresses;
}

/// The first word: comments may follow.
std::string_view first_word(std::string_view value) {
    return value.substr(0, value.find_first_of(" \t("));
}

std::optional<Bounce> bounce_of_fields(const std::vector<Field>& fields) {
    if (!is_same_word(first_word(value_of(fields, "Action")), "failed")) return std::nullopt;
    // That it failed is said; of what kind the failure is may be said in another way than was expected.
    return bounce_of_status(first_word(value_of(fields, "Status"))).value_or(Bounce::kSoft);
}

/// RFC 3464 section 2.1: fields of the message, then those of each recipient, with empty lines between.
std::optional<Bounce> bounce_of_status_part(std::string_view body) {
    std::optional<Bounce> worst;
    while (!body.empty()) {
        const auto bounce = bounce_of_fields(take_fields(body));
        if (bounce && worst != Bounce::kHard) worst = bounce;
    }
    return worst;
}

/// Takes the part up to the next line that is the boundary, and that line. `is_last`: none follows.
std::string_view take_part(std::string_view& text, std::string_view boundary, bool& is_last) {
    const auto all = text;
    while (!text.empty()) {
        const auto before = all.size() - text.size();
        const auto line = take_line(text);
        if (!line.starts_with("--") || !line.substr(2).starts_with(boundary)) continue;
        const auto rest = trimmed(line.substr(2 + boundary.size()));
        if (!rest.empty() && rest != "--") continue;
        is_last = !rest.empty();
        return all.substr(0, before);
    }
    is_last = true;
    return all;
}

std::optional<Bounce> bounce_of_parts(std::string_view body, std::string_view boundary) {
    bool is_last = false;
    take_part(body, boundary, is_last);
    for (std::size_t count = 0; !is_last && count < kPartsOfReportMax; ++count) {
        auto part = take_part(body, boundary, is_last);
        const auto fields = take_fields(part);
        const auto type = first_word(value_of(fields, "Content-Type"));
        if (begins_with_word(type, "message/delivery-status") ||
            begins_with_word(type, "message/global-delivery-status")) {
            return bounce_of_status_part(part);
        }
    }
    return std::nullopt;
}

/// Reads `5.1.1` at the beginning.
struct Status {
    unsigned status_class = 0;
    unsigned subject = 0;
    unsigned detail = 0;
};

std::optional<Status> parse_status(std::string_view text) {
    const auto parts = split(text, '.');
    if (parts.size() != 3) return std::nullopt;
    const auto status_class = parse_number<std::uint16_t>(parts[0], 2, 5);
    const auto subject = parse_number<std::uint16_t>(parts[1], 0, 999);
    const auto detail = parse_number<std::uint16_t>(parts[2], 0, 999);
    if (!status_class || !subject || !detail) return std::nullopt;
    return Status{*status_class, *subject, *detail};
}

}  // namespace

std::optional<Bounce> bounce_of_status(std::string_view text) {
    const auto status = parse_status(text);
    if (!status || (status->status_class != 4 && status->status_class != 5)) return std::nullopt;
    if (status->status_class == 4) return Bounce::kSoft;
    constexpr unsigned kMailbox = 2;
    constexpr unsigned kSystem = 3;
    constexpr unsigned kNetwork = 4;
    constexpr unsigned kProtocol = 5;
    constexpr unsigned kContent = 6;
    constexpr unsigned kPolicy = 7;
    // A mailbox that is full (2) or takes no message of that length (3).
    if (status->subject == kMailbox && (status->detail == 2 || status->detail == 3)) return Bounce::kSoft;
    // 5.5.0 is what servers say who know no better status for a mailbox that is not there.
    if (status->subject == kProtocol && status->detail != 0) return Bounce::kSoft;
    const bool is_not_about_the_mailbox = status->subject == kSystem || status->subject == kNetwork ||
                                          status->subject == kContent || status->subject == kPolicy;
    return is_not_about_the_mailbox ? Bounce::kSoft : Bounce::kHard;
}

std::optional<Bounce> bounce_of_reply(std::string_view reply) {
    const auto code = parse_number<std::uint16_t>(reply.substr(0, 3), 400, 599);
    if (!code) return std::nullopt;
    constexpr unsigned kPermanent = 500;
    if (*code < kPermanent) return Bounce::kSoft;
    auto rest = reply.substr(3);
    if (!rest.empty()) rest.remove_prefix(1);
    const auto status = first_word(rest);
    return bounce_of_status(status).value_or(Bounce::kHard);
}

std::optional<DeliveryReport> parse_delivery_report(std::string_view mail) {
    mail = mail.substr(0, kReportBytesMax);
    // The line by which a mail begins in an mbox file, as some servers hand it on.
    if (mail.starts_with("From ")) take_line(mail);
    const auto fields = take_fields(mail);
    const auto type = value_of(fields, "Content-Type");
    if (!begins_with_word(type, "multipart/report") ||
        !is_same_word(parameter(type, "report-type"), "delivery-status")) {
        return std::nullopt;
    }
    const auto boundary = parameter(type, "boundary");
    if (boundary.empty() || boundary.size() > kBoundaryMax) return std::nullopt;
    const auto bounce = bounce_of_parts(mail, boundary);
    if (!bounce) return std::nullopt;
    return DeliveryReport{addresses_of(fields), *bounce};
}

}  // namespace likes::mail
