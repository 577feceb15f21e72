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
-- What is published or recorded goes to the feed.
GRANT INSERT ON feed TO 'likes_handlers'@'%';
-- The monitor tells how much waits there, and since when.
GRANT SELECT (consumer, feed_id) ON feed TO 'likes_handlers'@'%';

-- The relay: publishes what is left in the outbox, and corrects counters that drifted from their likes; never a like.
GRANT SELECT (chat_id, user_id, left_at) ON chat_members TO 'likes_relay'@'%';
GRANT SELECT (message_id, chat_id, deleted_at) ON messages TO 'likes_relay'@'%';
GRANT SELECT ON reactions TO 'likes_relay'@'%';
GRANT SELECT, INSERT, UPDATE ON reaction_summaries TO 'likes_relay'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON outbox TO 'likes_relay'@'%';
GRANT SELECT, INSERT, UPDATE ON chat_changes TO 'likes_relay'@'%';
GRANT SELECT, INSERT, UPDATE ON chat_sequences TO 'likes_relay'@'%';
GRANT SELECT, INSERT, UPDATE ON leases TO 'likes_relay'@'%';
GRANT INSERT ON feed TO 'likes_relay'@'%';

-- The analytics: count what the feed brings, compare it with the likes, and make lists. They change no like, and read no
-- text.
GRANT SELECT, DELETE ON feed TO 'likes_analytics'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON like_quarters TO 'likes_analytics'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON user_days TO 'likes_analytics'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON rankings TO 'likes_analytics'@'%';
GRANT SELECT, INSERT, UPDATE ON cursors TO 'likes_analytics'@'%';
GRANT SELECT, INSERT, UPDATE ON leases TO 'likes_analytics'@'%';
GRANT SELECT (chat_id, user_id, left_at) ON chat_members TO 'likes_analytics'@'%';
GRANT SELECT (message_id, chat_id, sender_id, created_at, deleted_at) ON messages TO 'likes_analytics'@'%';
GRANT SELECT ON reactions TO 'likes_analytics'@'%';
GRANT SELECT ON reaction_summaries TO 'likes_analytics'@'%';
GRANT SELECT ON chat_changes TO 'likes_analytics'@'%';
GRANT SELECT ON outbox TO 'likes_analytics'@'%';
GRANT SELECT (user_id) ON erasures TO 'likes_analytics'@'%';

-- The handlers that show the numbers: read them, and ask for lists.
GRANT SELECT (chat_id) ON chats TO 'likes_insights'@'%';
GRANT SELECT (chat_id, user_id, left_at) ON chat_members TO 'likes_insights'@'%';
GRANT SELECT (message_id, chat_id, sender_id, created_at, deleted_at) ON messages TO 'likes_insights'@'%';
GRANT SELECT ON reaction_summaries TO 'likes_insights'@'%';
GRANT SELECT ON chat_changes TO 'likes_insights'@'%';
GRANT SELECT ON cursors TO 'likes_insights'@'%';
GRANT SELECT ON like_quarters TO 'likes_insights'@'%';
GRANT SELECT ON user_days TO 'likes_insights'@'%';
GRANT SELECT, INSERT, UPDATE (wanted_at) ON rankings TO 'likes_insights'@'%';
GRANT SELECT (user_id) ON erasures TO 'likes_insights'@'%';

-- The notifier: makes notices of what the feed brings, and sends them. It changes no like, and reads no text.
GRANT SELECT, DELETE ON feed TO 'likes_notifier'@'%';
GRANT SELECT ON reactions TO 'likes_notifier'@'%';
GRANT SELECT ON reaction_summaries TO 'likes_notifier'@'%';
GRANT SELECT (message_id, chat_id, sender_id, created_at, deleted_at, importance) ON messages TO 'likes_notifier'@'%';
GRANT SELECT (chat_id, title) ON chats TO 'likes_notifier'@'%';
GRANT SELECT (chat_id, user_id, left_at, muted_until) ON chat_members TO 'likes_notifier'@'%';
GRANT SELECT (user_id, name, deactivated_at) ON profiles TO 'likes_notifier'@'%';
GRANT SELECT ON user_blocks TO 'likes_notifier'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON notices TO 'likes_notifier'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON notice_actors TO 'likes_notifier'@'%';
GRANT SELECT, INSERT, UPDATE ON notice_heads TO 'likes_notifier'@'%';
GRANT SELECT ON notice_preferences TO 'likes_notifier'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON notice_deliveries TO 'likes_notifier'@'%';
GRANT SELECT, INSERT, UPDATE ON cursors TO 'likes_notifier'@'%';
GRANT SELECT, INSERT, UPDATE ON leases TO 'likes_notifier'@'%';
GRANT SELECT (user_id) ON erasures TO 'likes_notifier'@'%';

-- The handler of notices: shows them to their recipients, who read and dismiss them and say what they want to be told.
GRANT SELECT (chat_id) ON chats TO 'likes_notices'@'%';
GRANT SELECT (chat_id, user_id, left_at) ON chat_members TO 'likes_notices'@'%';
GRANT SELECT (message_id, chat_id, deleted_at) ON messages TO 'likes_notices'@'%';
GRANT SELECT (user_id, name) ON profiles TO 'likes_notices'@'%';
GRANT SELECT ON user_blocks TO 'likes_notices'@'%';
GRANT SELECT, UPDATE ON notices TO 'likes_notices'@'%';
GRANT SELECT, UPDATE ON notice_heads TO 'likes_notices'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON notice_preferences TO 'likes_notices'@'%';
GRANT SELECT, INSERT, UPDATE ON notice_deliveries TO 'likes_notices'@'%';

-- The operator's commands: reconcile, erase-user, import. Messages are only looked up, not read.
GRANT SELECT (message_id, chat_id, deleted_at) ON messages TO 'likes_operator'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON reactions TO 'likes_operator'@'%';
GRANT SELECT, INSERT, UPDATE ON reaction_summaries TO 'likes_operator'@'%';
GRANT SELECT, INSERT ON outbox TO 'likes_operator'@'%';
GRANT SELECT, INSERT, UPDATE ON chat_changes TO 'likes_operator'@'%';
GRANT SELECT, INSERT, UPDATE ON chat_sequences TO 'likes_operator'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON erasures TO 'likes_operator'@'%';
-- An import goes to the feed, and who is erased is looked for in it, and goes from the numbers that have names.
GRANT SELECT, INSERT ON feed TO 'likes_operator'@'%';
GRANT SELECT, DELETE ON user_days TO 'likes_operator'@'%';
GRANT SELECT, INSERT, UPDATE ON cursors TO 'likes_operator'@'%';
GRANT SELECT, DELETE ON rankings TO 'likes_operator'@'%';
-- All that is stored about a user is removed or exported; what the chat backend owns is only exported.
GRANT SELECT, DELETE, UPDATE (newest) ON notices TO 'likes_operator'@'%';
GRANT SELECT, DELETE ON notice_actors TO 'likes_operator'@'%';
GRANT SELECT, DELETE ON notice_heads TO 'likes_operator'@'%';
GRANT SELECT, DELETE ON notice_preferences TO 'likes_operator'@'%';
GRANT SELECT, DELETE ON notice_deliveries TO 'likes_operator'@'%';
GRANT SELECT ON profiles TO 'likes_operator'@'%';
GRANT SELECT ON user_blocks TO 'likes_operator'@'%';
GRANT SELECT (chat_id, user_id, joined_at, left_at, muted_until) ON chat_members TO 'likes_operator'@'%';
