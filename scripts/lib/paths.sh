# shellcheck shell=bash
# shellcheck disable=SC2034  # for those who source this
# Where things are. One instance lives in one directory, LIKES_VAR_DIR; nothing of it is elsewhere, except the sockets
# when that directory's own path is too long for them.

need say

LIKES_VAR_DIR=${LIKES_VAR_DIR:-$ROOT/var}
if [[ $LIKES_VAR_DIR != /* ]]; then LIKES_VAR_DIR=$PWD/$LIKES_VAR_DIR; fi
export LIKES_VAR_DIR

# Some of the servers' configuration files cannot name these, however they are quoted.
NOT_IN_A_PATH=$']"\\\\$@#[*?\n'

check_path() {
    [[ ${!1} != *[$NOT_IN_A_PATH]* ]] || die "$1 is '${!1}'; the servers cannot take a path with any of \" \\ \$ @ # [ ] * ?"
}

ETC_DIR=$LIKES_VAR_DIR/etc         # rendered configuration
RUN_DIR=$LIKES_VAR_DIR/run         # pids, sockets, the lock
METRICS_DIR=$RUN_DIR/metrics       # what each process counts, for the monitor
LOG_DIR=$LIKES_VAR_DIR/log         # NAME.log for each service
SECRETS_DIR=$LIKES_VAR_DIR/secrets # passwords and signing keys

# www_dir: what nginx serves, built beside the executables.
www_dir() { printf '%s\n' "${LIKES_BIN_DIR%/*}/www"; }

# Everything in the instance's directory is its owner's alone.
make_directories() {
    local directory
    make_instance_directory || die "cannot make the directory $LIKES_VAR_DIR"
    for directory in "$LIKES_VAR_DIR" "$ETC_DIR" "$RUN_DIR" "$METRICS_DIR" "$LOG_DIR" "$SECRETS_DIR"; do
        (umask 077 && mkdir -p -- "$directory") 2>/dev/null || die "cannot make the directory $directory"
        [[ -w $directory && -x $directory ]] || die "the directory $directory is not writable for $(id -un)"
        let_through "$directory"
    done
    give "$METRICS_DIR"
}

# A unix socket's path ends at 107 bytes. When RUN_DIR is too deep, the sockets go to a private directory in /tmp,
# remembered in RUN_DIR/socket-dir until `down`. They need one of their own, too, if another user's servers make them.
SOCKET_PATH_MAX=107
LONGEST_SOCKET_NAME=chat_likes_changes.sock

socket_dir() {
    local LC_ALL=C remembered=$RUN_DIR/socket-dir directory=$RUN_DIR # lengths in bytes
    if runs_for_another; then directory+=/sockets; fi
    if ((${#directory} + 1 + ${#LONGEST_SOCKET_NAME} <= SOCKET_PATH_MAX)); then
        if [[ ! -d $directory ]]; then mkdir -- "$directory" && give "$directory"; fi
        printf '%s\n' "$directory"
        return
    fi
    if [[ -f $remembered ]]; then
        directory=$(<"$remembered")
        # After a reboot /tmp is empty, and somebody else may have taken the name.
        if is_our_socket_dir "$directory"; then
            printf '%s\n' "$directory"
            return
        fi
    fi
    directory=$(mktemp -d /tmp/likes.XXXXXX)
    give "$directory"
    printf '%s\n' "$directory" >"$remembered"
    printf '%s\n' "$directory"
}

is_our_socket_dir() { [[ -d $1 && ! -L $1 && $(stat -c %U -- "$1") == "$(service_user)" ]]; }

remove_socket_dir() {
    local remembered=$RUN_DIR/socket-dir directory
    if [[ ! -f $remembered ]]; then return; fi
    directory=$(<"$remembered")
    if [[ $directory == /tmp/likes.* ]] && is_our_socket_dir "$directory"; then
        rm -f -- "$directory"/*.sock
        rmdir -- "$directory" 2>/dev/null || true
    fi
    rm -f -- "$remembered"
}

need user
