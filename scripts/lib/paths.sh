# shellcheck shell=bash
# shellcheck disable=SC2034  # for those who source this
# Where things are. One instance lives in one directory, LIKES_VAR_DIR; nothing of it is elsewhere, except the sockets
# when that directory's own path is too long for them.

need say

LIKES_VAR_DIR=${LIKES_VAR_DIR:-$ROOT/var}
if [[ $LIKES_VAR_DIR != /* ]]; then LIKES_VAR_DIR=$PWD/$LIKES_VAR_DIR; fi
export LIKES_VAR_DIR

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
    for directory in "$LIKES_VAR_DIR" "$ETC_DIR" "$RUN_DIR" "$METRICS_DIR" "$LOG_DIR" "$SECRETS_DIR"; do
        (umask 077 && mkdir -p -- "$directory") 2>/dev/null || die "cannot make the directory $directory"
        [[ -w $directory && -x $directory ]] || die "the directory $directory is not writable for $(id -un)"
    done
}

# A unix socket's path ends at 107 characters. When RUN_DIR is too deep, the sockets go to a private directory in /tmp,
# remembered in RUN_DIR/socket-dir until `down`.
SOCKET_PATH_MAX=107
LONGEST_SOCKET_NAME=chat_likes_changes.sock

socket_dir() {
    local remembered=$RUN_DIR/socket-dir directory
    if ((${#RUN_DIR} + 1 + ${#LONGEST_SOCKET_NAME} <= SOCKET_PATH_MAX)); then
        printf '%s\n' "$RUN_DIR"
        return
    fi
    if [[ -f $remembered ]]; then
        directory=$(<"$remembered")
        # After a reboot /tmp is empty, and somebody else may have taken the name.
        if [[ -d $directory && ! -L $directory && -O $directory ]]; then
            printf '%s\n' "$directory"
            return
        fi
    fi
    directory=$(mktemp -d /tmp/likes.XXXXXX)
    printf '%s\n' "$directory" >"$remembered"
    printf '%s\n' "$directory"
}

remove_socket_dir() {
    local remembered=$RUN_DIR/socket-dir directory
    if [[ ! -f $remembered ]]; then return; fi
    directory=$(<"$remembered")
    if [[ $directory == /tmp/likes.* && -O $directory && ! -L $directory ]]; then
        rm -f -- "$directory"/*.sock
        rmdir -- "$directory" 2>/dev/null || true
    fi
    rm -f -- "$remembered"
}
