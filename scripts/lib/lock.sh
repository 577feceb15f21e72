# shellcheck shell=bash
# One `up` or `down` at a time in one instance.

need say paths

lock_instance() {
    exec {LOCK}>"$RUN_DIR/lock" || die "cannot write $RUN_DIR/lock"
    if flock --nonblock "$LOCK"; then return; fi
    say "another up or down is at work in $LIKES_VAR_DIR; waiting for it"
    flock --timeout 600 "$LOCK" || die "another up or down has held $RUN_DIR/lock for ten minutes"
}
