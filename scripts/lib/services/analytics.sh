# shellcheck shell=bash
# shellcheck disable=SC2034
# The analytics: the handlers' configuration with an account of their own, and nothing at the broker. multiwatch keeps the
# program alive: while it is away the feed grows.

need say settings process secrets services/handler

analytics_prepare() {
    write_handler_conf
    # As for the relay: multiwatch passes on a TERM as USR1.
    COMMAND=(/usr/bin/env "PROGRAM=$LIKES_BIN_DIR/analytics" "CONFIG=$HANDLER_CONF"
        LIKES_DB_USER=likes_analytics "LIKES_DB_PASSWORD_FILE=$(db_password_file analytics)"
        /usr/bin/multiwatch "${TRIES[@]}" -- /usr/bin/env --ignore-signal=USR1 "${RUN_PROGRAM[@]}")
    CONFIGURATION=("$HANDLER_CONF" "$LIKES_BIN_DIR/analytics")
    [[ -x $LIKES_BIN_DIR/analytics ]] || die "there is no executable $LIKES_BIN_DIR/analytics; build first"
}

# It listens nowhere. That the image is the program's, and not the shell's any more, is all that can be seen from outside.
analytics_ready() {
    local pid
    pid=$(worker_pids analytics) && [[ -n $pid && /proc/$pid/exe -ef $LIKES_BIN_DIR/analytics ]]
}
