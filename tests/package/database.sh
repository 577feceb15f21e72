# shellcheck shell=bash
# shellcheck disable=SC2154  # root, tests, fail, passed: of tests/package/root
# A database server for the installed product, and a chat in it.

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
}

# load_demo: the demo chat, into the schema that the installed migrations have made.
load_demo() {
    database_sql likes <"$tests/../schema/demo.sql"
    passed "the installed migrations make the schema"
}

database_answers() { database_sql -e 'DO 0' 2>/dev/null; }
