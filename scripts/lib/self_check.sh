# shellcheck shell=bash
# The check that `up` ends with: a real like over HTTP, its event over MQTT, and the like taken back.

# self_check: picks a member who does not like the newest demo message, so that nobody's like is touched. When all like
# it, the last one takes the like back first and puts it again.
self_check() {
    local member token='' answer verb=POST undo=DELETE event=message_liked
    local events=$RUN_DIR/self-check.events subscriber
    for member in "${DEMO_MEMBERS[@]}"; do
        token=$(development_token "$member" 300)
        answer=$(call_api GET likes "$token")
        if is_true is_liked_by_user "$answer"; then continue; fi
        break
    done
    if is_true is_liked_by_user "$answer"; then verb=DELETE undo=POST event=message_unliked; fi

    : >"$events"
    stdbuf -oL mosquitto_sub -d -h 127.0.0.1 -p "$MQTT_PORT" -V mqttv5 -q 1 -W 30 -t "$DEMO_TOPIC" >"$events" 2>&1 &
    subscriber=$!
    # shellcheck disable=SC2064  # this subscriber
    trap "kill $subscriber 2>/dev/null || true" EXIT
    wait_until 10 grep -q '^Subscribed' "$events" || die_with_log "$events" "self-check: cannot subscribe"

    call_api "$verb" like "$token" >/dev/null
    wait_until 10 grep -Eq "\"$event\".*$DEMO_LAST_MESSAGE" "$events" ||
        die_with_log "$LOG_DIR/like_message.log" "self-check: $member's $verb was answered, but no $event came by MQTT"
    call_api "$undo" like "$token" >/dev/null
    kill "$subscriber" 2>/dev/null || true
    trap - EXIT
    say "      $member's $verb was answered, its $event received, and the like put back as it was"
}

# call_api VERB like|likes TOKEN: prints the body of a 200. The token goes to curl by standard input.
call_api() {
    local body=$RUN_DIR/self-check.answer status
    status=$(curl -sS --max-time 15 -o "$body" -w '%{http_code}' -X "$1" -H @- \
        "http://127.0.0.1:$HTTP_PORT/api/v1/messages/$DEMO_LAST_MESSAGE/$2" <<<"Authorization: Bearer $3") ||
        die "self-check: no answer to $1 …/$2 from http://127.0.0.1:$HTTP_PORT; the log is $LOG_DIR/nginx.log"
    [[ $status == 200 ]] ||
        die "self-check: $1 …/$2 was answered with $status: $(head -c 300 "$body"); the logs are in $LOG_DIR"
    cat -- "$body"
}

is_true() { [[ $2 =~ \"$1\":\ ?true ]]; }
