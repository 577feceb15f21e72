# shellcheck shell=bash
# What a test in bash says: a line for each thing that holds, and the end with the first that does not.

passed() { printf 'ok: %s\n' "$*"; }

fail() {
    printf 'FAILED: %s\n' "$*" >&2
    exit 1
}

# check WHAT COMMAND…: COMMAND succeeds.
check() {
    local what=$1
    shift
    "$@" || fail "$what ($*)"
    passed "$what"
}

# within SECONDS COMMAND…: COMMAND succeeds before that time has passed.
within() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@"; do
        if ((SECONDS >= deadline)); then return 1; fi
        sleep 0.1
    done
}
