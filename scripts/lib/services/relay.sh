# shellcheck shell=bash
# shellcheck disable=SC2034
# The relay: the handlers' configuration with accounts of its own. multiwatch keeps it alive: while it is away nobody
# tells the broker who left.

need say settings process secrets services/handler

relay_prepare() {
    write_handler_conf
    # multiwatch passes on a TERM as USR1 (lib/process.sh), which would end the relay before it gives its lease back.
    COMMAND=(/usr/bin/env "PROGRAM=$LIKES_BIN_DIR/relay" "CONFIG=$HANDLER_CONF"
        LIKES_DB_USER=likes_relay "LIKES_DB_PASSWORD_FILE=$(db_password_file relay)"
        LIKES_MQTT_USER=likes_relay "LIKES_MQTT_PASSWORD_FILE=$(mqtt_password_file relay)"
        /usr/bin/multiwatch "${TRIES[@]}" -- /usr/bin/env --ignore-signal=USR1 "${RUN_PROGRAM[@]}")
    CONFIGURATION=("$HANDLER_CONF" "$LIKES_BIN_DIR/relay")
    [[ -x $LIKES_BIN_DIR/relay ]] || die "there is no executable $LIKES_BIN_DIR/relay; build first"
}

# It listens nowhere. That the image is the relay's, and not the shell's any more, is all that can be seen from outside; that
# it has told the broker who left, /readyz shows.
relay_ready() {
    local pid
    pid=$(worker_pids relay) && [[ -n $pid && /proc/$pid/exe -ef $LIKES_BIN_DIR/relay ]]
}
