# shellcheck shell=bash
# Waiting for a condition, never for a time.

# wait_until SECONDS COMMAND…: true as soon as COMMAND is; false when SECONDS have passed without that.
wait_until() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@"; do
        if ((SECONDS >= deadline)); then return 1; fi
        sleep 0.05
    done
}
