# shellcheck shell=bash
# The product beside other services, whose code is elsewhere. For scripts/bench, which has $here, $temporary, $binaries,
# $json, $peers, $options, $table, $directories and $downs.

# What DIR/install installs of what is used here, as far as scripts/install-deps --bench does not.
PACKAGES_OF_PEERS=(golang-go golang-github-gin-gonic-gin-dev golang-github-go-sql-driver-mysql-dev
    golang-github-eclipse-paho.mqtt.golang-dev golang-github-golang-jwt-jwt-dev)

# peers_directory: prints where the others are; ends the script if they cannot be measured.
peers_directory() {
    local directory missing
    [[ -n ${PEERS:-} ]] ||
        die "peers needs PEERS=DIR, the directory of the services to compare with, which has DIR/ours; see scripts/bench --help"
    directory=$(realpath -m -- "$PEERS")
    [[ -x $directory/ours ]] || die "PEERS: there is no $directory/ours, which measures a checkout beside other services"
    missing=$(comm -23 <(printf '%s\n' "${PACKAGES_OF_PEERS[@]}" | sort) \
        <(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "${PACKAGES_OF_PEERS[@]}" 2>/dev/null |
            sed -n 's/^installed //p' | sort))
    [[ -z $missing ]] || die "packages of the other services are missing (${missing//$'\n'/, }); run $directory/install"
    printf '%s\n' "$directory"
}

# measure_peers: the ratios go to $table, all figures to $json. Exit code 1 if a contestant failed or answered wrongly.
# shellcheck disable=SC2154  # what scripts/bench has
measure_peers() {
    local load=(--rounds 3 --seconds 5) right=yes
    if [[ " ${options[*]} " == *" --quick "* ]]; then
        load=(--rounds 1 --seconds 2 --latency-seconds 4)
        export PEERS_TRIES=${PEERS_TRIES:-1}
    fi
    say "[4/4] Starting and measuring the product, the service in Go and the empty answer"
    export OURS_DIR=$temporary PRODUCT=$ROOT LIKES_BIN_DIR=$binaries DB_BUFFER_POOL=1G # as much as the others have
    # Its subscribers are one user; and it knows no port of the broker behind nginx.
    export MQTT_MAX_SESSIONS_PER_USER=1000 MQTT_BROKER_PORT=$((${OURS_PORT:-23600} + 7))
    # Should it end before it stops that instance itself.
    directories+=("$temporary/var") downs+=("$here/down")
    rm -f -- "$json"
    # A process group of its own, so that all of it can be stopped.
    setsid "$peers/ours" all go noop "${load[@]}" --conns 1,64 --json "$json" &
    program=-$!
    wait "${program#-}" || right=''
    program=''
    [[ -s $json ]] || die "$peers/ours failed and has written no figures"
    node "$ROOT/tests/bench/peers.js" "$json" >&"$table"
    say "all figures are in $json"
    [[ -n $right ]] || die "a contestant failed or answered wrongly; see above"
}
