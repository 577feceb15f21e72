# shellcheck shell=bash
# The numbers and names an instance is started with. They come from the environment, else from LIKES_VAR_DIR/settings,
# where `up` remembers them, else from the defaults.

need say paths address

SETTINGS=()
declare -gA SETTING_DEFAULT SETTING_RULE SETTING_TEXT

# Those with a default, which the packages ship as well.
while IFS='=' read -r name value; do SETTING_DEFAULT[$name]=$value; done < <(grep '^[A-Z]' "$ROOT/scripts/defaults")
SETTING_DEFAULT[LIKES_BIN_DIR]=$ROOT/build/release/bin

# setting NAME RULE TEXT: RULE is a range of whole numbers (1..65535), `ip-address`, or a regular expression for all of
# it.
setting() {
    SETTINGS+=("$1")
    SETTING_RULE[$1]=$2
    SETTING_TEXT[$1]=$3
}

setting HTTP_PORT 1..65535 'nginx: REST, and MQTT over WebSocket at /mqtt'
setting MQTT_PORT 1..65535 'nginx: native MQTT'
setting MQTT_BROKER_PORT 1..65535 'Mosquitto, native MQTT (behind nginx, and for handlers and relay)'
setting MQTT_WS_PORT 1..65535 'Mosquitto, WebSocket (behind nginx)'
setting DB_PORT 1..65535 'MariaDB'
setting MONITOR_PORT 1..65535 'nginx, on loopback alone: /metrics, /livez, /readyz'
setting BIND_ADDRESS ip-address 'where nginx is reached; everything else stays on loopback'
setting TLS_CERT '[^"$\\]*' 'PEM file: certificate and chain; with TLS_KEY, only TLS is served beyond loopback'
setting TLS_KEY '[^"$\\]*' 'PEM file: its private key, without a passphrase'
setting HTTPS_PORT 1..65535 'nginx with TLS: REST, and MQTT over WebSocket at /mqtt'
setting MQTTS_PORT 1..65535 'nginx with TLS: native MQTT'
setting HSTS_SECONDS 0..63072000 'Strict-Transport-Security over https, for every port of the host; 0: none'
setting LIKES_DEMO '[01]' '1: serve the demo page, where anybody is one of the demo users; 0: do not'
setting DB_BUFFER_POOL '[0-9]{1,9}[KMG]?' 'innodb_buffer_pool_size'
setting HANDLER_PROCESSES 1..64 'processes of each handler'
setting RATE_LIMIT_PER_SECOND 1..1000000 'API calls per second of one address; more is 429'
setting RATE_LIMIT_BURST 1..1000000 'API calls beyond that rate which still pass at once'
setting CONNECTIONS_PER_ADDRESS 1..65000 'open connections of one address; more is 429'
# Both together stay below the open files that the broker gets (lib/process.sh).
setting MQTT_MAX_CONNECTIONS 100..5000 'open connections of native MQTT, and as many WebSockets; more are refused'
setting MQTT_MAX_CONNECTIONS_PER_ADDRESS 1..5000 'of them, of one address or IPv6 network; more are refused'
setting MQTT_MAX_SESSIONS_PER_USER 1..1000 'MQTT sessions of one user at a time; more are refused'
setting ALLOWED_ORIGINS '([A-Za-z][A-Za-z0-9+.-]{0,31}://([A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(:[0-9]{1,5})?(,|$))*' \
    "web origins beside the instance's own whose pages may call the API and use /mqtt, as https://a.example,https://b.example"
setting LIKES_JWT_ISSUER '[A-Za-z0-9._~:/@-]*' 'the iss that tokens must have; unset: any'
setting LIKES_JWT_AUDIENCE '[A-Za-z0-9._~:/@-]*' 'the aud that tokens must have; unset: any'
setting LIKES_TOKEN_MAX_BYTES 1024..16384 'the length of a bearer token; more is 401'
setting LIKES_REALTIME_TOKEN_LIFETIME_SECONDS 60..86400 'how long a realtime token opens the broker'
setting LIKES_LOG_LEVEL '(debug|info|warning|error)?' 'what handlers and relay log'
setting LIKES_BIN_DIR '/.+' 'the executables; when given, up builds nothing'

# Options of the handlers and the relay that are numbers, with their own defaults: LIKES_BATCH_MAX is batch-max.
HANDLER_NUMBERS=(lanes batch-max request-timeout-ms liked-by-max events-per-second user-changes-per-second
    user-changes-burst relay-interval-ms relay-min-age-ms audit-interval-ms analytics-changes-per-second
    analytics-retention-days analytics-user-days analytics-inline-messages analytics-ranking-seconds
    analytics-duty-percent notice-retention-days notice-max-per-user notice-duty-percent)

# Those that are texts.
# shellcheck disable=SC2034  # for services/handler.sh
HANDLER_TEXTS=(reactions reaction-policy feed analytics-audience analytics-rank-users)

# The setting for an option: batch-max is LIKES_BATCH_MAX.
option_setting() {
    local name=LIKES_${1^^}
    printf '%s\n' "${name//-/_}"
}

for option in "${HANDLER_NUMBERS[@]}"; do setting "$(option_setting "$option")" '[0-9]*' "their option $option"; done

setting LIKES_REACTIONS '[^"$\\]*' 'the reactions there are, as code=emoji,… (option reactions)'
setting LIKES_REACTION_POLICY '(multiple|unique)?' 'reactions of one user on one message (option reaction-policy)'
setting LIKES_FEED '((analytics|notices)(,|$)){0,2}' \
    'who is handed what has changed; analytics: there are numbers, notices: there are notices (option feed)'
setting LIKES_ANALYTICS_AUDIENCE '(members|operators)?' 'who may read the numbers of a chat (option analytics-audience)'
setting LIKES_ANALYTICS_RANK_USERS '(true|false)?' 'whether there are lists of users (option analytics-rank-users)'

# What 0.1 had as settings and is a constant now.
RETIRED_SETTINGS=(LIKES_THREADS LIKES_READ_LANES LIKES_QUEUE_MAX LIKES_TOKEN_CACHE_MAX_ENTRIES
    LIKES_DB_CONNECT_TIMEOUT_SECONDS LIKES_DB_READ_TIMEOUT_SECONDS LIKES_DB_LOCK_WAIT_TIMEOUT_SECONDS
    LIKES_MQTT_KEEPALIVE_SECONDS LIKES_RELAY_BATCH_ROWS LIKES_RELAY_LEASE_SECONDS LIKES_AUDIT_ROWS
    LIKES_REVOCATION_INTERVAL_MS)

warn_of_retired_settings() {
    local name given=()
    for name in "${RETIRED_SETTINGS[@]}"; do
        if [[ -n ${!name:-} ]]; then given+=("$name"); fi
    done
    if ((${#given[@]} > 0)); then warn "no longer settings, and ignored: ${given[*]}"; fi
}

SETTINGS_FILE=$LIKES_VAR_DIR/settings

# load_settings fresh|remembered: exports every setting; `fresh` leaves out what was remembered. Sets KEPT to the names
# that have another value than their default because it was remembered. The file is parsed, never executed.
load_settings() {
    local name value
    local -A remembered=()
    KEPT=()
    if [[ $1 == remembered && -r $SETTINGS_FILE ]]; then
        while IFS='=' read -r name value; do remembered[$name]=$value; done <"$SETTINGS_FILE"
    fi
    for name in "${SETTINGS[@]}"; do
        if [[ ! -v $name ]]; then
            value=${SETTING_DEFAULT[$name]:-}
            if [[ -v remembered[$name] && ${remembered[$name]} != "$value" ]]; then
                value=${remembered[$name]}
                KEPT+=("$name")
            fi
            printf -v "$name" '%s' "$value"
        fi
        check_setting "$name"
        export "${name?}"
    done
}

# Prints what `up` remembered for NAME, or nothing.
remembered_setting() {
    if [[ -r $SETTINGS_FILE ]]; then sed -n "s/^$1=//p" "$SETTINGS_FILE"; fi
}

check_setting() {
    local name=$1 value=${!1} rule=${SETTING_RULE[$1]}
    if [[ $rule =~ ^([0-9]+)\.\.([0-9]+)$ ]]; then
        local least=${BASH_REMATCH[1]} most=${BASH_REMATCH[2]}
        if [[ ! $value =~ ^[0-9]{1,9}$ ]] || ((10#$value < least || 10#$value > most)); then
            die "$name is '$value'; it must be a whole number from $least to $most"
        fi
    elif [[ $rule == ip-address ]]; then
        is_ip_address "$value" || die "$name is '$value'; it must be an IPv4 or IPv6 address"
    elif [[ ! $value =~ ^($rule)$ ]]; then
        die "$name is '$value', which is not a value for it (${SETTING_TEXT[$name]})"
    fi
}

remember_settings() {
    local name
    for name in "${SETTINGS[@]}"; do printf '%s=%s\n' "$name" "${!name}"; done >"$SETTINGS_FILE.new"
    mv -f -- "$SETTINGS_FILE.new" "$SETTINGS_FILE"
}

# setting_bounds NAME: as people write them, after a semicolon; nothing where the rule is the form of a text.
setting_bounds() {
    local rule=${SETTING_RULE[$1]}
    if [[ $rule =~ ^([0-9]+)\.\.([0-9]+)$ ]]; then
        printf '; %s to %s' "${BASH_REMATCH[@]:1}"
    elif [[ $rule =~ ^\(([a-z|]+)\)\?$ ]]; then
        printf '; %s' "${BASH_REMATCH[1]//|/, }"
    fi
}

settings_help() {
    local name
    printf 'Environment (defaults and bounds in parentheses):\n'
    printf '  %-38s %s\n' LIKES_VAR_DIR "the instance's directory ($ROOT/var)"
    for name in "${SETTINGS[@]}"; do
        printf '  %-38s %s (%s)\n' "$name" "${SETTING_TEXT[$name]}" \
            "${SETTING_DEFAULT[$name]:-unset}$(setting_bounds "$name")"
    done
}
