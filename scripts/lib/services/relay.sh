# shellcheck shell=bash
# shellcheck disable=SC2034
# The relay: the handlers' configuration with accounts of its own. multiwatch keeps it alive: while it is away nobody
# tells the broker who left.

need say settings process secrets services/handler

relay_prepare() {
    write_handler_conf
    # multiwatch passes on a TERM as USR1 (lib/process.sh), which would end the relay before it gives its lease back.
    COMMAND=(/usr/bin/multiwatch -r 10 -t 200 -- /usr/bin/env --ignore-signal=USR1 "$LIKES_BIN_DIR/relay"
        --config "$HANDLER_CONF" --db-user likes_relay --db-password-file "$(db_password_file relay)"
        --mqtt-user likes_relay --mqtt-password-file "$(mqtt_password_file relay)")
    CONFIGURATION=("$HANDLER_CONF")
    [[ -x $LIKES_BIN_DIR/relay ]] || die "there is no executable $LIKES_BIN_DIR/relay; build first"
}

# It listens nowhere. That the image is the relay's, and not env's any more, is all that can be seen from outside; that
# it has told the broker who left, /readyz shows.
relay_ready() {
    local pid
    pid=$(worker_pids relay) && [[ -n $pid && /proc/$pid/exe -ef $LIKES_BIN_DIR/relay ]]
}
