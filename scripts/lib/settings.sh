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
setting MAIL_SINK '[01]' '1: mails go to a local server that shows them and delivers none; 0: as the email options say'
setting MAIL_SINK_SMTP_PORT 1..65535 'that server, on loopback: SMTP'
setting MAIL_SINK_PORT 1..65535 'that server, on loopback: the page that shows the mails'
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
    analytics-duty-percent notice-retention-days notice-max-per-user notice-duty-percent push-delay-seconds push-per-hour
    push-ttl-seconds email-delay-seconds email-threshold email-per-second email-per-user-per-day digest-hour)

# Those that are texts.
# shellcheck disable=SC2034  # for services/handler.sh
HANDLER_TEXTS=(reactions reaction-policy feed analytics-audience analytics-rank-users vapid-subject push-endpoint-hosts
    push-preview-max push-proxy push-ca-file apns-key-file apns-key-id apns-team-id apns-topic apns-host
    fcm-service-account-file email-mode smtp-url smtp-user smtp-password-file smtp-ca-file email-from email-domain
    bounce-domain public-url message-url settings-url)

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
setting LIKES_PUSH_ENDPOINT_HOSTS '([A-Za-z0-9.-]{1,253}(,|$)){0,64}' \
    'hosts of push services beside those of the browsers (option push-endpoint-hosts)'
setting LIKES_VAPID_SUBJECT '((mailto:|https://)[A-Za-z0-9._~:/@+=-]*)?' \
    'how push services of browsers reach the operator (option vapid-subject)'
setting LIKES_PUSH_PREVIEW_MAX '(none|names|full)?' 'how much a push may say at most (option push-preview-max)'
setting LIKES_PUSH_PROXY '[A-Za-z0-9.:/@_-]*' 'by what push services are reached (option push-proxy)'
setting LIKES_PUSH_CA_FILE '[^"$\\]*' 'the authorities of push services (option push-ca-file)'
setting LIKES_APNS_KEY_FILE '[^"$\\]*' "key of pushes to Apple's devices (option apns-key-file)"
setting LIKES_APNS_KEY_ID '([A-Z0-9]{10})?' "Apple's id of that key (option apns-key-id)"
setting LIKES_APNS_TEAM_ID '([A-Z0-9]{10})?' "Apple's id of the team (option apns-team-id)"
setting LIKES_APNS_TOPIC '[A-Za-z0-9.-]*' 'bundle id of the app (option apns-topic)'
setting LIKES_APNS_HOST '(api[.]push[.]apple[.]com|api[.]sandbox[.]push[.]apple[.]com)?' \
    "Apple's push service (option apns-host)"
setting LIKES_FCM_SERVICE_ACCOUNT_FILE '[^"$\\]*' 'account for pushes by Google (option fcm-service-account-file)'
setting LIKES_EMAIL_MODE '(off|smtp)?' 'whether there are mails (option email-mode)'
setting LIKES_SMTP_URL '(smtps?://[]A-Za-z0-9.:[-]{1,260})?' 'the mail server (option smtp-url)'
setting LIKES_SMTP_USER '[^"$\\]{0,256}' 'account of the mail server (option smtp-user)'
setting LIKES_SMTP_PASSWORD_FILE '(/[^"$\\]*)?' 'its password (option smtp-password-file)'
setting LIKES_SMTP_CA_FILE '(/[^"$\\]*)?' 'who vouches for the mail server (option smtp-ca-file)'
setting LIKES_EMAIL_FROM '[^"$\\ ]{0,254}' 'address that mails are from (option email-from)'
setting LIKES_EMAIL_DOMAIN '[A-Za-z0-9.-]{0,253}' 'in what mails are called (option email-domain)'
setting LIKES_BOUNCE_DOMAIN '[A-Za-z0-9.-]{0,253}' 'to which mail goes that comes back (option bounce-domain)'
setting LIKES_PUBLIC_URL '[^"$\\ ]{0,300}' 'where the API is reached (option public-url)'
setting LIKES_MESSAGE_URL '[^"$\\ ]{0,300}' 'where a message can be read (option message-url)'
setting LIKES_SETTINGS_URL '[^"$\\ ]{0,300}' 'where settings can be changed (option settings-url)'

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
    elif [[ ${rule//\[.\]/.} =~ ^\(([a-z.|]+)\)\?$ ]]; then
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
