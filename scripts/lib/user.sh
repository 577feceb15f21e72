# shellcheck shell=bash
# Whom the servers run as. That is whoever starts them; but root starts them as a user that has nothing else, so that a
# server that an intruder has taken over is not root. The group of the instance's directory says which one. Root writes
# only into directories that are root's: in those of the user an intruder could have put a link in the way.

need say paths

SERVICE_ACCOUNT=chat-likes-up # with a group of that name

# service_user: his name.
service_user() {
    if ((EUID == 0)) && [[ -d $LIKES_VAR_DIR ]]; then stat -c %G -- "$LIKES_VAR_DIR"; else id -un; fi
}

runs_for_another() { ((EUID == 0)) && [[ $(service_user) != root ]]; }

# become_service_user [CAPABILITY…]: sets BECOME to what a command is to begin with so that it runs as the service's user,
# with no right of root's but these.
# shellcheck disable=SC2120
become_service_user() {
    local user capabilities
    BECOME=()
    if ! runs_for_another; then return; fi
    user=$(service_user)
    capabilities=-all$(if (($# > 0)); then printf ',+%s' "$@"; fi)
    BECOME=(/usr/bin/setpriv --reuid "$user" --regid "$user" --clear-groups --no-new-privs
        --inh-caps "$capabilities" --ambient-caps "$capabilities" --bounding-set "$capabilities")
}

# as_service_user COMMAND…
as_service_user() {
    # shellcheck disable=SC2119
    become_service_user
    "${BECOME[@]}" "$@"
}

# give FILE…: to the service's user.
give() {
    if runs_for_another; then chown -- "$(service_user):" "$@"; fi
}

# let_through DIRECTORY…: the service's user may reach what is in there, and not add to it.
let_through() {
    if runs_for_another; then chgrp -- "$(service_user)" "$@" && chmod 0710 -- "$@"; fi
}

# make_instance_directory: LIKES_VAR_DIR, its owner's alone.
make_instance_directory() {
    local parent
    parent=$(dirname -- "$LIKES_VAR_DIR")
    if [[ -d $LIKES_VAR_DIR ]]; then return; fi
    mkdir -p -- "$parent" && (umask 077 && mkdir -- "$LIKES_VAR_DIR") || return
    if ((EUID != 0)); then return; fi
    if ! anybody_reaches "$parent" || ! anybody_reaches "$ROOT"; then
        warn "the servers run as root: nobody else can reach $LIKES_VAR_DIR and $ROOT"
    elif ! id -u "$SERVICE_ACCOUNT" >/dev/null 2>&1 &&
        ! useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin \
            --comment 'the servers of scripts/up' "$SERVICE_ACCOUNT"; then
        warn "the servers run as root: the user $SERVICE_ACCOUNT cannot be made"
    else
        chgrp -- "$SERVICE_ACCOUNT" "$LIKES_VAR_DIR"
    fi
}

# anybody_reaches DIRECTORY: whoever is nobody in particular may go through it.
anybody_reaches() { setpriv --reuid 65534 --regid 65534 --clear-groups /usr/bin/test -x "$1"; }
