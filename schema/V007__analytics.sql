-- What has changed is handed on to those who count it, and the numbers that they make of it. Only new tables and a
-- column with a default: the programs of before do not know them, and what they did is counted by
-- scripts/analytics reconcile.

-- Changes that a consumer has not dealt with yet. Who settles entries of the outbox puts them here in the same transaction,
-- a row for each consumer; the consumer deletes the row in the transaction in which it counts it. So each change is
-- counted once, whatever dies. From now on outbox.recorded says that the changes of a row are in chat_changes and here.
--   consumer  'analytics'
--   feed_id   UUIDv7
--   entries   a line for each: `outbox-id cause` and then an entry of the outbox (V005); ids are hexadecimal digits, and
--             the outbox id begins with the moment of the change
CREATE TABLE IF NOT EXISTS feed (
    consumer VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    feed_id  BINARY(16) NOT NULL,
    entries  MEDIUMTEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (consumer, feed_id)
) ENGINE = InnoDB;

-- Moments that a background program has to remember, by name.
CREATE TABLE IF NOT EXISTS cursors (
    name VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    at   DATETIME(6) NOT NULL,
    PRIMARY KEY (name)
) ENGINE = InnoDB;

-- How many reactions were given in a quarter of an hour, and how many of those have been taken back since.
--   chat_id     the chat; 0: all chats together
--   reaction    its code; '*': all reactions together
--   quarter     Unix seconds / 900; 0: everything that is older than the numbers are kept
CREATE TABLE IF NOT EXISTS like_quarters (
    chat_id    BINARY(16) NOT NULL,
    reaction   VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    quarter    INT UNSIGNED NOT NULL,
    given      BIGINT NOT NULL,
    taken_back BIGINT NOT NULL,
    PRIMARY KEY (chat_id, reaction, quarter)
) ENGINE = InnoDB;

-- Reactions that stand, by the UTC day on which they were given, of who gave them and of who was given them. Those on
-- one's own messages are not counted.
--   chat_id  the chat; 0: all chats together
--   day      Unix seconds / 86400; 0: everything that is older than the numbers are kept
CREATE TABLE IF NOT EXISTS user_days (
    chat_id  BINARY(16) NOT NULL,
    user_id  VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    day      INT UNSIGNED NOT NULL,
    given    INT NOT NULL,
    received INT NOT NULL,
    PRIMARY KEY (chat_id, user_id, day),
    KEY by_user (user_id)
) ENGINE = InnoDB;

-- Lists that were asked for and are too long to be made for each request.
--   chat_id      the chat; 0: all chats together
--   kind         messages, given, received, chats, summary
--   span         1d, 7d, 28d, all
--   reaction     its code; '*': all reactions together
--   computed_at  null: not yet
--   items        JSON: an array of at most 200 entries, of a summary an object; '' before the first is made
CREATE TABLE IF NOT EXISTS rankings (
    chat_id     BINARY(16) NOT NULL,
    kind        VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    span        VARCHAR(4) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    reaction    VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    wanted_at   DATETIME(6) NOT NULL,
    computed_at DATETIME(6) NULL,
    cost_ms     INT UNSIGNED NOT NULL,
    items       MEDIUMTEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (chat_id, kind, span, reaction),
    KEY by_wanted (wanted_at)
) ENGINE = InnoDB;

-- erasures.user_days: how many rows of user_days were removed. Added in this way because ADD COLUMN IF NOT EXISTS is not
-- MySQL, and an interrupted migration runs again.
SET @alter_erasures = IF(
    EXISTS (SELECT 1 FROM information_schema.columns
            WHERE table_schema = DATABASE() AND table_name = 'erasures' AND column_name = 'user_days'),
    'DO 0',
    'ALTER TABLE erasures ADD COLUMN user_days BIGINT UNSIGNED NOT NULL DEFAULT 0, ALGORITHM = INPLACE, LOCK = NONE');
PREPARE alter_erasures FROM @alter_erasures;
EXECUTE alter_erasures;
DEALLOCATE PREPARE alter_erasures;
