# shellcheck shell=bash
# shellcheck disable=SC2034
# The notifier: the handlers' configuration with accounts of its own. multiwatch keeps it alive: while it is away the feed
# grows, and nobody is told of anything.

need say settings process secrets services/handler

notifier_prepare() {
    write_handler_conf
    # As for the relay: multiwatch passes on a TERM as USR1.
    COMMAND=(/usr/bin/env "PROGRAM=$LIKES_BIN_DIR/notifier" "CONFIG=$HANDLER_CONF"
        LIKES_DB_USER=likes_notifier "LIKES_DB_PASSWORD_FILE=$(db_password_file notifier)"
        LIKES_MQTT_USER=likes_notifier "LIKES_MQTT_PASSWORD_FILE=$(mqtt_password_file notifier)"
        /usr/bin/multiwatch "${TRIES[@]}" -- /usr/bin/env --ignore-signal=USR1 "${RUN_PROGRAM[@]}")
    CONFIGURATION=("$HANDLER_CONF" "$LIKES_BIN_DIR/notifier")
    [[ -x $LIKES_BIN_DIR/notifier ]] || die "there is no executable $LIKES_BIN_DIR/notifier; build first"
}

# It listens nowhere. That the image is the program's, and not the shell's any more, is all that can be seen from outside.
notifier_ready() {
    local pid
    pid=$(worker_pids notifier) && [[ -n $pid && /proc/$pid/exe -ef $LIKES_BIN_DIR/notifier ]]
}
