-- What authors are told of the reactions to their messages. Only new tables, and columns with a default: the programs of
-- before do not know them.

-- A notice says how a message of the recipient's stands: who reacted with what. There is at most one for each message.
--   state            0 it is in the list
--                    1 withdrawn: nobody reacts any more, or the message is deleted; a reaction brings it back as it was
--                    2 put away: the recipient has dismissed it or left the chat; only news brings it back
--   sequence         of the newest change of any kind; the recipient's devices catch up by it
--   raised_sequence  of the newest news: the order of the list, and what the badge counts
--   changed_at       when `sequence` was taken
--   actors           how many people react; 0: more than are counted, `reactions` says how many reactions there are
--   reactions        `code=count` separated by commas, the most frequent first
--   newest           the newest who react, newest first, at most three: `user,code,unix-seconds` separated by blanks
--   new_since_read   how many people are new since the recipient has read it
--   milestone        the greatest number of reactions that was news; 0: none
CREATE TABLE IF NOT EXISTS notices (
    recipient_id    VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    message_id      BINARY(16) NOT NULL,
    chat_id         BINARY(16) NOT NULL,
    state           TINYINT UNSIGNED NOT NULL,
    is_read         BOOLEAN NOT NULL,
    sequence        BIGINT UNSIGNED NOT NULL,
    raised_sequence BIGINT UNSIGNED NOT NULL,
    raised_at       DATETIME(6) NOT NULL,
    changed_at      DATETIME(6) NOT NULL,
    actors          INT UNSIGNED NOT NULL,
    reactions       VARCHAR(2048) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    newest          VARCHAR(640) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    new_since_read  INT UNSIGNED NOT NULL,
    milestone       INT UNSIGNED NOT NULL,
    PRIMARY KEY (recipient_id, message_id),
    KEY by_sequence (recipient_id, sequence),
    KEY by_raised (recipient_id, state, raised_sequence, is_read),
    KEY by_message (message_id),
    KEY by_age (raised_at),
    KEY by_state (state, changed_at)
) ENGINE = InnoDB;

-- Whom the author of a message has heard of already: the first hundred who reacted. They are no news again, whatever they
-- take back and put anew.
CREATE TABLE IF NOT EXISTS notice_actors (
    message_id BINARY(16) NOT NULL,
    user_id    VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    first_at   DATETIME(6) NOT NULL,
    PRIMARY KEY (message_id, user_id),
    KEY by_user (user_id)
) ENGINE = InnoDB;

-- One row for each recipient, locked first by whoever changes a notice of theirs.
--   sequence       the newest that was taken
--   seen_sequence  the badge counts what was raised after it
CREATE TABLE IF NOT EXISTS notice_heads (
    recipient_id  VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    sequence      BIGINT UNSIGNED NOT NULL,
    seen_sequence BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (recipient_id)
) ENGINE = InnoDB;

-- What users want to be told of.
--   chat_id      0: everywhere where no other row says otherwise
--   likes        all, off; null: as everywhere
--   muted_until  null: as everywhere
CREATE TABLE IF NOT EXISTS notice_preferences (
    user_id     VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    chat_id     BINARY(16) NOT NULL,
    likes       VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
    muted_until DATETIME(6) NULL,
    PRIMARY KEY (user_id, chat_id)
) ENGINE = InnoDB;

-- What has changed and is to be sent, once for each target: of several changes the newest state goes out.
--   channel        in_app
--   message_id     0: what the recipient has seen
--   target         0 for in_app
--   sequence       of the newest change; whoever sends removes the row only if it is still the one that was sent
--   claimed_until  null: nobody is sending it
CREATE TABLE IF NOT EXISTS notice_deliveries (
    channel       VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    recipient_id  VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    message_id    BINARY(16) NOT NULL,
    target        BINARY(16) NOT NULL,
    due_at        DATETIME(6) NOT NULL,
    expires_at    DATETIME(6) NOT NULL,
    sequence      BIGINT UNSIGNED NOT NULL,
    attempts      SMALLINT UNSIGNED NOT NULL,
    claimed_until DATETIME(6) NULL,
    PRIMARY KEY (channel, recipient_id, message_id, target),
    KEY by_due (channel, due_at)
) ENGINE = InnoDB;

-- How many rows of each of these an erasure has removed. Added in this way because ADD COLUMN IF NOT EXISTS is not MySQL,
-- and an interrupted migration runs again.
SET @alter_erasures = IF(
    EXISTS (SELECT 1 FROM information_schema.columns
            WHERE table_schema = DATABASE() AND table_name = 'erasures' AND column_name = 'notices'),
    'DO 0',
    'ALTER TABLE erasures
         ADD COLUMN notices            BIGINT UNSIGNED NOT NULL DEFAULT 0,
         ADD COLUMN notice_actors      BIGINT UNSIGNED NOT NULL DEFAULT 0,
         ADD COLUMN notice_heads       BIGINT UNSIGNED NOT NULL DEFAULT 0,
         ADD COLUMN notice_preferences BIGINT UNSIGNED NOT NULL DEFAULT 0,
         ADD COLUMN notice_deliveries  BIGINT UNSIGNED NOT NULL DEFAULT 0, ALGORITHM = INSTANT');
PREPARE alter_erasures FROM @alter_erasures;
EXECUTE alter_erasures;
DEALLOCATE PREPARE alter_erasures;
