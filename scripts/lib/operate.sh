# shellcheck shell=bash
# The operator's commands on the running instance, with the handlers' configuration and an account of their own. A package
# has another file of this name.

need say paths settings secrets process

# operate COMMAND [ARGUMENT…]: an ARGUMENT that begins with a hyphen stands after `--`.
operate() {
    local command=$1
    shift
    load_settings remembered
    is_running mariadb || die "the database of $LIKES_VAR_DIR does not run; start it with scripts/up"
    [[ -x $LIKES_BIN_DIR/operate ]] || die "there is no $LIKES_BIN_DIR/operate; run scripts/up first"
    "$LIKES_BIN_DIR/operate" --config "$ETC_DIR/likes.conf" --db-user likes_operator \
        --db-password-file "$(db_password_file operator)" "$command" "$@"
}
