# shellcheck shell=bash
# shellcheck disable=SC2034
# The broker: native MQTT for phones, WebSocket for browsers (through nginx).

mosquitto_prepare() {
    local conf=$ETC_DIR/mosquitto.conf MOSQUITTO_USER_LINE=''
    # Started by root it would become the user `mosquitto`, who cannot read a private directory.
    if [[ $OS_USER == root ]]; then MOSQUITTO_USER_LINE='user root'; fi
    mkdir -p -- "$LIKES_VAR_DIR/mosquitto"
    render "$ROOT/mqtt/mosquitto.conf.in" "$conf"
    COMMAND=(/usr/sbin/mosquitto -c "$conf")
    CONFIGURATION=("$conf")
}

mosquitto_ready() {
    port_is_taken "$MQTT_PORT" && port_is_taken "$MQTT_WS_PORT"
}
