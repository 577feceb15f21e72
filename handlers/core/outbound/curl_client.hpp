#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "outbound/client.hpp"

struct sockaddr;

namespace likes::outbound {

/// Whether connections may go to that address, of whatever family: to public ones of IPv4 and IPv6 (see address.hpp).
bool is_public_peer(const sockaddr& peer);

struct ClientSettings {
    static constexpr std::chrono::milliseconds kConnectTimeout{3'000};
    static constexpr std::chrono::milliseconds kTimeout{10'000};
    /// Connections to one host; over HTTP/2 one is enough.
    static constexpr long kConnectionsOfHost = 8;
    static constexpr long kConnectionsMax = 64;

    /// `http://host:port` of a proxy (CONNECT), by which everything is sent then. Which addresses it connects to is up
    /// to it. Empty: none, whatever the environment says.
    std::string proxy = {};
    /// PEM file of the authorities that are trusted in place of the system's. Empty: the system's.
    std::string authorities = {};
    /// What is asked of an address before a socket is made for it. Not of the proxy's.
    bool (*allows)(const sockaddr& peer) = is_public_peer;
    /// `host:port:address[,address…]`, asked before the system's resolver.
    std::vector<std::string> resolve = {};
};

/// The client over libcurl: HTTP/2 where the server has it, https alone, no redirects, and no connection to an address
/// that is not public. The address is looked at when the socket is made for it, so it does not matter what a name has
/// resolved to before, or resolves to next.
class CurlClient final : public Client {
  public:
    /// Throws std::runtime_error if libcurl cannot do what it has to.
    explicit CurlClient(ClientSettings settings);
    ~CurlClient() override;
    CurlClient(const CurlClient&) = delete;
    CurlClient& operator=(const CurlClient&) = delete;

    void start(std::uint64_t id, const Request& request) override;
    std::vector<Finished> finished(std::chrono::milliseconds patience) override;

  private:
    struct Transfer;

    void collect(std::vector<Finished>& all);

    ClientSettings settings_;
    /// CURLM, which is void.
    void* multi_ = nullptr;
    void* resolved_ = nullptr;
    std::map<std::uint64_t, std::unique_ptr<Transfer>> transfers_;
};

}  // namespace likes::outbound
