# shellcheck shell=bash
# An instance of one's own, beside others, to be thrown away. For scripts that set `here` and a temporary LIKES_VAR_DIR.

need say ports

# start_instance BIN_DIR KEPT_LOGS: exports its ports. Ones that are free now may be taken a moment later; then it is
# tried with others. KEPT_LOGS is where the caller will keep the logs should this fail. Its users call as fast as they
# can, so there is no limit per user or address, except where a test sets one. Nor does the relay audit, except where a test has it
# do so: it would correct what others plant in the tables.
# shellcheck disable=SC2154  # here
start_instance() {
    local attempt port ports taken
    export LIKES_USER_CHANGES_PER_SECOND=0 LIKES_AUDIT_INTERVAL_MS=0
    export RATE_LIMIT_PER_SECOND=1000000 RATE_LIMIT_BURST=1000000
    export LIKES_VAR_DIR HTTP_PORT MQTT_PORT MQTT_BROKER_PORT MQTT_WS_PORT DB_PORT HTTPS_PORT MQTTS_PORT MONITOR_PORT
    export LIKES_BIN_DIR=$1
    for attempt in 1 2 3; do
        mapfile -t ports < <(free_ports 8)
        HTTP_PORT=${ports[0]} MQTT_PORT=${ports[1]} MQTT_BROKER_PORT=${ports[2]} MQTT_WS_PORT=${ports[3]}
        DB_PORT=${ports[4]} HTTPS_PORT=${ports[5]} MQTTS_PORT=${ports[6]} MONITOR_PORT=${ports[7]}
        if "$here/up" --no-build --quiet; then return; fi
        "$here/down" --quiet
        taken=''
        for port in "${ports[@]}"; do
            if port_is_taken "$port"; then taken=$port; fi
        done
        [[ -n $taken ]] || die "the instance did not come up; its logs are kept in $2"
        warn "port $taken was taken meanwhile; attempt $attempt failed"
    done
    die "no free ports in three attempts"
}
