-- The outbox gets one row for each transaction, and sequence numbers are shared by the chats of a shard. No program of
-- before may run while this does, nor afterwards; what it left in the outbox stays, as rows of the new form, and every
-- cursor that a client holds stays valid.

-- outbox: what a transaction changed.
--   outbox_id  was event_id: a UUIDv7, so the primary key is in order of time
--   cause      0 users reacted, 1 a counter was corrected, 2 a user was erased
--   entries    a line for each target that is not yet published: `chat message reaction`, then `+user,seconds` (put) or
--              `-user,seconds` (taken back) for each change, in order. Ids are hexadecimal digits; the seconds since
--              1970 say when that reaction was given, 0 if that is not known. Whoever has published a line takes it out;
--              a row without lines goes
--   recorded   its changes are in chat_changes already; by_recorded finds the rows of which they are not
-- In steps that each know whether they were done, because an interrupted migration runs again.
SET @add_entries = IF(
    EXISTS (SELECT 1 FROM information_schema.columns
            WHERE table_schema = DATABASE() AND table_name = 'outbox' AND column_name = 'entries'),
    'DO 0',
    'ALTER TABLE outbox
         ADD COLUMN cause TINYINT UNSIGNED NOT NULL DEFAULT 0 AFTER event_id,
         ADD COLUMN entries MEDIUMTEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL AFTER cause');
PREPARE add_entries FROM @add_entries;
EXECUTE add_entries;
DEALLOCATE PREPARE add_entries;

SET @is_old = EXISTS (SELECT 1 FROM information_schema.columns
                      WHERE table_schema = DATABASE() AND table_name = 'outbox' AND column_name = 'changes');
SET @convert = IF(
    @is_old,
    'UPDATE outbox
     SET entries = CONCAT(LOWER(HEX(chat_id)), '' '', LOWER(HEX(message_id)), '' '', reaction,
                          IF(changes = '''', '''', CONCAT('' '', REPLACE(changes, '' '', '',0 ''), '',0'')))
     WHERE entries = ''''',
    'DO 0');
PREPARE convert_rows FROM @convert;
EXECUTE convert_rows;
DEALLOCATE PREPARE convert_rows;

SET @drop_old = IF(
    @is_old,
    'ALTER TABLE outbox
         DROP KEY by_chat, DROP COLUMN chat_id, DROP COLUMN message_id, DROP COLUMN reaction, DROP COLUMN changes,
         RENAME COLUMN event_id TO outbox_id, ADD KEY by_recorded (recorded)',
    'DO 0');
PREPARE drop_old FROM @drop_old;
EXECUTE drop_old;
DEALLOCATE PREPARE drop_old;

-- chat_sequences: a chat belongs to the shard that the last four bits of its id name. A counter of its own for each chat
-- was one more row to write for each chat with a change; sixteen are enough for those who record not to wait for one
-- another. The new counters begin above every number that a chat has.
CREATE TABLE IF NOT EXISTS chat_sequences_of_shards (
    shard    TINYINT UNSIGNED NOT NULL,
    sequence BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (shard)
) ENGINE = InnoDB;
SET @of_chats = EXISTS (SELECT 1 FROM information_schema.columns
                        WHERE table_schema = DATABASE() AND table_name = 'chat_sequences' AND column_name = 'chat_id');
SET @fill = IF(
    @of_chats,
    'INSERT INTO chat_sequences_of_shards (shard, sequence)
     SELECT s.shard, n.newest
     FROM (SELECT 0 AS shard UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6
           UNION SELECT 7 UNION SELECT 8 UNION SELECT 9 UNION SELECT 10 UNION SELECT 11 UNION SELECT 12 UNION SELECT 13
           UNION SELECT 14 UNION SELECT 15) s
     JOIN (SELECT MAX(sequence) AS newest FROM chat_sequences) n ON n.newest IS NOT NULL
     ON DUPLICATE KEY UPDATE sequence = VALUES(sequence)',
    'DO 0');
PREPARE fill FROM @fill;
EXECUTE fill;
DEALLOCATE PREPARE fill;

SET @swap = IF(
    @of_chats,
    'RENAME TABLE chat_sequences TO chat_sequences_of_chats, chat_sequences_of_shards TO chat_sequences',
    'DROP TABLE IF EXISTS chat_sequences_of_shards');
PREPARE swap FROM @swap;
EXECUTE swap;
DEALLOCATE PREPARE swap;
DROP TABLE IF EXISTS chat_sequences_of_chats;
