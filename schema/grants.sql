-- Least privilege, applied by scripts/migrate after the migrations. The accounts themselves are made by whoever runs
-- the database (scripts/up does it for its own instance); none of them can alter a table.

-- The handlers: read what the chat backend owns, write what the likes own.
GRANT SELECT ON chats TO 'likes_handlers'@'%';
GRANT SELECT ON chat_members TO 'likes_handlers'@'%';
GRANT SELECT ON messages TO 'likes_handlers'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON reactions TO 'likes_handlers'@'%';
GRANT SELECT, INSERT, UPDATE ON reaction_summaries TO 'likes_handlers'@'%';
GRANT SELECT, INSERT, DELETE, UPDATE (recorded) ON outbox TO 'likes_handlers'@'%';
GRANT SELECT, INSERT, UPDATE ON chat_changes TO 'likes_handlers'@'%';
GRANT SELECT, INSERT, UPDATE ON chat_sequences TO 'likes_handlers'@'%';

-- The relay: publishes what is left in the outbox.
GRANT SELECT ON chat_members TO 'likes_relay'@'%';
GRANT SELECT ON reactions TO 'likes_relay'@'%';
GRANT SELECT, UPDATE (version, next_event_at, untold) ON reaction_summaries TO 'likes_relay'@'%';
GRANT SELECT, DELETE ON outbox TO 'likes_relay'@'%';
GRANT SELECT, INSERT, UPDATE ON chat_changes TO 'likes_relay'@'%';
GRANT SELECT, INSERT, UPDATE ON chat_sequences TO 'likes_relay'@'%';
GRANT SELECT, INSERT, UPDATE ON leases TO 'likes_relay'@'%';
