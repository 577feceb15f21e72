# shellcheck shell=bash
# The operator's commands on the running instance, with the handlers' configuration and an account of their own, or that
# of the program whose work they do. A package has another file of this name.

need say paths settings secrets process

# operate COMMAND [ARGUMENT…]: an ARGUMENT that begins with a hyphen stands after `--`.
operate() { operate_as operator "$@"; }

# operate_as ACCOUNT COMMAND [ARGUMENT…]: with the rights of another account of the database.
operate_as() {
    local account=$1 command=$2
    shift 2
    load_settings remembered
    is_running mariadb || die "the database of $LIKES_VAR_DIR does not run; start it with scripts/up"
    [[ -x $LIKES_BIN_DIR/operate ]] || die "there is no $LIKES_BIN_DIR/operate; run scripts/up first"
    "$LIKES_BIN_DIR/operate" --config "$ETC_DIR/likes.conf" --db-user "likes_$account" \
        --db-password-file "$(db_password_file "$account")" "$command" "$@"
}
