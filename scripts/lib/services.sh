# shellcheck shell=bash
# shellcheck disable=SC2034  # for those who source this
# The services of an instance, in the order of starting, and what is common to them. What is particular to a kind of
# service is in services/KIND.sh, as functions that set or do these:
#   KIND_prepare NAME   renders its configuration; sets COMMAND (what to run), CONFIGURATION (files it depends on) and,
#                       if it can reload some files and others not, RELOADABLE (those it can)
#   KIND_ready NAME     true when it serves
#   KIND_reload NAME    makes it take the rendered configuration without dropping a connection
# and, where the defaults do not fit, KIND_clean (after it stopped).

need say paths wait address tls ports settings process handlers user

SERVICES=(mariadb mosquitto relay analytics notifier "${HANDLERS[@]}" nginx)
declare -gA SERVICE_KIND=([mariadb]=mariadb [mosquitto]=mosquitto [relay]=background [analytics]=background
    [notifier]=background [nginx]=nginx)
declare -gA SUPERVISED=([relay]=yes [analytics]=yes [notifier]=yes)
for name in "${HANDLERS[@]}"; do
    SERVICE_KIND[$name]=handler
    SUPERVISED[$name]=yes
done
# How long a start and a stop may take, in seconds. MariaDB may have a crash to recover from, and pages to write.
declare -gA START_SECONDS=([mariadb]=120 [handler]=15 [background]=15 [mosquitto]=15 [nginx]=15)
declare -gA STOP_SECONDS=([mariadb]=60 [handler]=10 [background]=10 [mosquitto]=10 [nginx]=10)
# The settings that name a service's ports.
declare -gA SERVICE_PORTS=([mariadb]=DB_PORT [mosquitto]='MQTT_BROKER_PORT MQTT_WS_PORT'
    [nginx]='HTTP_PORT HTTPS_PORT MQTT_PORT MQTTS_PORT MONITOR_PORT')

# wanted_services [NAME…]: those of them, or of all, that this instance is to run, one a line.
wanted_services() {
    local name
    if (($# == 0)); then set -- "${SERVICES[@]}"; fi
    for name in "$@"; do
        if is_wanted "$name"; then printf '%s\n' "$name"; fi
    done
}

# is_wanted NAME: the demo only where it is on, and the analytics and the notifier only where changes are handed to them.
is_wanted() {
    case $1 in
    demo) [[ $LIKES_DEMO == 1 ]] ;;
    analytics) [[ ,${LIKES_FEED:-}, == *,analytics,* ]] ;;
    notifier) [[ ,${LIKES_FEED:-}, == *,notices,* ]] ;;
    esac
}

# stop_unwanted NAME…: those of them that this instance is not to run.
stop_unwanted() {
    local name
    for name in "$@"; do
        if is_wanted "$name"; then continue; fi
        stop_service "$name"
        # Nobody is to be alarmed because it does not run.
        rm -f -- "$METRICS_DIR/$name".*
    done
}

OS_USER=$(service_user)
SOCKET_DIR=

prepare_service() {
    SOCKET_DIR=$(socket_dir)
    RELOADABLE=()
    "${SERVICE_KIND[$1]}_prepare" "$1"
}

# What a running service depends on: when this differs from what it was started with, it must be restarted. What is
# reloadable has a line of its own.
service_fingerprint() {
    local word
    {
        printf '%s\0' "${COMMAND[@]}"
        for word in "${COMMAND[@]}"; do
            if [[ -f $word && -x $word ]]; then stat -L -c '%n %s %y' -- "$word"; fi
        done
        cat -- "${CONFIGURATION[@]}"
    } | sha256sum
    cat -- /dev/null "${RELOADABLE[@]}" | sha256sum
}

fingerprint_file() { printf '%s\n' "$RUN_DIR/$1.fingerprint"; }

start_service() {
    local name=$1 kind=${SERVICE_KIND[$1]} deadline setting
    if is_running "$name"; then return; fi
    kill_leftovers "$name"
    prepare_service "$name"
    for setting in $(port_settings "$name"); do
        if port_setting_is_taken "$setting"; then
            die "port ${!setting} ($setting, for $name) is already taken; choose another: $setting=PORT"
        fi
    done
    if has_low_port "$name"; then become_service_user net_bind_service; else become_service_user; fi
    spawn "$name" "${BECOME[@]}" "${COMMAND[@]}"
    service_fingerprint >"$(fingerprint_file "$name")"
    deadline=$((SECONDS + START_SECONDS[$kind]))
    until "${kind}_ready" "$name"; do
        is_running "$name" || die_with_log "$LOG_DIR/$name.log" "$name ended while starting"
        ((SECONDS < deadline)) || die_with_log "$LOG_DIR/$name.log" "$name did not get ready"
        sleep 0.05
    done
    is_running "$name" || die_with_log "$LOG_DIR/$name.log" "$name ended while starting"
}

stop_service() {
    local name=$1 kind=${SERVICE_KIND[$1]}
    stop_process "$name" "${STOP_SECONDS[$kind]}"
    rm -f -- "$(fingerprint_file "$name")"
    if declare -F "${kind}_clean" >/dev/null; then "${kind}_clean" "$name"; fi
}

# ensure_service NAME: starts it, restarts it if its binary or its configuration is another now, or leaves it alone.
# Sets DONE to the word for what it did.
ensure_service() {
    local name=$1
    if is_running "$name"; then
        prepare_service "$name"
        if [[ $(service_fingerprint) == "$(cat -- "$(fingerprint_file "$name")" 2>/dev/null)" ]]; then
            DONE='already runs'
            return
        fi
        stop_service "$name"
        start_service "$name"
        DONE=restarted
    else
        start_service "$name"
        DONE=started
    fi
}

reload_service() {
    local name=$1 kind=${SERVICE_KIND[$1]}
    declare -F "${kind}_reload" >/dev/null || die "$name cannot be reloaded; restart it"
    is_running "$name" || die "$name does not run"
    prepare_service "$name"
    "${kind}_reload" "$name"
    service_fingerprint >"$(fingerprint_file "$name")"
}

kill_service() {
    local pid
    for pid in $(worker_pids "$1"); do kill -KILL "$pid" 2>/dev/null || true; done
    if [[ -z ${SUPERVISED[$1]:-} ]]; then
        wait_until 10 is_stopped "$1" || die "$1 cannot be killed"
        kill_leftovers "$1"
    fi
}

# has_low_port NAME: it listens on a port that only root may take.
has_low_port() {
    local setting
    for setting in $(port_settings "$1"); do
        if ((${!setting} < 1024)); then return; fi
    done
    return 1
}

# port_settings NAME: the settings that name the ports it has now, one a line.
port_settings() {
    local setting
    for setting in ${SERVICE_PORTS[$1]:-}; do
        if [[ $setting != @(HTTPS_PORT|MQTTS_PORT) ]] || tls_is_on; then printf '%s\n' "$setting"; fi
    done
}

# port_setting_is_taken SETTING: the port is taken on an address where the service would listen on it.
port_setting_is_taken() {
    local address=127.0.0.1
    case $1 in
    HTTP_PORT | MQTT_PORT) address=$(plain_addresses | tail -n 1) ;;
    HTTPS_PORT | MQTTS_PORT) address=$(bind_address) ;;
    esac
    port_is_taken "${!1}" "$address"
}

service_ports() {
    local setting list=()
    for setting in $(port_settings "$1"); do list+=("${!setting}"); done
    printf '%s' "${list[*]:--}"
}

need services/{mariadb,mosquitto,handler,background,nginx}
