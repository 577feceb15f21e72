# shellcheck shell=bash
# shellcheck disable=SC2034
# nginx: the only way in for HTTP and WebSocket.

NGINX_CONF=$ETC_DIR/nginx.conf
NGINX_WORKERS=2

nginx_prepare() {
    local NGINX_USER_LINE='' NGINX_ORIGINS origin origins=()
    # An idle kept connection occupies a handler's thread: all of them together must leave some free.
    local UPSTREAM_KEEPALIVE=$((LIKES_THREADS * 3 / 4 / NGINX_WORKERS))
    # Started by root, the workers would become `nobody`, who cannot reach a private directory.
    if [[ $OS_USER == root ]]; then NGINX_USER_LINE='user root root;'; fi
    IFS=, read -ra origins <<<"$ALLOWED_ORIGINS"
    NGINX_ORIGINS=$(for origin in "http://127.0.0.1:$HTTP_PORT" "http://localhost:$HTTP_PORT" "${origins[@],,}"; do
        printf '    "%s" 1;\n' "$origin"
    done | sort -u)
    mkdir -p -- "$LIKES_VAR_DIR/nginx" "$ETC_DIR/snippets"
    cp -f -- "$ROOT"/nginx/snippets/*.conf "$ETC_DIR/snippets/"
    render "$ROOT/nginx/nginx.conf.in" "$NGINX_CONF"
    COMMAND=(/usr/sbin/nginx -p "$LIKES_VAR_DIR/nginx/" -e "$LOG_DIR/nginx.log" -c "$NGINX_CONF" -g 'daemon off;')
    CONFIGURATION=("$NGINX_CONF" "$ETC_DIR"/snippets/*.conf)
    "${COMMAND[@]}" -t -q >"$LOG_DIR/nginx-test.log" 2>&1 ||
        die_with_log "$LOG_DIR/nginx-test.log" "nginx does not accept its configuration"
}

nginx_ready() {
    port_is_taken "$HTTP_PORT"
}

nginx_reload() {
    local pid old
    pid=$(running_pid nginx)
    old=$(processes_by parent "$pid" | sort)
    kill -HUP "$pid"
    # Reloaded means: a worker with the new configuration is there. The old ones finish what they have.
    wait_until 10 nginx_has_new_worker "$pid" "$old" || die_with_log "$LOG_DIR/nginx.log" "nginx did not reload"
}

nginx_has_new_worker() {
    [[ -n $(comm -13 <(printf '%s\n' "$2") <(processes_by parent "$1" | sort)) ]]
}
