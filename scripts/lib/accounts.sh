# shellcheck shell=bash
# The instance's database and its accounts. Passwords travel on standard input.

need secrets

# make_accounts FILE: with the MariaDB client options in FILE. Repeatable; also brings the accounts back in line with
# the files in secrets/.
make_accounts() { account_statements | mariadb --defaults-file="$1"; }

account_statements() {
    local account
    printf 'CREATE DATABASE IF NOT EXISTS %s CHARACTER SET utf8mb4;\n' "$DB_NAME"
    for account in "${DB_ACCOUNTS[@]}"; do
        printf "CREATE USER IF NOT EXISTS 'likes_%s'@'%%';\n" "$account"
        printf "ALTER USER 'likes_%s'@'%%' IDENTIFIED BY '%s';\n" "$account" "$(<"$(db_password_file "$account")")"
    done
    printf "GRANT ALL ON %s.* TO 'likes_owner'@'%%' WITH GRANT OPTION;\n" "$DB_NAME"
}
