-- What accounts of earlier versions could do and those of this one need not. scripts/migrate takes it back where the schema
-- changes, before it applies grants.sql: no program runs then that would miss a right for a moment.
REVOKE SELECT ON chats FROM 'likes_handlers'@'%';
REVOKE SELECT ON chat_members FROM 'likes_handlers'@'%';
REVOKE SELECT ON messages FROM 'likes_handlers'@'%';
REVOKE SELECT ON chat_members FROM 'likes_relay'@'%';
