#include "web/etag.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include <xxhash.h>

#include "base/text.hpp"

namespace likes::web {
namespace {

std::string make_tag(std::string_view body) {
    std::array<char, 24> text{};
    // A fast hash suffices, because the tag guards no secret, only a cache of one user's own answers.
    const auto fingerprint = static_cast<unsigned long long>(XXH3_64bits(body.data(), body.size()));
    const int length = std::snprintf(text.data(), text.size(), "\"%016llx\"", fingerprint);
    return {text.data(), static_cast<std::size_t>(length)};
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
    const std::string tag = make_tag(response.body);
    response.headers.push_back({"ETag", tag});
    if (names(if_none_match, tag)) {
        response.status = 304;
        response.body.clear();
        std::erase_if(response.headers, [](const Header& header) { return header.name == "Content-Type"; });
    }
    return response;
}

}  // namespace likes::web
