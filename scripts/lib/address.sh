# shellcheck shell=bash
# Where this instance may be reached. Only nginx ever leaves loopback, and only for BIND_ADDRESS; our own processes always
# find it on 127.0.0.1.

need tls

# is_ip_address TEXT: an IPv4 address, or an IPv6 address with or without brackets.
is_ip_address() {
    local text=$1 byte='(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])' group='[0-9A-Fa-f]{1,4}' groups
    if [[ $text =~ ^$byte(\.$byte){3}$ ]]; then return; fi
    if [[ $text == \[*\] ]]; then text=${text:1:-1}; fi
    if [[ $text =~ ^($group:){7}$group$ ]]; then return; fi
    # One `::` stands for at least one group of zeros.
    [[ $text =~ ^($group(:$group)*)?::($group(:$group)*)?$ ]] || return 1
    read -ra groups <<<"${text//:/ }"
    ((${#groups[@]} <= 7))
}

# bind_address: BIND_ADDRESS without brackets.
bind_address() {
    local address=${BIND_ADDRESS#\[}
    printf '%s\n' "${address%]}"
}

bind_address_is_loopback() { [[ $(bind_address) == @(127.*|::1) ]]; }

# exposed_addresses: what to listen on so that BIND_ADDRESS and 127.0.0.1 are both served, one a line.
exposed_addresses() {
    local address
    address=$(bind_address)
    if [[ $address != @(127.0.0.1|0.0.0.0) ]]; then printf '127.0.0.1\n'; fi
    printf '%s\n' "$address"
}

# plain_addresses: where HTTP and MQTT are served without TLS. With TLS on, loopback is all that they get.
plain_addresses() {
    if tls_is_on; then printf '127.0.0.1\n'; else exposed_addresses; fi
}

# in_url ADDRESS: as a URL and nginx want it.
in_url() {
    if [[ $1 == *:* ]]; then printf '[%s]' "$1"; else printf '%s' "$1"; fi
}
