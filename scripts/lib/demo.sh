# shellcheck shell=bash
# shellcheck disable=SC2034  # for those who source this
# The demo chat of schema/demo.sql, and the account of its handler.

need say secrets

# The page shows the messages themselves, which no other program reads.
DB_ACCOUNTS+=(demo)

DEMO_CHAT=11111111-1111-4111-8111-111111111111
DEMO_MEMBERS=(alice bob carol)
DEMO_STRANGER=mallory
DEMO_MESSAGE=22222222-2222-4222-8222-000000000001      # for the lines that `up` prints
DEMO_LAST_MESSAGE=22222222-2222-4222-8222-000000000020 # for the self-check; nobody likes it at first
DEMO_TOPIC=chats/$DEMO_CHAT/events

# load_demo: once. When the chat is there, nothing is touched: the likes in it are the user's own by now.
load_demo() {
    local chats
    chats=$(owner_sql -N <<<"SELECT COUNT(*) FROM chats WHERE HEX(chat_id) = '${DEMO_CHAT//-/}'") || return
    if [[ $chats == 0 ]]; then
        owner_sql <"$ROOT/schema/demo.sql" || return
        say "      demo chat loaded"
    fi
    if [[ $LIKES_DEMO == 1 ]]; then
        owner_sql <<'SQL'
GRANT SELECT (chat_id) ON chats TO 'likes_demo'@'%';
GRANT SELECT (chat_id, user_id, left_at) ON chat_members TO 'likes_demo'@'%';
GRANT SELECT (message_id, chat_id, sender_id, body, created_at, deleted_at) ON messages TO 'likes_demo'@'%';
SQL
    fi
}

owner_sql() { mariadb --defaults-file="$OWNER_CNF" "$@"; }
