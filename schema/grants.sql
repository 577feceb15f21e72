-- Least privilege, applied by scripts/migrate after the migrations. The accounts themselves are made by whoever runs
-- the database (scripts/up does it for its own instance); none of them can alter a table.

-- The handlers: look up what the chat backend owns, and never read what people write; write what the likes own.
GRANT SELECT (chat_id) ON chats TO 'likes_handlers'@'%';
GRANT SELECT (chat_id, user_id, left_at) ON chat_members TO 'likes_handlers'@'%';
GRANT SELECT (message_id, chat_id, deleted_at) ON messages TO 'likes_handlers'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON reactions TO 'likes_handlers'@'%';
GRANT SELECT, INSERT, UPDATE ON reaction_summaries TO 'likes_handlers'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON outbox TO 'likes_handlers'@'%';
GRANT SELECT, INSERT, UPDATE ON chat_changes TO 'likes_handlers'@'%';
GRANT SELECT, INSERT, UPDATE ON chat_sequences TO 'likes_handlers'@'%';

-- The relay: publishes what is left in the outbox, and corrects counters that drifted from their likes; never a like.
GRANT SELECT (chat_id, user_id, left_at) ON chat_members TO 'likes_relay'@'%';
GRANT SELECT (message_id, chat_id, deleted_at) ON messages TO 'likes_relay'@'%';
GRANT SELECT ON reactions TO 'likes_relay'@'%';
GRANT SELECT, INSERT, UPDATE ON reaction_summaries TO 'likes_relay'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON outbox TO 'likes_relay'@'%';
GRANT SELECT, INSERT, UPDATE ON chat_changes TO 'likes_relay'@'%';
GRANT SELECT, INSERT, UPDATE ON chat_sequences TO 'likes_relay'@'%';
GRANT SELECT, INSERT, UPDATE ON leases TO 'likes_relay'@'%';

-- The operator's commands: reconcile, erase-user, import. Messages are only looked up, not read.
GRANT SELECT (message_id, chat_id, deleted_at) ON messages TO 'likes_operator'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON reactions TO 'likes_operator'@'%';
GRANT SELECT, INSERT, UPDATE ON reaction_summaries TO 'likes_operator'@'%';
GRANT INSERT ON outbox TO 'likes_operator'@'%';
GRANT SELECT, INSERT, UPDATE ON chat_changes TO 'likes_operator'@'%';
GRANT SELECT, INSERT, UPDATE ON chat_sequences TO 'likes_operator'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON erasures TO 'likes_operator'@'%';
