# shellcheck shell=bash
# shellcheck disable=SC2034
# The relay: the handlers' configuration with an account of its own.

relay_prepare() {
    write_handler_conf
    COMMAND=("$LIKES_BIN_DIR/relay" --config "$HANDLER_CONF" --db-user likes_relay
        --db-password-file "$(db_password_file relay)")
    CONFIGURATION=("$HANDLER_CONF")
    [[ -x $LIKES_BIN_DIR/relay ]] || die "there is no executable $LIKES_BIN_DIR/relay; build first"
}

# It listens nowhere. That the image is the relay's, and not setsid's any more, is all that can be seen from outside.
relay_ready() {
    local pid
    pid=$(running_pid "$1") && [[ /proc/$pid/exe -ef $LIKES_BIN_DIR/relay ]]
}
