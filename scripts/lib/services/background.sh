# shellcheck shell=bash
# shellcheck disable=SC2034
# The programs that no request waits for: the handlers' configuration with accounts of their own. multiwatch keeps them
# alive: while the relay is away nobody tells the broker who left; without the others the feed grows.

need say settings process secrets services/handler

background_prepare() {
    local name=$1 accounts
    write_handler_conf
    accounts=("LIKES_DB_USER=likes_$name" "LIKES_DB_PASSWORD_FILE=$(db_password_file "$name")")
    # The analytics have nothing to say at the broker.
    if [[ $name != analytics ]]; then
        accounts+=("LIKES_MQTT_USER=likes_$name" "LIKES_MQTT_PASSWORD_FILE=$(mqtt_password_file "$name")")
    fi
    # multiwatch passes on a TERM as USR1 (lib/process.sh), which would end the program before it gives its leases back.
    COMMAND=(/usr/bin/env "PROGRAM=$LIKES_BIN_DIR/$name" "CONFIG=$HANDLER_CONF" "${accounts[@]}"
        /usr/bin/multiwatch "${TRIES[@]}" -- /usr/bin/env --ignore-signal=USR1 "${RUN_PROGRAM[@]}")
    CONFIGURATION=("$HANDLER_CONF" "$LIKES_BIN_DIR/$name")
    [[ -x $LIKES_BIN_DIR/$name ]] || die "there is no executable $LIKES_BIN_DIR/$name; build first"
}

# It listens nowhere. That the image is the program's, and not the shell's any more, is all that can be seen from outside;
# that the relay has told the broker who left, /readyz shows.
background_ready() {
    local pid
    pid=$(worker_pids "$1") && [[ -n $pid && /proc/$pid/exe -ef $LIKES_BIN_DIR/$1 ]]
}
