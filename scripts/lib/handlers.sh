# shellcheck shell=bash
# shellcheck disable=SC2034  # for those who source this
# The FastCGI handlers. Each is an executable, a service with a socket, and an upstream of nginx, all of the same name.
# The demo's runs only when LIKES_DEMO is 1.
HANDLERS=(like_message unlike_message message_likes react_to_message unreact_to_message message_reactions chat_likes
    chat_likes_changes realtime_token monitor demo)
