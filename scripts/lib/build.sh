# shellcheck shell=bash
# shellcheck disable=SC2034  # for those who source this
# Building with a CMake preset, in build/PRESET.

need say paths progress settings handlers user

EXECUTABLES=("${HANDLERS[@]}" relay analytics notifier operate development_token)
# The targets; the files are in $LIKES_BIN_DIR, with .so at the end.
BROKER_PLUGIN=chat_likes_plugin
NGINX_MODULE=chat_likes_nginx_module
WEB_PAGES=www                   # the target; the files are in www_dir

# build PRESET yes|as-before [TARGET…]: `yes` turns the tests on. `as-before` leaves them as that directory has them,
# and off in a new one, so that running needs no test library and neither script undoes the other's configuration. One at
# a time in one directory: scripts may run beside one another.
build() {
    local preset=$1 tests=$2 log=$LOG_DIR/build.log options=()
    shift 2
    if [[ $tests == yes ]]; then
        options=(-DBUILD_TESTING=ON)
    elif [[ ! -f $ROOT/build/$preset/CMakeCache.txt ]]; then
        options=(-DBUILD_TESTING=OFF)
    fi
    mkdir -p -- "$ROOT/build/$preset" 2>/dev/null || true
    [[ -w $ROOT/build/$preset ]] || die "the directory $ROOT/build/$preset is not writable for $(id -un)"
    : >"$log"
    exec {BUILD_LOCK}>"$ROOT/build/$preset/lock"
    flock "$BUILD_LOCK"
    run_logged "$log" cmake_in_root --preset "$preset" "${options[@]}" ||
        die_with_log "$log" "configuring the build failed"
    run_logged "$log" cmake_in_root --build --preset "$preset" ${1:+--target "$@"} ||
        die_with_log "$log" "the build failed"
    exec {BUILD_LOCK}>&-
}

cmake_in_root() { (cd -- "$ROOT" && exec cmake "$@"); }

require_executables() {
    local executable
    for executable in "${EXECUTABLES[@]}"; do
        [[ -x $LIKES_BIN_DIR/$executable ]] || die "there is no executable $LIKES_BIN_DIR/$executable; build first"
    done
    for executable in "$BROKER_PLUGIN" "$NGINX_MODULE"; do
        [[ -f $LIKES_BIN_DIR/$executable.so ]] || die "there is no $LIKES_BIN_DIR/$executable.so; build first"
    done
    as_service_user test -x "$LIKES_BIN_DIR/${EXECUTABLES[0]}" -a -r "$(www_dir)/index.html" ||
        die "$(service_user), as whom the servers run, cannot reach $LIKES_BIN_DIR and $(www_dir)"
    [[ -f $(www_dir)/index.html ]] || die "there is no page in $(www_dir); build first"
}
