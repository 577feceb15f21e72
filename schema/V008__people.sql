-- What notices say of people and chats, and whom they are for. The chat backend owns all of it: it writes, the likes only
-- read. Every row stays as it is, and no table is built anew. These statements may be run again.

-- Who users are. Whoever has no row is shown by their id.
--   name               what others see
--   email              null, or not verified: nothing is ever mailed there
--   locale, time_zone  BCP 47, IANA
--   deactivated_at     from then on nothing is sent
CREATE TABLE IF NOT EXISTS profiles (
    user_id           VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    name              VARCHAR(100) CHARACTER SET utf8mb4 NOT NULL,
    email             VARCHAR(254) CHARACTER SET ascii COLLATE ascii_bin NULL,
    email_verified_at DATETIME(6) NULL,
    locale            VARCHAR(35) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'en',
    time_zone         VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'UTC',
    deactivated_at    DATETIME(6) NULL,
    PRIMARY KEY (user_id)
) ENGINE = InnoDB;

-- Whom a user wants to hear nothing of.
CREATE TABLE IF NOT EXISTS user_blocks (
    user_id    VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    blocked_id VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (user_id, blocked_id)
) ENGINE = InnoDB;

-- Added in this way because ADD COLUMN IF NOT EXISTS is not MySQL, and an interrupted migration runs again.
--   messages.importance       0 normal, 1 important, 2 urgent
--   messages, by_deleted_at   finds those that were just deleted
--   chats.title               what the chat is called
--   chat_members.muted_until  the app's own mute; until then nothing is new to the member
SET @alter_messages = IF(
    EXISTS (SELECT 1 FROM information_schema.columns
            WHERE table_schema = DATABASE() AND table_name = 'messages' AND column_name = 'importance'),
    'DO 0',
    'ALTER TABLE messages ADD COLUMN importance TINYINT UNSIGNED NOT NULL DEFAULT 0, ALGORITHM = INSTANT');
PREPARE alter_messages FROM @alter_messages;
EXECUTE alter_messages;
DEALLOCATE PREPARE alter_messages;

SET @index_messages = IF(
    EXISTS (SELECT 1 FROM information_schema.statistics
            WHERE table_schema = DATABASE() AND table_name = 'messages' AND index_name = 'by_deleted_at'),
    'DO 0',
    'ALTER TABLE messages ADD KEY by_deleted_at (deleted_at), ALGORITHM = INPLACE, LOCK = NONE');
PREPARE index_messages FROM @index_messages;
EXECUTE index_messages;
DEALLOCATE PREPARE index_messages;

SET @alter_chats = IF(
    EXISTS (SELECT 1 FROM information_schema.columns
            WHERE table_schema = DATABASE() AND table_name = 'chats' AND column_name = 'title'),
    'DO 0',
    'ALTER TABLE chats ADD COLUMN title VARCHAR(200) CHARACTER SET utf8mb4 NULL, ALGORITHM = INSTANT');
PREPARE alter_chats FROM @alter_chats;
EXECUTE alter_chats;
DEALLOCATE PREPARE alter_chats;

SET @alter_members = IF(
    EXISTS (SELECT 1 FROM information_schema.columns
            WHERE table_schema = DATABASE() AND table_name = 'chat_members' AND column_name = 'muted_until'),
    'DO 0',
    'ALTER TABLE chat_members ADD COLUMN muted_until DATETIME(6) NULL, ALGORITHM = INSTANT');
PREPARE alter_members FROM @alter_members;
EXECUTE alter_members;
DEALLOCATE PREPARE alter_members;
