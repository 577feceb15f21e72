#include "push/endpoint.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"

namespace likes::push {
namespace {

constexpr std::size_t kHostMax = 253;
constexpr std::size_t kLabelMax = 63;

bool is_letter(char c) {
    return c >= 'a' && c <= 'z';
}

bool is_letter_or_digit(char c) {
    return is_letter(c) || (c >= '0' && c <= '9');
}

std::string lower(std::string_view text) {
    std::string result{text};
    for (auto& c : result) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return result;
}

bool is_label(std::string_view label) {
    return !label.empty() && label.size() <= kLabelMax && label.front() != '-' && label.back() != '-' &&
           std::all_of(label.begin(), label.end(), [](char c) { return is_letter_or_digit(c) || c == '-'; });
}

/// What may be in a path and a query (RFC 3986 sections 3.3, 3.4).
bool is_path_character(char c) {
    constexpr std::string_view kOthers = "-._~!$&'()*+,;=:@/?%";
    return is_letter_or_digit(c) || (c >= 'A' && c <= 'Z') || kOthers.find(c) != std::string_view::npos;
}

}  // namespace

bool is_host_name(std::string_view text) {
    if (text.empty() || text.size() > kHostMax) return false;
    const auto labels = split(text, '.');
    return labels.size() > 1 && std::all_of(labels.begin(), labels.end(), is_label) && is_letter(labels.back().front());
}

std::optional<Endpoint> Endpoint::parse(std::string_view url) {
    constexpr std::string_view kScheme = "https://";
    constexpr std::string_view kPort = ":443";
    if (url.size() > kMaxLength || url.size() < kScheme.size() || lower(url.substr(0, kScheme.size())) != kScheme) {
        return std::nullopt;
    }
    url.remove_prefix(kScheme.size());
    const auto end = std::min(url.find('/'), url.size());
    auto host = url.substr(0, end);
    const auto path = url.substr(end);
    if (host.ends_with(kPort)) host.remove_suffix(kPort.size());
    auto name = lower(host);
    if (!is_host_name(name) || path.empty() || !std::all_of(path.begin(), path.end(), is_path_character)) {
        return std::nullopt;
    }
    return Endpoint{std::move(name), std::string{path}};
}

std::optional<AllowedHosts> AllowedHosts::parse(std::string_view list) {
    AllowedHosts allowed;
    if (list.empty()) return allowed;
    for (const auto name : split(list, ',')) {
        auto host = lower(name);
        if (!is_host_name(host) || allowed.hosts_.size() == kMax) return std::nullopt;
        allowed.hosts_.push_back(std::move(host));
    }
    return allowed;
}

bool AllowedHosts::allow(const Endpoint& endpoint) const {
    return std::any_of(hosts_.begin(), hosts_.end(), [&](const std::string& host) {
        return endpoint.host() == host || endpoint.host().ends_with("." + host);
    });
}

}  // namespace likes::push
