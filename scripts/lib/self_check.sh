# shellcheck shell=bash
# The check that `up` ends with: a real like over HTTP, its event over MQTT, and the like taken back.

need say paths wait secrets settings api token demo

# self_check: picks a member who does not like the newest demo message, so that nobody's like is touched. When all like
# it, the last one takes the like back first and puts it again.
self_check() {
    local member token='' answer verb=POST undo=DELETE event=message_liked
    local events=$RUN_DIR/self-check.events like=messages/$DEMO_LAST_MESSAGE/like
    for member in "${DEMO_MEMBERS[@]}"; do
        token=$(development_token "$member" 300)
        answer=$(call_api GET "${like}s" "$token")
        if is_true is_liked_by_user "$answer"; then continue; fi
        break
    done
    if is_true is_liked_by_user "$answer"; then verb=DELETE undo=POST event=message_unliked; fi

    subscribe_as "$member" "$events"
    wait_until 10 grep -q '^Subscribed .*: 1$' "$events" ||
        die_with_log "$events" "self-check: $member cannot subscribe"
    call_api "$verb" "$like" "$token" >/dev/null
    wait_until 10 grep -Eq "\"$event\".*$DEMO_LAST_MESSAGE" "$events" ||
        die_with_log "$LOG_DIR/like_message.log" "self-check: $member's $verb was answered, but no $event came by MQTT"
    call_api "$undo" "$like" "$token" >/dev/null
    end_subscriber
    trap - EXIT
    say "      $member's $verb was answered, its $event received, and the like put back as it was"
}

# subscribe_as MEMBER EVENTS: in the background; what comes goes to the file EVENTS. mosquitto_sub takes its password
# from a file of options, where no list of processes shows it.
subscribe_as() {
    local token options=$SECRETS_DIR/self-check
    token=$(realtime_token "$1" false "$DEMO_CHAT")
    mkdir -p -- "$options"
    printf -- '-u %s\n-P %s\n' "$1" "$token" | write_secret "$options/mosquitto_sub"
    : >"$2"
    XDG_CONFIG_HOME=$options stdbuf -oL mosquitto_sub -d -h 127.0.0.1 -p "$MQTT_PORT" -V mqttv5 -q 1 -W 30 \
        -t "$DEMO_TOPIC" >"$2" 2>&1 &
    SUBSCRIBER=$!
    trap end_subscriber EXIT
}

end_subscriber() {
    kill "$SUBSCRIBER" 2>/dev/null || true
    rm -rf -- "$SECRETS_DIR/self-check"
}

is_true() { [[ $2 =~ \"$1\":\ ?true ]]; }
