#include "web/etag.hpp"

#include <algorithm>
#include <utility>

#include <xxhash.h>

#include "base/text.hpp"

namespace likes::web {
namespace {

constexpr std::string_view kWeak = "W/";

std::string make_tag(std::string_view body) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string tag(18, '"');
    // A fast hash suffices, because the tag guards no secret, only a cache of one user's own answers.
    auto fingerprint = XXH3_64bits(body.data(), body.size());
    for (std::size_t i = tag.size() - 2; i > 0; --i, fingerprint >>= 4U) tag[i] = kDigits[fingerprint & 0xFU];
    return tag;
}

/// The entry of the header's list that names `tag`, compared weakly (RFC 9110, section 13.1.2); empty if none does.
std::string_view entry_that_names(std::string_view tag, std::string_view if_none_match) {
    for (auto candidate : split(if_none_match, ',')) {
        candidate.remove_prefix(std::min(candidate.find_first_not_of(" \t"), candidate.size()));
        candidate = candidate.substr(0, candidate.find_last_not_of(" \t") + 1);
        const auto opaque = candidate.starts_with(kWeak) ? candidate.substr(kWeak.size()) : candidate;
        if (candidate == "*" || opaque == tag) return candidate;
    }
    return {};
}

/// The answer with its tag, or 304 to who has it already.
Response tagged(Response response, std::string tag, bool is_known) {
    response.headers.push_back({"ETag", std::move(tag)});
    if (is_known) {
        response.status = 304;
        response.body.clear();
        std::erase_if(response.headers, [](const Header& header) { return header.name.starts_with("Content-"); });
    }
    return response;
}

}  // namespace

Response with_etag(Response response, std::string_view if_none_match) {
    std::string tag = make_tag(response.body);
    const auto known = entry_that_names(tag, if_none_match);
    if (known.starts_with(kWeak)) tag.insert(0, kWeak);
    return tagged(std::move(response), std::move(tag), !known.empty());
}

Response with_weak_etag(Response response, std::string_view meaning, std::string_view if_none_match) {
    std::string tag = make_tag(meaning);
    const bool is_known = !entry_that_names(tag, if_none_match).empty();
    return tagged(std::move(response), tag.insert(0, kWeak), is_known);
}

}  // namespace likes::web
