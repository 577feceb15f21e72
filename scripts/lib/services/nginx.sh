# shellcheck shell=bash
# shellcheck disable=SC2034
# nginx: the only way in, for HTTP, WebSocket and native MQTT.

need say paths wait address tls template settings process secrets handlers services

NGINX_CONF=$ETC_DIR/nginx.conf

nginx_prepare() {
    local NGINX_USER_LINE='' NGINX_LISTEN MQTT_LISTEN NGINX_UPSTREAMS NGINX_CALLS=api NGINX_DEMO_PAGE='' WWW_DIR HSTS=''
    local module=$LIKES_BIN_DIR/chat_likes_nginx_module.so
    [[ -f $module ]] || die "there is no $module; build first"
    # Running as root, the workers would become `nobody`, who cannot reach a private directory.
    if [[ $OS_USER == root ]]; then NGINX_USER_LINE='user root root;'; fi
    serve_tls
    NGINX_LISTEN=$(nginx_listen "$HTTP_PORT" "$HTTPS_PORT" https_sessions)
    MQTT_LISTEN=$(nginx_listen "$MQTT_PORT" "$MQTTS_PORT" mqtts_sessions)
    NGINX_UPSTREAMS=$(nginx_upstreams)
    if [[ $LIKES_DEMO == 1 ]]; then
        NGINX_DEMO_PAGE='include snippets/demo_page.conf;'
        NGINX_CALLS='api|demo'
    fi
    WWW_DIR=$(www_dir)
    if ((HSTS_SECONDS > 0)); then HSTS="max-age=$HSTS_SECONDS"; fi
    mkdir -p -- "$LIKES_VAR_DIR/nginx" "$ETC_DIR/snippets"
    (umask 077 && touch -- "$LOG_DIR/nginx.log" "$LOG_DIR/nginx.access.log" "$LOG_DIR/nginx.mqtt.log")
    give "$LIKES_VAR_DIR/nginx" "$LOG_DIR/nginx.log" "$LOG_DIR/nginx.access.log" "$LOG_DIR/nginx.mqtt.log"
    let_through "$ETC_DIR/snippets"
    cp -f -- "$ROOT"/nginx/snippets/*.conf "$ETC_DIR/snippets/"
    allowed_origins | write_secret "$ETC_DIR/origins.conf"
    render "$ROOT/nginx/nginx.conf.in" "$NGINX_CONF"
    render "$ROOT/nginx/stream.conf.in" "$ETC_DIR/stream.conf"
    COMMAND=(/usr/sbin/nginx -p "$LIKES_VAR_DIR/nginx/" -e "$LOG_DIR/nginx.log" -c "$NGINX_CONF" -g 'daemon off;')
    CONFIGURATION=("$NGINX_CONF" "$ETC_DIR/stream.conf" "$ETC_DIR/origins.conf" "$ETC_DIR"/snippets/*.conf "$module")
    if tls_is_on; then CONFIGURATION+=("$SERVED_CERT" "$SERVED_KEY"); fi
    as_service_user "${COMMAND[@]}" -t -q >"$LOG_DIR/nginx-test.log" 2>&1 ||
        die_with_log "$LOG_DIR/nginx-test.log" "nginx does not accept its configuration"
}

# nginx_listen PORT TLS_PORT CACHE: the addresses it listens on, and the certificate, with the sessions of TLS in CACHE. No
# HTTP/2: there nginx 1.22 answers a body that is too long with a page of its own, has other limits for headers, and cannot
# carry a WebSocket.
nginx_listen() {
    local address
    for address in $(plain_addresses); do
        printf '    listen %s:%s backlog=1024;\n' "$(in_url "$address")" "$1"
    done
    if ! tls_is_on; then return; fi
    for address in $(exposed_addresses); do
        printf '    listen %s:%s ssl backlog=1024;\n' "$(in_url "$address")" "$2"
    done
    printf '    ssl_certificate "%s";\n    ssl_certificate_key "%s";\n' "$SERVED_CERT" "$SERVED_KEY"
    printf '    ssl_session_cache shared:%s:10m;\n    include snippets/tls.conf;\n' "$3"
}

# nginx_upstreams: one group per handler.
# shellcheck disable=SC2153  # HANDLERS
nginx_upstreams() {
    local HANDLER
    for HANDLER in "${HANDLERS[@]}"; do rendered "$ROOT/nginx/upstream.conf.in"; done
}

# allowed_origins: a line of nginx's map for each of ALLOWED_ORIGINS, as browsers write them: without a scheme's own port.
allowed_origins() {
    tr , '\n' <<<"${ALLOWED_ORIGINS,,}" |
        sed '/./!d; s|^\(http://.*\):80$|\1|; s|^\(https://.*\):443$|\1|; s/.*/"&" 1;/' | sort -u
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
    # Reloaded means: a worker with the new configuration is there, and the old ones take no more connections. They finish
    # what they have.
    wait_until 10 nginx_has_reloaded "$pid" "$old" || die_with_log "$LOG_DIR/nginx.log" "nginx did not reload"
}

# nginx_has_reloaded PID OLD: of this nginx, whose workers were OLD.
nginx_has_reloaded() {
    local worker
    [[ -n $(comm -13 <(printf '%s\n' "$2") <(processes_by parent "$1" | sort)) ]] || return 1
    for worker in $2; do
        if [[ -e /proc/$worker ]] && ! grep -qs 'shutting down' "/proc/$worker/cmdline"; then return 1; fi
    done
}
