# shellcheck shell=bash
# shellcheck disable=SC2034
# nginx: the only way in for HTTP and WebSocket.

NGINX_CONF=$ETC_DIR/nginx.conf
NGINX_WORKERS=2

nginx_prepare() {
    local NGINX_USER_LINE='' NGINX_LISTEN NGINX_ORIGINS NGINX_UPSTREAMS NGINX_DEMO_PAGE='' NGINX_DEMO_CALLS='' WWW_DIR HSTS='' origin origins=()
    # An idle kept connection occupies a handler's thread: all of them together must leave some free.
    local UPSTREAM_KEEPALIVE=$((LIKES_THREADS * 3 / 4 / NGINX_WORKERS))
    # Started by root, the workers would become `nobody`, who cannot reach a private directory.
    if [[ $OS_USER == root ]]; then NGINX_USER_LINE='user root root;'; fi
    IFS=, read -ra origins <<<"$ALLOWED_ORIGINS"
    NGINX_ORIGINS=$({ own_origins && printf '%s\n' "${origins[@],,}"; } | sed '/./!d; s/.*/    "&" 1;/' | sort -u)
    NGINX_LISTEN=$(nginx_listen)
    NGINX_UPSTREAMS=$(nginx_upstreams "$UPSTREAM_KEEPALIVE")
    if [[ $LIKES_DEMO == 1 ]]; then
        NGINX_DEMO_PAGE='include snippets/demo_page.conf;'
        NGINX_DEMO_CALLS='include snippets/demo_calls.conf;'
    fi
    WWW_DIR=$(www_dir)
    if ((HSTS_SECONDS > 0)); then HSTS="max-age=$HSTS_SECONDS"; fi
    mkdir -p -- "$LIKES_VAR_DIR/nginx" "$ETC_DIR/snippets"
    cp -f -- "$ROOT"/nginx/snippets/*.conf "$ETC_DIR/snippets/"
    render "$ROOT/nginx/nginx.conf.in" "$NGINX_CONF"
    COMMAND=(/usr/sbin/nginx -p "$LIKES_VAR_DIR/nginx/" -e "$LOG_DIR/nginx.log" -c "$NGINX_CONF" -g 'daemon off;')
    CONFIGURATION=("$NGINX_CONF" "$ETC_DIR"/snippets/*.conf)
    if tls_is_on; then CONFIGURATION+=("$TLS_CERT" "$TLS_KEY"); fi
    "${COMMAND[@]}" -t -q >"$LOG_DIR/nginx-test.log" 2>&1 ||
        die_with_log "$LOG_DIR/nginx-test.log" "nginx does not accept its configuration"
}

# nginx_listen: the addresses it listens on, and the certificate. No HTTP/2: there nginx 1.22 answers a body that is too
# long with a page of its own, has other limits for headers, and cannot carry a WebSocket.
nginx_listen() {
    local address
    for address in $(plain_addresses); do
        printf '    listen %s:%s backlog=1024;\n' "$(in_url "$address")" "$HTTP_PORT"
    done
    if ! tls_is_on; then return; fi
    for address in $(exposed_addresses); do
        printf '    listen %s:%s ssl backlog=1024;\n' "$(in_url "$address")" "$HTTPS_PORT"
    done
    printf '    ssl_certificate "%s";\n    ssl_certificate_key "%s";\n' "$TLS_CERT" "$TLS_KEY"
    printf '    include snippets/tls.conf;\n'
}

# nginx_upstreams KEEPALIVE: one group per handler.
nginx_upstreams() {
    local name
    for name in "${HANDLERS[@]}"; do
        printf '  upstream %s {\n    server "unix:%s" max_fails=0;\n' "$name" "$SOCKET_DIR/$name.sock"
        printf '    keepalive %s;\n    keepalive_requests 1000000;\n  }\n' "$1"
    done
}

# own_origins: of pages that this instance serves itself, one a line. A browser leaves out a scheme's own port.
own_origins() {
    local address host
    for host in localhost 127.0.0.1 "$(bind_address)"; do
        address=$(in_url "${host,,}")
        printf 'http://%s:%s\n' "$address" "$HTTP_PORT" | sed 's/:80$//'
        if tls_is_on; then printf 'https://%s:%s\n' "$address" "$HTTPS_PORT" | sed 's/:443$//'; fi
    done
}

nginx_ready() {
    local setting
    for setting in $(port_settings nginx); do port_setting_is_taken "$setting" || return 1; done
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
