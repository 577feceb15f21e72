# shellcheck shell=bash
# What a person reads: progress on standard output, trouble on standard error, one line for one thing.

PROGRAM=${0##*/}

# say TEXT…: progress. LIKES_QUIET=1 (set by `--quiet`) silences it.
say() {
    if [[ -z ${LIKES_QUIET:-} ]]; then printf '%s\n' "$*"; fi
}

warn() {
    printf '%s: %s\n' "$PROGRAM" "$*" >&2
}

die() {
    warn "$@"
    exit 1
}

# die_with_log LOG TEXT…: the trouble, where to read about it, and the end of it.
die_with_log() {
    local log=$1
    shift
    warn "$*; the log is $log"
    if [[ -s $log ]]; then
        printf '%s\n' '--- its last lines ---' >&2
        tail -n 12 -- "$log" >&2
    fi
    exit 1
}

# usage: prints the comment that a script opens with, from its second line to the first line that is no comment.
usage() {
    sed -n '2,${/^#/!q; s/^# \{0,1\}//; p}' "$0"
}
