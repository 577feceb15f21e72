-- user_days goes without an index by the user. It was more than a third of the table, and written for each like; only an
-- erasure and an export used it, which look into each chat now, as they look at each message. Every row stays as it is.
-- The programs of before cannot erase without the index: none of them may run afterwards.
SET @alter_days = IF(
    EXISTS (SELECT 1 FROM information_schema.statistics
            WHERE table_schema = DATABASE() AND table_name = 'user_days' AND index_name = 'by_user'),
    'ALTER TABLE user_days DROP KEY by_user, ALGORITHM = INPLACE, LOCK = NONE',
    'DO 0');
PREPARE alter_days FROM @alter_days;
EXECUTE alter_days;
DEALLOCATE PREPARE alter_days;
