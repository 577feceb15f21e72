# shellcheck shell=bash
# shellcheck disable=SC2034
# A private MariaDB: loopback port and unix socket, administered by the user who started it, through the socket only.

need say paths template settings handlers services user

MARIADB_CNF=$ETC_DIR/mariadb.cnf
MARIADB_DATA=$LIKES_VAR_DIR/mariadb

mariadb_prepare() {
    # Each process of a handler has a connection per lane (two, unless LIKES_LANES says otherwise), and at most two
    # more. The rest is for the relay, the analytics and people.
    local DB_MAX_CONNECTIONS=$((100 + ${#HANDLERS[@]} * HANDLER_PROCESSES * (${LIKES_LANES:-2} + 2)))
    local DB_ADMIN
    DB_ADMIN=$(id -un)
    render "$ROOT/schema/mariadb.cnf.in" "$MARIADB_CNF"
    mkdir -p -- "$LIKES_VAR_DIR/mariadb-tmp"
    give "$LIKES_VAR_DIR/mariadb-tmp"
    if [[ ! -d $MARIADB_DATA ]]; then mariadb_install; fi
    COMMAND=(/usr/sbin/mariadbd --defaults-file="$MARIADB_CNF")
    CONFIGURATION=("$MARIADB_CNF")
}

# Makes the system tables aside, so that an interrupted installation leaves nothing that looks like a database.
# mariadb-install-db does not quote the paths it is given: hence the relative one. `--rpm` keeps it from changing the
# owner of a system directory when root runs it.
mariadb_install() {
    local log=$LOG_DIR/mariadb-install.log new=mariadb.new
    rm -rf -- "${LIKES_VAR_DIR:?}/$new"
    (umask 077 && mkdir -- "$LIKES_VAR_DIR/$new")
    give "$LIKES_VAR_DIR/$new"
    (
        umask 077
        cd -- "$LIKES_VAR_DIR"
        as_service_user mariadb-install-db --no-defaults --rpm --cross-bootstrap --skip-test-db --user="$OS_USER" \
            --auth-root-authentication-method=socket --auth-root-socket-user="$DB_ADMIN" --datadir="./$new"
    ) >"$log" 2>&1 || die_with_log "$log" "the database could not be set up"
    mv -- "$LIKES_VAR_DIR/$new" "$MARIADB_DATA"
}

mariadb_ready() {
    mariadb-admin --defaults-file="$MARIADB_CNF" --connect-timeout=2 ping >/dev/null 2>&1
}
