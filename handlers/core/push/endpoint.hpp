#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Where pushes may go. A browser tells us the address of its push service, so whoever calls us could name any address:
/// of a host that others can reach only through us, for instance. So the hosts are listed, and so is what an address
/// may look like.
namespace likes::push {

/// The hosts of the browsers' push services; those below them belong to them.
inline constexpr std::string_view kBrowserHosts =
    "fcm.googleapis.com,jmt17.google.com,updates.push.services.mozilla.com,web.push.apple.com,notify.windows.com";

/// An https URL at the usual port whose host is a name (RFC 3986): no user, no IP address in any notation, no fragment.
class Endpoint {
  public:
    static constexpr std::size_t kMaxLength = 2048;

    /// nullopt for anything else.
    static std::optional<Endpoint> parse(std::string_view url);

    /// In lower case.
    const std::string& host() const { return host_; }

    /// RFC 6454 section 6.2, as VAPID wants it for its audience (RFC 8292 section 2): without port and path.
    std::string origin() const { return "https://" + host_; }

    /// With the host in lower case and without a port.
    std::string url() const { return origin() + path_; }

  private:
    Endpoint(std::string host, std::string path) : host_{std::move(host)}, path_{std::move(path)} {}

    std::string host_;
    std::string path_;
};

/// Whether the text is the name of a host, in lower case: labels of letters, digits and inner hyphens (RFC 1123 section
/// 2.1), two or more, of which the last begins with a letter. So no IP address is one, whatever the notation.
bool is_host_name(std::string_view text);

/// Hosts to which pushes may go, and all below each of them.
class AllowedHosts {
  public:
    static constexpr std::size_t kMax = 64;

    /// Reads names separated by commas, in either letter case; nullopt if one of them is no host name, or if there are
    /// more than kMax. An empty text names none.
    static std::optional<AllowedHosts> parse(std::string_view list);

    bool allow(const Endpoint& endpoint) const;

    void add(const AllowedHosts& others) { hosts_.insert(hosts_.end(), others.hosts_.begin(), others.hosts_.end()); }

  private:
    std::vector<std::string> hosts_;
};

}  // namespace likes::push
