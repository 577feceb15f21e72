# shellcheck shell=bash
# shellcheck disable=SC2034
# A mail server that delivers nothing, and shows what it was given: for trying mails out.

need say paths settings process secrets services

MAIL_SINK_CERT=$SECRETS_DIR/mail-sink.pem
MAIL_SINK_KEY=$SECRETS_DIR/mail-sink.key
MAIL_SINK_DIR=$LIKES_VAR_DIR/mail

mail_sink_prepare() {
    [[ -d $ROOT/node_modules/smtp-server ]] || die "there is no npm package smtp-server; build first"
    make_mail_sink_certificate
    (umask 077 && mkdir -p -- "$MAIL_SINK_DIR")
    give "$MAIL_SINK_DIR"
    COMMAND=(/usr/bin/env node "$ROOT/scripts/lib/mail_sink.js" "$MAIL_SINK_SMTP_PORT" "$MAIL_SINK_PORT"
        "$MAIL_SINK_CERT" "$MAIL_SINK_KEY" "$MAIL_SINK_DIR")
    CONFIGURATION=("$ROOT/scripts/lib/mail_sink.js" "$MAIL_SINK_CERT")
}

mail_sink_ready() {
    local setting
    for setting in $(port_settings mail_sink); do port_setting_is_taken "$setting" || return 1; done
}

# make_mail_sink_certificate: who sends mail asks for one.
make_mail_sink_certificate() {
    if [[ -s $MAIL_SINK_CERT ]]; then return; fi
    (umask 077 && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj /CN=localhost \
        -addext subjectAltName=DNS:localhost -keyout "$MAIL_SINK_KEY" -out "$MAIL_SINK_CERT") 2>/dev/null ||
        die "cannot make the certificate $MAIL_SINK_CERT"
    give "$MAIL_SINK_KEY" "$MAIL_SINK_CERT"
}

# to_mail_sink: has the programs give their mails to it, soon and of any news, whatever else is set.
to_mail_sink() {
    LIKES_EMAIL_MODE=smtp
    LIKES_SMTP_URL=smtp://localhost:$MAIL_SINK_SMTP_PORT
    LIKES_SMTP_USER='' LIKES_SMTP_PASSWORD_FILE=''
    LIKES_SMTP_CA_FILE=$MAIL_SINK_CERT
    LIKES_EMAIL_FROM=${LIKES_EMAIL_FROM:-likes@example.org}
    LIKES_BOUNCE_DOMAIN=${LIKES_BOUNCE_DOMAIN:-bounce.example.org}
    LIKES_PUBLIC_URL=${LIKES_PUBLIC_URL:-http://127.0.0.1:$HTTP_PORT}
    LIKES_EMAIL_DELAY_SECONDS=${LIKES_EMAIL_DELAY_SECONDS:-60}
    LIKES_EMAIL_THRESHOLD=${LIKES_EMAIL_THRESHOLD:-1}
}
