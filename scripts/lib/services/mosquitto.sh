# shellcheck shell=bash
# shellcheck disable=SC2034
# The broker: native MQTT for phones, WebSocket for browsers (through nginx). Our plugin in it decides who may.

need say paths address tls template sanitizers settings process secrets services

mosquitto_prepare() {
    local conf=$ETC_DIR/mosquitto.conf plugin=$LIKES_BIN_DIR/chat_likes_plugin.so MOSQUITTO_USER_LINE='' preload
    [[ -f $plugin ]] || die "there is no $plugin; build first"
    # Running as root it would become the user `mosquitto`, who cannot read a private directory.
    if [[ $OS_USER == root ]]; then MOSQUITTO_USER_LINE='user root'; fi
    render "$ROOT/mqtt/mosquitto.conf.in" "$conf"
    COMMAND=(/usr/sbin/mosquitto -c "$conf")
    preload=$(preload_for "$plugin")
    if [[ -n $preload ]]; then COMMAND=(/usr/bin/env "LD_PRELOAD=$preload" "${COMMAND[@]}"); fi
    CONFIGURATION=("$conf" "$plugin")
    RELOADABLE=("$MQTT_PASSWORDS")
}

mosquitto_ready() {
    local setting
    for setting in $(port_settings mosquitto); do port_setting_is_taken "$setting" || return 1; done
}

# It takes new passwords and asks the plugin again about everyone who is connected, but has no ears for other listeners or
# another plugin.
mosquitto_reload() {
    [[ $(service_fingerprint | head -n 1) == "$(head -n 1 -- "$(fingerprint_file mosquitto)")" ]] ||
        die "mosquitto can only reload passwords, and more than those has changed; restart it"
    kill -HUP "$(running_pid mosquitto)"
}
