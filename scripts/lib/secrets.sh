# shellcheck shell=bash
# shellcheck disable=SC2034  # for those who source this
# Passwords and keys of the instance: random, made once, in files that only the owner reads. None is ever put on a
# command line or into a log.

JWKS_FILE=$SECRETS_DIR/jwks.json     # the development key that signs and verifies bearer tokens
OWNER_CNF=$SECRETS_DIR/db-owner.cnf  # MariaDB client options of the account that owns the schema
DB_NAME=likes
DB_ACCOUNTS=(owner handlers relay)   # likes_owner, likes_handlers, likes_relay

db_password_file() { printf '%s\n' "$SECRETS_DIR/db-$1.password"; }

make_secrets() {
    local account file
    for account in "${DB_ACCOUNTS[@]}"; do
        file=$(db_password_file "$account")
        if [[ ! -s $file ]]; then openssl rand -hex 24 | tr -d '\n' | write_secret "$file"; fi
    done
    if [[ ! -s $JWKS_FILE ]]; then
        printf '{"keys":[{"kty":"oct","kid":"development","use":"sig","alg":"HS256","k":"%s"}]}\n' \
            "$(openssl rand -base64 32 | tr '+/' '-_' | tr -d '=\n')" | write_secret "$JWKS_FILE"
    fi
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

# write_secret FILE: from standard input, in one step.
write_secret() {
    (umask 077 && cat >"$1.new") || die "cannot write $1"
    mv -f -- "$1.new" "$1"
}
