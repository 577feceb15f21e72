# shellcheck shell=bash
# shellcheck disable=SC2154  # root, fail, check: of tests/package/root
# Does what systemd would do for a unit, by what the installed unit file says.

# unit_values FILE KEY: one a line.
unit_values() { sed -n "s/^$2=//p" "$root/lib/systemd/system/$1"; }

# make_credentials: those that the package makes, and the chat backend's keys, as an administrator would put them there.
make_credentials() {
    local directory=$root/etc/chat-likes/credentials key
    inside /usr/share/chat-likes/scripts/make-credentials 2>/mnt/credentials.log
    check "the keys that the package cannot make are asked for" grep -q 'no .*/jwks.json yet' /mnt/credentials.log
    key=$(openssl rand -base64 32 | tr '+/' '-_' | tr -d '=\n')
    printf '{"keys":[{"kty":"oct","kid":"backend","use":"sig","alg":"HS256","k":"%s"}]}\n' "$key" |
        (umask 077 && cat >"$directory/jwks.json")
    check "every secret is root's alone" test -z "$(find "$directory" -type f \( -perm /077 -o ! -user root \))"
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
        inside "${command[@]}"
    ) >"/mnt/$1.log" 2>&1 </dev/null &
    local pid=$!
    within 10 unit_runs "$pid" "$socket" || fail "$unit does not start: $(<"/mnt/$1.log")"
    passed "$unit runs as $user"
}

unit_runs() { kill -0 "$1" 2>/dev/null && [[ -z ${2:-} || -S $root${2:-} ]]; }
