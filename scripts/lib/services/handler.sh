# shellcheck shell=bash
# shellcheck disable=SC2034
# The FastCGI handlers: spawn-fcgi opens the socket, multiwatch keeps the processes behind it alive.

need say paths wait settings process secrets services

HANDLER_CONF=$ETC_DIR/likes.conf
HANDLER_CONF_IS_WRITTEN=

handler_prepare() {
    local name=$1 backlog account
    write_handler_conf
    # Connections that a busy process has not accepted wait here; who finds this full as well is told 503 at once. It
    # holds what is served within about a second, so nobody waits for what comes too late. The kernel caps it silently.
    backlog=$(</proc/sys/net/core/somaxconn)
    if ((backlog > 4096)); then backlog=4096; fi
    COMMAND=(/usr/bin/env "PROGRAM=$LIKES_BIN_DIR/$name" "CONFIG=$HANDLER_CONF"
        /usr/bin/spawn-fcgi -n -s "$SOCKET_DIR/$name.sock" -M 0660 -b "$backlog" --
        /usr/bin/multiwatch -f "$HANDLER_PROCESSES" "${TRIES[@]}" -- "${RUN_PROGRAM[@]}")
    account=$(db_account "$name")
    if [[ $account != handlers ]]; then
        COMMAND=(/usr/bin/env "LIKES_DB_USER=likes_$account" "LIKES_DB_PASSWORD_FILE=$(db_password_file "$account")"
            "${COMMAND[@]}")
    fi
    CONFIGURATION=("$HANDLER_CONF" "$LIKES_BIN_DIR/$name")
    [[ -x $LIKES_BIN_DIR/$name ]] || die "there is no executable $LIKES_BIN_DIR/$name; build first"
}

# db_account NAME: the handler's account of the database, without `likes_`. Those of the analytics begin with that word.
db_account() {
    case $1 in
    demo) printf 'demo\n' ;;
    analytics_*) printf 'insights\n' ;;
    notices) printf 'notices\n' ;;
    *) printf 'handlers\n' ;;
    esac
}

# What multiwatch is to keep running, PROGRAM with the file CONFIG: by the environment, because Debian's multiwatch takes
# no argument that is not ASCII.
# shellcheck disable=SC2016  # the inner shell expands them
RUN_PROGRAM=(/bin/sh -c 'exec "$PROGRAM" --config "$CONFIG"')
# A process that dies at once is tried ten times more. One that was up for 200 ms does not count.
TRIES=(-r 10 -t 200)

# write_handler_conf: the one file that the handlers, the relay and the analytics read, unless the programs would refuse it: those that
# run would then not start again. Once in a run of a script: its settings stay as they are.
write_handler_conf() {
    local new=$HANDLER_CONF.checked
    if [[ -n $HANDLER_CONF_IS_WRITTEN ]]; then return; fi
    handler_conf | write_secret "$new"
    if ! cmp -s -- "$new" "$HANDLER_CONF"; then check_options <"$new"; fi
    mv -f -- "$new" "$HANDLER_CONF"
    HANDLER_CONF_IS_WRITTEN=yes
}

# check_options: dies with what the programs would not take of the file on standard input.
check_options() {
    local complaint
    complaint=$("$LIKES_BIN_DIR/operate" --config /dev/stdin check 2>&1) || die "${complaint#operate: }"
}

# handler_conf: prints that file. An option whose setting is empty keeps its default.
handler_conf() {
    local option setting
    printf '# Written by scripts/service; changes are lost.\n'
    # A test puts itself in between by LIKES_DB_URL; `up` knows no such setting.
    printf 'db-url = "%s"\n' "${LIKES_DB_URL:-unix://$SOCKET_DIR/mariadb.sock}"
    printf 'db-name = "%s"\n' "$DB_NAME"
    printf 'db-user = "likes_handlers"\n'
    printf 'db-password-file = "%s"\n' "$(db_password_file handlers)"
    printf 'mqtt-host = "127.0.0.1"\n'
    printf 'mqtt-port = %s\n' "$MQTT_BROKER_PORT"
    printf 'mqtt-user = "likes_handlers"\n'
    printf 'mqtt-password-file = "%s"\n' "$(mqtt_password_file handlers)"
    printf 'jwks-file = "%s"\n' "$JWKS_FILE"
    printf 'realtime-jwks-file = "%s"\n' "$REALTIME_JWKS_FILE"
    printf 'token-max-bytes = %s\n' "$LIKES_TOKEN_MAX_BYTES"
    printf 'realtime-token-lifetime-seconds = %s\n' "$LIKES_REALTIME_TOKEN_LIFETIME_SECONDS"
    printf 'metrics-dir = "%s"\n' "$METRICS_DIR"
    if [[ -n $LIKES_JWT_ISSUER ]]; then printf 'jwt-issuer = "%s"\n' "$LIKES_JWT_ISSUER"; fi
    if [[ -n $LIKES_JWT_AUDIENCE ]]; then printf 'jwt-audience = "%s"\n' "$LIKES_JWT_AUDIENCE"; fi
    if [[ -n $LIKES_LOG_LEVEL ]]; then printf 'log-level = "%s"\n' "$LIKES_LOG_LEVEL"; fi
    for option in "${HANDLER_NUMBERS[@]}"; do
        setting=$(option_setting "$option")
        if [[ -n ${!setting} ]]; then printf '%s = %s\n' "$option" "${!setting}"; fi
    done
    for option in "${HANDLER_TEXTS[@]}"; do
        setting=$(option_setting "$option")
        if [[ -n ${!setting} ]]; then printf '%s = "%s"\n' "$option" "${!setting}"; fi
    done
}

handler_ready() {
    [[ -S $SOCKET_DIR/$1.sock && -n $(worker_pids "$1") ]]
}

# New processes behind the same socket: callers wait in its backlog for the moments in which nobody accepts.
handler_reload() {
    local pid
    for pid in $(worker_pids "$1"); do
        kill -TERM "$pid"
        wait_until "${STOP_SECONDS[handler]}" process_is_gone "$pid" || kill -KILL "$pid"
    done
    wait_until "${START_SECONDS[handler]}" handler_ready "$1" || die_with_log "$LOG_DIR/$1.log" "$1 did not come back"
}

handler_clean() {
    rm -f -- "$(socket_dir)/$1.sock"
}
