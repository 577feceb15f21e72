-- What a client that comes back asks: which messages of this chat have changed since?

-- Each message that ever changed, at the chat's sequence number of its newest change. It is written when a change
-- leaves the outbox, or when somebody asks before, so at every moment a committed change is in the outbox or here.
CREATE TABLE IF NOT EXISTS chat_changes (
    chat_id    BINARY(16) NOT NULL,
    message_id BINARY(16) NOT NULL,
    sequence   BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (chat_id, message_id),
    KEY by_sequence (chat_id, sequence, message_id)
) ENGINE = InnoDB;

-- The newest sequence number of each chat. Whoever takes the next one holds this row until the commit, so the order of
-- the numbers is the order of the commits: a reader who has seen a number has missed none before it.
CREATE TABLE IF NOT EXISTS chat_sequences (
    chat_id  BINARY(16) NOT NULL,
    sequence BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (chat_id)
) ENGINE = InnoDB;

-- `recorded` rows of the outbox are in chat_changes already: somebody asked before the broker had them. by_chat finds
-- those that are not. Added in this way because ADD COLUMN IF NOT EXISTS is not MySQL, and an interrupted migration runs
-- again.
SET @alter_outbox = IF(
    EXISTS (SELECT 1 FROM information_schema.columns
            WHERE table_schema = DATABASE() AND table_name = 'outbox' AND column_name = 'recorded'),
    'DO 0',
    'ALTER TABLE outbox ADD COLUMN recorded BOOLEAN NOT NULL DEFAULT FALSE, ADD KEY by_chat (chat_id, recorded)');
PREPARE alter_outbox FROM @alter_outbox;
EXECUTE alter_outbox;
DEALLOCATE PREPARE alter_outbox;
