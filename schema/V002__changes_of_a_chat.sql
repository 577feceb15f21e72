-- What a client that comes back asks: which messages of this chat have changed since?

-- Each message that ever changed, at the chat's sequence number of its newest change. It is written when a change
-- leaves the outbox, so at every moment a committed change is in the outbox or here.
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

-- Finds the messages of a chat whose changes are still in the outbox. Asked for in this way because CREATE INDEX IF NOT
-- EXISTS is not MySQL, and an interrupted migration runs again.
SET @add_index = IF(
    EXISTS (SELECT 1 FROM information_schema.statistics
            WHERE table_schema = DATABASE() AND table_name = 'outbox' AND index_name = 'by_chat'),
    'DO 0',
    'ALTER TABLE outbox ADD KEY by_chat (chat_id, message_id)');
PREPARE add_index FROM @add_index;
EXECUTE add_index;
DEALLOCATE PREPARE add_index;
