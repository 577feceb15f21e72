# shellcheck shell=bash
# Calls to the running instance, for the scripts themselves.

need say paths settings token

# call_api VERB PATH TOKEN [BODY]: prints the body of a 200. The token goes to curl by standard input.
call_api() {
    local address=http://127.0.0.1:$HTTP_PORT answer status
    answer=$(curl -sS --max-time 15 -w '\n%{http_code}' -X "$1" -H @- \
        ${4:+-H 'Content-Type: application/json' -d "$4"} "$address/api/v1/$2" <<<"Authorization: Bearer $3") ||
        die "no answer to $1 /api/v1/$2 from $address; the log is $LOG_DIR/nginx.log"
    status=${answer##*$'\n'}
    answer=${answer%$'\n'*}
    [[ $status == 200 ]] ||
        die "$1 /api/v1/$2 was answered with $status: ${answer:0:300}; the logs are in $LOG_DIR"
    printf '%s\n' "$answer"
}

# readiness: what /readyz answers, whatever its status.
readiness() { curl -sS --max-time 15 "http://127.0.0.1:$MONITOR_PORT/readyz"; }

# is_ready: the database answers, the broker is connected, and users are let in.
is_ready() { [[ $(readiness 2>/dev/null) == '{"status":"ready",'* ]]; }

# realtime_token USER NOTICES CHAT…: the password with which USER hears these chats, and, if NOTICES is true and not false,
# their own notices.
realtime_token() {
    local user=$1 notices=$2 chats='' answer
    shift 2
    if (($# > 0)); then chats=$(printf ',"%s"' "$@"); fi
    answer=$(call_api POST realtime/token "$(development_token "$user" 60)" \
        "{\"chat_ids\":[${chats#,}],\"notices\":$notices}") || return
    [[ $answer =~ \"token\":\"([A-Za-z0-9._-]+)\" ]] || die "there is no token in the answer to POST /realtime/token"
    printf '%s\n' "${BASH_REMATCH[1]}"
}
