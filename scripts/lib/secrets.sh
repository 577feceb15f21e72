# shellcheck shell=bash
# shellcheck disable=SC2034  # for those who source this
# Passwords and keys of the instance: random, made once, in files that only the service's user reads. None is ever put on a
# command line or into a log.

need say paths user

JWKS_FILE=$SECRETS_DIR/jwks.json                   # the development key that signs and verifies bearer tokens
REALTIME_JWKS_FILE=$SECRETS_DIR/realtime-jwks.json # the keys of the tokens that open the broker
OWNER_CNF=$SECRETS_DIR/db-owner.cnf                # MariaDB client options of the account that owns the schema
DB_NAME=likes
DB_ACCOUNTS=(owner handlers insights notices relay analytics notifier operator) # likes_owner, likes_handlers, …
MQTT_ACCOUNTS=(handlers relay notifier)                        # of the broker, with the same names
MQTT_PASSWORDS=$SECRETS_DIR/mosquitto.passwords    # their hashes, for the broker

db_password_file() { printf '%s\n' "$SECRETS_DIR/db-$1.password"; }
mqtt_password_file() { printf '%s\n' "$SECRETS_DIR/mqtt-$1.password"; }

make_secrets() {
    make_passwords
    if [[ ! -s $JWKS_FILE ]]; then
        printf '{"keys":[{"kty":"oct","kid":"development","use":"sig","alg":"HS256","k":"%s"}]}\n' \
            "$(random_key)" | write_secret "$JWKS_FILE"
    fi
    if [[ ! -s $REALTIME_JWKS_FILE ]]; then write_realtime_keys "$(make_realtime_key)"; fi
    write_secret "$OWNER_CNF" <<CNF
# The owner of the schema, for \`sql\` and \`migrate\`.
[client]
user = likes_owner
password = $(<"$(db_password_file owner)")
socket = $(socket_dir)/mariadb.sock
protocol = socket
default-character-set = utf8mb4
[mariadb-client]
database = $DB_NAME
CNF
}

# make_passwords: those of the accounts of database and broker that are missing.
make_passwords() {
    local account
    for account in "${DB_ACCOUNTS[@]}"; do make_password "$(db_password_file "$account")"; done
    for account in "${MQTT_ACCOUNTS[@]}"; do make_password "$(mqtt_password_file "$account")"; done
    make_broker_passwords
}

make_password() {
    if [[ ! -s $1 ]]; then openssl rand -hex 24 | tr -d '\n' | write_secret "$1"; fi
}

# 32 random bytes in base64url.
random_key() { openssl rand -base64 32 | tr '+/' '-_' | tr -d '=\n'; }

# make_broker_passwords: the broker's password file, only when it is older than a password in it: its salts are random,
# and another file would mean another configuration. mosquitto_passwd hashes a file of its own, in place.
make_broker_passwords() {
    local account new=$MQTT_PASSWORDS.plain is_old=''
    for account in "${MQTT_ACCOUNTS[@]}"; do
        if [[ ! $MQTT_PASSWORDS -nt $(mqtt_password_file "$account") ]]; then is_old=yes; fi
    done
    if [[ -z $is_old ]]; then return; fi
    for account in "${MQTT_ACCOUNTS[@]}"; do
        printf 'likes_%s:%s\n' "$account" "$(<"$(mqtt_password_file "$account")")"
    done | write_secret "$new"
    (umask 077 && mosquitto_passwd -U "$new") || die "the broker's password file could not be made"
    give "$new"
    mv -f -- "$new" "$MQTT_PASSWORDS"
}

# The file of realtime keys has one key a line, so that it can be rotated without a JSON parser. The first key signs,
# all of them verify. Handler and broker reread it by themselves.
make_realtime_key() {
    printf '{"kty":"oct","kid":"realtime-%s","use":"sig","alg":"HS256","k":"%s"}\n' "$(date -u +%Y%m%dT%H%M%SZ)" \
        "$(random_key)"
}

# write_realtime_keys KEY…
write_realtime_keys() {
    local keys
    keys=$(printf ',\n%s' "$@")
    printf '{"keys":[\n%s\n]}\n' "${keys#$',\n'}" | write_secret "$REALTIME_JWKS_FILE"
}

# first_realtime_key: false if the file is not of the form that write_realtime_keys gives it.
first_realtime_key() {
    local lines
    mapfile -t lines <"$REALTIME_JWKS_FILE"
    [[ ${lines[0]} == '{"keys":[' && ${lines[1]} =~ ^(\{\"kty\":\"oct\",\"kid\":\"[^\"]+\".*\}),?$ ]] || return 1
    printf '%s\n' "${BASH_REMATCH[1]}"
}

key_id() { sed -E 's/.*"kid":"([^"]*)".*/\1/' <<<"$1"; }

# write_secret FILE: from standard input, in one step. Those of the owner and the operator are for no service.
write_secret() {
    (umask 077 && cat >"$1.new") || die "cannot write $1"
    if [[ ${1##*/} != db-@(owner|operator).* ]]; then give "$1.new"; fi
    mv -f -- "$1.new" "$1"
}
