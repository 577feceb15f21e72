# shellcheck shell=bash
# The instances that scripts/bench measures on. For a script that has $here, $temporary, $binaries, $kept_logs, and
# $baseline, the checkout of another version.

instances=$temporary/instances # what has started, for likes_bench
directories=() downs=()        # of what was started: where it is, and what stops it

# Nobody measures the limits here, unless it is said.
export RATE_LIMIT_PER_SECOND=1000000 RATE_LIMIT_BURST=1000000 CONNECTIONS_PER_ADDRESS=65000
export MQTT_MAX_CONNECTIONS=5000 MQTT_MAX_CONNECTIONS_PER_ADDRESS=5000 MQTT_MAX_SESSIONS_PER_USER=1000 LIKES_DEMO=0
# What has changed is counted, and its authors are told, unless it is said.
export LIKES_FEED=analytics,notices
export DB_BUFFER_POOL=${DB_BUFFER_POOL:-4G}

# will_run NAME DOWN: makes the directory of an instance, which DOWN will stop.
will_run() {
    directories+=("$temporary/$1") downs+=("$2")
    (umask 077 && mkdir -p -- "$temporary/$1"/{run/metrics,log,etc,secrets})
}

# has_started NAME CHECKOUT PORT BACKEND: tells likes_bench (instances.hpp).
has_started() { printf '%s\t%s\t%s\t%s\t%s\n' "$1" "$temporary/$1" "$2" "$3" "$4" >>"$instances"; }

# start_whole NAME CHECKOUT [SETTING=VALUE…]: an instance with everything. All of them have the key of the first, so that
# tokens are good for each.
start_whole() {
    local key=$temporary/main/secrets/jwks.json
    will_run "$1" "$2/scripts/down"
    if [[ -f $key ]]; then cp -p -- "$key" "$temporary/$1/secrets/"; fi
    (
        if (($# > 2)); then export "${@:3}"; fi
        here=$2/scripts LIKES_VAR_DIR=$temporary/$1 start_instance "$2/build/release/bin" "$kept_logs"
        has_started "$1" "$2" "$HTTP_PORT" "$1"
    )
}

# start_beside NAME BIN_DIR BACKEND [SETTING=VALUE…]: the handlers that are compared, from BIN_DIR, and an nginx before
# them, with the database and the broker of the main instance.
start_beside() {
    local directory=$temporary/$1 socket free
    mapfile -t free < <(free_ports 3)
    will_run "$1" "$here/down"
    cp -rp -- "$temporary/main"/{secrets,settings} "$directory/"
    socket=$(LIKES_VAR_DIR=$directory "$here/service" socket mariadb)
    ln -s -- "$("$here/service" socket mariadb)" "$socket"
    env "${@:4}" LIKES_VAR_DIR="$directory" LIKES_BIN_DIR="$2" HTTP_PORT="${free[0]}" MONITOR_PORT="${free[1]}" MQTT_PORT="${free[2]}" \
        "$here/service" start like_message unlike_message message_likes nginx
    has_started "$1" "$ROOT" "${free[0]}" "$3"
}

# The same nginx and the same calls, but handlers that do nothing, not even with the database.
start_empty() {
    local handler
    mkdir -p -- "$temporary/empty-bin"
    ln -s -- "$binaries/$NGINX_MODULE.so" "$binaries/operate" "$temporary/empty-bin/"
    for handler in "${HANDLERS[@]}"; do ln -s -- "$binaries/empty_answer" "$temporary/empty-bin/$handler"; done
    start_beside empty "$temporary/empty-bin" none
}

# start NAME: one that likes_bench needs. What is called so is said in scenarios.cpp.
start() {
    case $1 in
    main | large | signatures) start_whole "$1" "$ROOT" ;;
    unfed) start_whole unfed "$ROOT" LIKES_FEED= ;;
    unnoticed) start_whole unnoticed "$ROOT" LIKES_FEED=analytics ;;
    baseline) start_whole baseline "$baseline" ;;
    empty) start_empty ;;
    alone) start_beside alone "$binaries" main LIKES_BATCH_MAX=1 ;;
    # Two thousand users are few for so many calls: each makes about a hundred a second.
    limited) start_beside limited "$binaries" main LIKES_USER_CHANGES_PER_SECOND=200 ;;
    *) die "nobody knows how to start '$1'" ;;
    esac
}

# stop_all: the first one has the database of others.
stop_all() {
    local i
    for ((i = ${#directories[@]} - 1; i >= 0; --i)); do
        LIKES_VAR_DIR=${directories[i]} "${downs[i]}" --quiet || true
    done
}

# keep_logs: also the build's, which is in the first one's.
keep_logs() {
    local directory
    rm -rf -- "$kept_logs"
    mkdir -p -- "$kept_logs"
    for directory in "$temporary"/*/log; do cp -r -- "$directory" "$kept_logs/$(basename "${directory%/log}")" || true; done
}
