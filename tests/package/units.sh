# shellcheck shell=bash
# shellcheck disable=SC2154  # root, fail, check: of tests/package/root
# Does what systemd would do for a unit, by what the installed unit file says.

# unit_values FILE KEY: one a line, those of the administrator's additions as well.
unit_values() {
    local file
    for file in "$root/lib/systemd/system/$1" "$root/etc/systemd/system/$1.d"/*.conf; do
        if [[ -f $file ]]; then sed -n "s/^$2=//p" "$file"; fi
    done
}

# make_backend_keys: the keys that sign the chat backend's tokens, as it would hand them over.
make_backend_keys() {
    printf '{"keys":[{"kty":"oct","kid":"backend","use":"sig","alg":"HS256","k":"%s"}]}\n' \
        "$(openssl rand -base64 32 | tr '+/' '-_' | tr -d '=\n')"
}

# note_systemctl: there is no systemd that would answer, so what it is asked for is written down; start_unit does it.
note_systemctl() {
    printf '#!/bin/sh\necho "$*" >>/run/asked-of-systemctl\n' >"$root/usr/local/bin/systemctl"
    chmod 0755 "$root/usr/local/bin/systemctl"
}
asked_of_systemctl() {
    cat "$root/run/asked-of-systemctl"
    rm "$root/run/asked-of-systemctl" "$root/usr/local/bin/systemctl"
}

# start_unit NAME: its credentials, its directories, its environment, its user and groups, its umask, its socket as
# standard input.
start_unit() {
    local unit=$1.service user credential socket='' words environment=() credentials=/run/credentials/$1.service value
    user=$(unit_values "$unit" User)
    mkdir -p "$root$credentials"
    while IFS=: read -r credential value; do
        if [[ -n $credential ]]; then install -m 0400 -o "$(inside id -u "$user")" "$root$value" "$root$credentials/$credential"; fi
    done < <(unit_values "$unit" LoadCredential)
    chown -R "$(inside id -u "$user")" "$root$credentials"
    while read -ra words; do environment+=("${words[@]//%d/$credentials}"); done < <(unit_values "$unit" Environment)
    for value in $(unit_values "$unit" StateDirectory); do install -d -o "$(inside id -u "$user")" "$root/var/lib/$value"; done
    for value in $(unit_values "$unit" LogsDirectory); do install -d -o "$(inside id -u "$user")" "$root/var/log/$value"; done

    read -ra words < <(unit_values "$unit" ExecStart | sed "s/ -g 'daemon off;'//")
    if [[ ${words[0]} == */nginx ]]; then words+=(-g 'daemon off;'); fi
    local groups=(--clear-groups)
    value=$(unit_values "$unit" SupplementaryGroups)
    if [[ -n $value ]]; then groups=(--groups "$(inside getent group "$value" | cut -d : -f 3)"); fi
    local command=(setpriv --reuid "$user" --regid "$(inside id -g "$user")" "${groups[@]}" --no-new-privs
        env "CREDENTIALS_DIRECTORY=$credentials" "${environment[@]}" "${words[@]}")
    if [[ -f $root/lib/systemd/system/$1.socket ]]; then
        # spawn-fcgi gives no socket to root, as systemd does.
        socket=$(unit_values "$1.socket" ListenStream)
        mkdir -p "$root${socket%/*}"
        command=(spawn-fcgi -n -s "$socket" -M "$(unit_values "$1.socket" SocketMode)" -U "$user"
            -G "$(unit_values "$1.socket" SocketGroup)" -- /usr/bin/"${command[0]}" "${command[@]:1}")
    fi
    (
        umask "$(unit_values "$unit" UMask)"
        exec chroot "$root" "${command[@]}"
    ) >"/mnt/$1.log" 2>&1 </dev/null &
    local pid=$!
    UNIT_PIDS[$1]=$pid
    within 10 unit_runs "$pid" "$socket" || fail "$unit does not start: $(<"/mnt/$1.log")"
    passed "$unit runs as $user"
}

declare -A UNIT_PIDS

# restart_unit NAME
restart_unit() {
    kill -TERM "${UNIT_PIDS[$1]}"
    wait "${UNIT_PIDS[$1]}" || true
    start_unit "$1"
}

unit_runs() { kill -0 "$1" 2>/dev/null && [[ -z ${2:-} || -S $root${2:-} ]]; }
