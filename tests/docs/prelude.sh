# shellcheck shell=bash
# What each block of a page begins with when a test runs it. A reader sees when something is wrong; here it must fail.

# An answer that is an error fails, as does none.
curl() { command curl --silent --show-error --fail-with-body --max-time 60 "$@"; }

# A reader ends a subscriber when they have seen enough.
mosquitto_sub() { until_it_hears_a_like mosquitto_sub "$@"; }
npx() { until_it_hears_a_like npx "$@"; }

# until_it_hears_a_like COMMAND…: carol likes and unlikes a message of the demo chat until COMMAND has shown the event.
until_it_hears_a_like() {
    local heard pid deadline=$((SECONDS + 60)) verb=POST
    local like=http://127.0.0.1:$HTTP_PORT/api/v1/messages/22222222-2222-4222-8222-000000000019/like
    heard=$(mktemp -p .)
    setsid "$@" >"$heard" 2>&1 &
    pid=$!
    until grep -q message_liked "$heard"; do
        if ! kill -0 "$pid" 2>/dev/null || ((SECONDS >= deadline)); then
            printf 'no event by %s: %s\n' "$*" "$(<"$heard")" >&2
            kill -- "-$pid" 2>/dev/null || true
            return 1
        fi
        curl -X "$verb" -H "Authorization: Bearer $(./scripts/token carol)" "$like" >/dev/null
        if [[ $verb == POST ]]; then verb=DELETE; else verb=POST; fi
    done
    kill -- "-$pid"
    wait "$pid" || true
}
