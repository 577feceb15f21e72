#include "http/etag.hpp"

#include <array>
#include <cstdint>
#include <cstdio>

namespace likes::http {
namespace {

/// FNV-1a with 64 bits. A tag guards a cache of one user's own answers, not a secret.
std::uint64_t fingerprint(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    return hash;
}

std::string make_tag(std::string_view body) {
    std::array<char, 24> text{};
    const int length =
        std::snprintf(text.data(), text.size(), "\"%016llx\"", static_cast<unsigned long long>(fingerprint(body)));
    return {text.data(), static_cast<std::size_t>(length)};
}

/// True if the header's list names `tag`, compared weakly (RFC 9110, section 13.1.2).
bool names(std::string_view if_none_match, std::string_view tag) {
    while (!if_none_match.empty()) {
        const auto comma = if_none_match.find(',');
        auto candidate = if_none_match.substr(0, comma);
        if_none_match.remove_prefix(comma == std::string_view::npos ? if_none_match.size() : comma + 1);
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

}  // namespace likes::http
