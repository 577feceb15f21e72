#include "endpoints/unsubscribe.hpp"

#include <array>
#include <functional>
#include <string>

#include "endpoints/require.hpp"

namespace likes::endpoints {
namespace {

constexpr std::string_view kPath = "/u/";
constexpr std::array<std::string_view, 2> kMethods{"GET", "POST"};

/// A button, and nothing else; in no frame, where somebody could be made to click it.
constexpr std::string_view kPolicy = "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// The page is in both languages that there are mails in: what language its reader has is not known here.
constexpr std::string_view kHead = R"(<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>)";
constexpr std::string_view kAsk = R"(Stop these mails?</title>
<form method="post">
<p>Stop these mails? <span lang="ru">Не присылать такие письма?</span></p>
<input type="hidden" name="List-Unsubscribe" value="One-Click">
<button>Stop these mails – <span lang="ru">не присылать</span></button>
</form>
</html>
)";
constexpr std::string_view kDone = R"(Done</title>
<p>You get no more mails like this. <span lang="ru">Больше таких писем не будет.</span></p>
</html>
)";
constexpr std::string_view kInvalid = R"(This link does not work</title>
<p>This link does not work any more. Please take that of a newer mail, or the settings.
<span lang="ru">Эта ссылка больше не действует. Возьмите ссылку из более нового письма или откройте настройки.</span></p>
</html>
)";

web::Response page(int status, std::string_view text) {
    return {status,
            {{"Content-Type", "text/html; charset=utf-8"},
             {"Cache-Control", "no-store"},
             {"Content-Security-Policy", std::string{kPolicy}}},
            std::string{kHead}.append(text)};
}

}  // namespace

Unsubscribe::Query Unsubscribe::parse(const web::Request& request) const {
    require_method(request, kMethods);
    if (!request.path.starts_with(kPath)) throw no_such_resource();
    Query query;
    if (keys_) query.what = keys_->read_unsubscribe_token(request.path.substr(kPath.size()));
    query.is_wanted = request.method == "POST";
    return query;
}

std::size_t Unsubscribe::lane_hash(const Query& query) {
    return query.what ? std::hash<UserId>{}(query.what->user) : 0;
}

web::Response Unsubscribe::render(const web::Request& /*request*/, const Query& query,
                                  service::UnsubscribeView /*view*/) {
    if (!query.what) return page(404, kInvalid);
    return page(200, query.is_wanted ? kDone : kAsk);
}

}  // namespace likes::endpoints
