#include "web/etag.hpp"

#include <algorithm>
#include <utility>

#include <xxhash.h>

#include "base/text.hpp"

namespace likes::web {
namespace {

std::string make_tag(std::string_view body) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string tag(18, '"');
    // A fast hash suffices, because the tag guards no secret, only a cache of one user's own answers.
    auto fingerprint = XXH3_64bits(body.data(), body.size());
    for (std::size_t i = tag.size() - 2; i > 0; --i, fingerprint >>= 4U) tag[i] = kDigits[fingerprint & 0xFU];
    return tag;
}

/// True if the header's list names `tag`, compared weakly (RFC 9110, section 13.1.2).
bool names(std::string_view if_none_match, std::string_view tag) {
    for (auto candidate : split(if_none_match, ',')) {
        candidate.remove_prefix(std::min(candidate.find_first_not_of(" \t"), candidate.size()));
        candidate = candidate.substr(0, candidate.find_last_not_of(" \t") + 1);
        if (candidate == "*") return true;
        if (candidate.starts_with("W/")) candidate.remove_prefix(2);
        if (candidate == tag) return true;
    }
    return false;
}

}  // namespace

Response with_etag(Response response, std::string_view if_none_match) {
    std::string tag = make_tag(response.body);
    const bool is_known = names(if_none_match, tag);
    response.headers.push_back({"ETag", std::move(tag)});
    if (is_known) {
        response.status = 304;
        response.body.clear();
        std::erase_if(response.headers, [](const Header& header) { return header.name == "Content-Type"; });
    }
    return response;
}

}  // namespace likes::web
