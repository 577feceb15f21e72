# shellcheck shell=bash
# TLS: on when TLS_CERT and TLS_KEY are set.

need say paths secrets user

tls_is_on() { [[ -n $TLS_CERT ]]; }

# check_tls: one line of error for each way in which the two files cannot be used; makes their paths absolute, as the
# services and the other scripts run elsewhere.
check_tls() {
    local name other public
    if [[ -z $TLS_CERT && -z $TLS_KEY ]]; then return; fi
    for name in TLS_CERT TLS_KEY; do
        other=TLS_KEY
        if [[ $name == TLS_KEY ]]; then other=TLS_CERT; fi
        [[ -n ${!name} ]] || die "$other is set but $name is not; TLS needs both"
        printf -v "$name" '%s' "$(realpath -m -- "${!name}")"
        [[ -f ${!name} ]] || die "$name: there is no file ${!name}"
        [[ -r ${!name} ]] || die "$name: $(id -un) cannot read ${!name}"
    done
    public=$(openssl x509 -in "$TLS_CERT" -noout -pubkey 2>/dev/null) ||
        die "TLS_CERT: $TLS_CERT holds no certificate in PEM form"
    # An empty passphrase, so that openssl does not ask for one.
    other=$(openssl pkey -in "$TLS_KEY" -passin pass: -pubout 2>/dev/null) ||
        die "TLS_KEY: $TLS_KEY holds no private key in PEM form without a passphrase"
    [[ $public == "$other" ]] || die "TLS_KEY: $TLS_KEY is not the key of the certificate $TLS_CERT"
    openssl x509 -in "$TLS_CERT" -noout -checkend 0 >/dev/null ||
        warn "the certificate $TLS_CERT has expired; clients will refuse it"
}

# serve_tls: sets SERVED_CERT and SERVED_KEY to the two files as the services read them: where they are, or copies of
# their own if root, who need not let anybody else read them, starts the services for another user.
serve_tls() {
    SERVED_CERT=$TLS_CERT SERVED_KEY=$TLS_KEY
    if ! tls_is_on || ! runs_for_another; then return; fi
    SERVED_CERT=$SECRETS_DIR/tls-cert.pem SERVED_KEY=$SECRETS_DIR/tls-key.pem
    write_secret "$SERVED_CERT" <"$TLS_CERT"
    write_secret "$SERVED_KEY" <"$TLS_KEY"
}

# tls_name: a host name or address that the certificate is for; 127.0.0.1 when it names none.
tls_name() {
    local name
    name=$(openssl x509 -in "$TLS_CERT" -noout -ext subjectAltName 2>/dev/null |
        sed -nE 's/^ *(DNS|IP Address):([^,*]+)(,.*)?$/\2/p')
    printf '%s\n' "${name:-127.0.0.1}"
}

# tls_is_self_signed: clients must then be given the certificate itself as an authority.
tls_is_self_signed() {
    local hashes
    mapfile -t hashes < <(openssl x509 -in "$TLS_CERT" -noout -subject_hash -issuer_hash)
    [[ ${hashes[0]} == "${hashes[1]}" ]]
}
