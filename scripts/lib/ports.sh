# shellcheck shell=bash
# TCP ports, read from the kernel's own table: nothing is connected to, and no tool needs to be installed.

# port_is_taken PORT [ADDRESS]: somebody listens on it where a listener of ours would collide. On loopback the addresses
# are 0.0.0.0, 127.0.0.1, ::, and ::ffff:127.0.0.1 as the kernel writes them; 0A is LISTEN. For any other ADDRESS a
# listener on any address counts: there is no need to share a port with a stranger.
port_is_taken() {
    local port addresses='(0{8}|0100007F|0{32}|0{16}FFFF00000100007F)'
    port=$(printf '%04X' "$1")
    if [[ ${2:-127.0.0.1} != 127.0.0.1 ]]; then addresses='[0-9A-F]+'; fi
    grep -qsE "^ *[0-9]+: $addresses:$port [0-9A-F]+:0000 0A" /proc/net/tcp /proc/net/tcp6
}

# free_ports COUNT: that many different ports, free just now, one a line. They lie below the range from which the kernel
# takes the ports of outgoing connections; nothing reserves them, so the caller must be ready to lose a race.
free_ports() {
    local count=$1 low=20000 high port
    local -A seen=()
    read -r high _ </proc/sys/net/ipv4/ip_local_port_range
    if ((high <= low + 100)); then low=10000 high=20000; fi
    while ((${#seen[@]} < count)); do
        port=$((low + (RANDOM * 32768 + RANDOM) % (high - low)))
        if [[ -v seen[$port] ]] || port_is_taken "$port"; then continue; fi
        seen[$port]=1
        printf '%s\n' "$port"
    done
}
