# shellcheck shell=bash
# shellcheck disable=SC2034  # for those who source this
# The FastCGI handlers. Each is an executable, a service with a socket, and an upstream of nginx, all of the same name.
# The demo's runs only when LIKES_DEMO is 1.

mapfile -t HANDLERS < <(sed -n 's/^\([a-z_][a-z_]*\) .*/\1/p' "$ROOT/handlers/handlers.txt")
