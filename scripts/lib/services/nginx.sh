# shellcheck shell=bash
# shellcheck disable=SC2034
# nginx: the only way in, for HTTP, WebSocket and native MQTT.

need say paths wait address tls template settings process handlers services

NGINX_CONF=$ETC_DIR/nginx.conf

nginx_prepare() {
    local NGINX_USER_LINE='' NGINX_LISTEN MQTT_LISTEN NGINX_ORIGINS NGINX_UPSTREAMS NGINX_CALLS=api NGINX_DEMO_PAGE=''
    local WWW_DIR HSTS='' NGINX_CORS_ORIGINS CORS_VARY='' module=$LIKES_BIN_DIR/chat_likes_nginx_module.so
    [[ -f $module ]] || die "there is no $module; build first"
    # Started by root, the workers would become `nobody`, who cannot reach a private directory.
    if [[ $OS_USER == root ]]; then NGINX_USER_LINE='user root root;'; fi
    NGINX_ORIGINS=$({ own_origins && further_origins; } | sort -u | sed 's/.*/    "&" 1;/')
    # The page's own spelling, which a browser compares letter by letter.
    # shellcheck disable=SC2016  # nginx's variable
    NGINX_CORS_ORIGINS=$(further_origins | sort -u | sed 's/.*/    "&" $http_origin;/')
    if [[ -n $NGINX_CORS_ORIGINS ]]; then CORS_VARY=Origin; fi
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
    cp -f -- "$ROOT"/nginx/snippets/*.conf "$ETC_DIR/snippets/"
    render "$ROOT/nginx/nginx.conf.in" "$NGINX_CONF"
    render "$ROOT/nginx/stream.conf.in" "$ETC_DIR/stream.conf"
    COMMAND=(/usr/sbin/nginx -p "$LIKES_VAR_DIR/nginx/" -e "$LOG_DIR/nginx.log" -c "$NGINX_CONF" -g 'daemon off;')
    CONFIGURATION=("$NGINX_CONF" "$ETC_DIR/stream.conf" "$ETC_DIR"/snippets/*.conf "$module")
    if tls_is_on; then CONFIGURATION+=("$TLS_CERT" "$TLS_KEY"); fi
    "${COMMAND[@]}" -t -q >"$LOG_DIR/nginx-test.log" 2>&1 ||
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
    printf '    ssl_certificate "%s";\n    ssl_certificate_key "%s";\n' "$TLS_CERT" "$TLS_KEY"
    printf '    ssl_session_cache shared:%s:10m;\n    include snippets/tls.conf;\n' "$3"
}

# nginx_upstreams: one group per handler.
# shellcheck disable=SC2153  # HANDLERS
nginx_upstreams() {
    local HANDLER
    for HANDLER in "${HANDLERS[@]}"; do rendered "$ROOT/nginx/upstream.conf.in"; done
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

# further_origins: the configured ones, one a line, as browsers write them.
further_origins() {
    tr ',' '\n' <<<"${ALLOWED_ORIGINS,,}" | sed '/./!d; s|^\(http://.*\):80$|\1|; s|^\(https://.*\):443$|\1|'
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
