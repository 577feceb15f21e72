#include "mail/message_id.hpp"

#include "base/sha256.hpp"
#include "mail/base32.hpp"

namespace likes::mail {
namespace {

/// No user id and no message id holds a line end, so no two mails have one text.
std::string id_of(std::string_view kind, const std::string& text, std::string_view domain) {
    const auto digest = sha256(text);
    std::string id{"<"};
    id.append(kind).append(".");
    id.append(base32_encode({reinterpret_cast<const char*>(digest.data()), digest.size()}));
    return id.append("@").append(domain).append(">");
}

}  // namespace

std::string notice_id(const UserId& recipient, const Uuid& message, std::uint32_t step, std::string_view domain) {
    return id_of("n", recipient.str() + '\n' + message.to_string() + '\n' + std::to_string(step), domain);
}

std::string thread_id(const Uuid& message, std::string_view domain) {
    return id_of("m", message.to_string(), domain);
}

std::string digest_id(const UserId& recipient, std::chrono::sys_days date, std::string_view domain) {
    return id_of("d", recipient.str() + '\n' + std::to_string(date.time_since_epoch().count()), domain);
}

}  // namespace likes::mail
