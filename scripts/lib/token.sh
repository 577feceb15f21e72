# shellcheck shell=bash
# Bearer tokens of the demo users, signed with the instance's development key.

need secrets settings

# development_token USER SECONDS [SCOPES]
development_token() {
    "$LIKES_BIN_DIR/development_token" --jwks-file "$JWKS_FILE" --subject="$1" --ttl-seconds "$2" \
        ${LIKES_JWT_ISSUER:+--issuer "$LIKES_JWT_ISSUER"} ${LIKES_JWT_AUDIENCE:+--audience "$LIKES_JWT_AUDIENCE"} \
        ${3:+--scope "$3"}
}
