# shellcheck shell=bash
# shellcheck disable=SC2154  # root, tests, fail, passed: of tests/package/root
# A database for the installed product, with the accounts and the schema that its documents ask for.

database_sql() { inside mariadb --no-defaults --socket=/run/mysqld/mysqld.sock --user=root "$@"; }

start_database() {
    mkdir -p "$root/run/mysqld" "$root/tmp/data"
    inside mariadb-install-db --no-defaults --rpm --cross-bootstrap --skip-test-db --user=root \
        --auth-root-authentication-method=socket --datadir=/tmp/data >/mnt/mariadb-install.log 2>&1 ||
        fail "mariadb-install-db: $(tail -n 5 /mnt/mariadb-install.log)"
    inside mariadbd --no-defaults --user=root --datadir=/tmp/data --socket=/run/mysqld/mysqld.sock --skip-networking \
        --default-time-zone=+00:00 >/mnt/mariadb.log 2>&1 </dev/null &
    within 60 database_answers || fail "mariadbd: $(tail -n 5 /mnt/mariadb.log)"
    # Whoever may connect must also reach the socket.
    chmod 0755 "$root/run/mysqld"
    inside /usr/share/chat-likes/scripts/make-credentials --sql | database_sql
    inside /usr/share/chat-likes/scripts/migrate --defaults-file=/etc/chat-likes/credentials/db-owner.cnf
    database_sql likes <"$tests/../schema/demo.sql"
    passed "the installed migrations make the schema"
}

database_answers() { database_sql -e 'DO 0' 2>/dev/null; }
