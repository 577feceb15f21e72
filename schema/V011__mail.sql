-- Mails to authors who have the app closed. Only new tables, and columns with a default: the programs of before do not
-- know them. These statements may be run again.

-- Addresses from which mail came back.
--   address_hash  SHA-256 of the address in lower case: the address itself is in `profiles` alone
--   reason        hard: there is no such mailbox; soft: mail could not be delivered
--   since         of soft: when the first that counts came back; from the third on, when the last did
CREATE TABLE IF NOT EXISTS email_suppressions (
    address_hash BINARY(32) NOT NULL,
    reason       VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    since        DATETIME(6) NOT NULL,
    soft_bounces TINYINT UNSIGNED NOT NULL,
    PRIMARY KEY (address_hash)
) ENGINE = InnoDB;

-- The digests that were begun: one for each user and date where they are.
CREATE TABLE IF NOT EXISTS digest_runs (
    user_id    VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    local_date DATE NOT NULL,
    PRIMARY KEY (user_id, local_date),
    KEY by_date (local_date)
) ENGINE = InnoDB;

-- Added in this way because ADD COLUMN IF NOT EXISTS is not MySQL, and an interrupted migration runs again.
--   notices.mailed                      the greatest step that was worth a mail; 0: none
--   notice_heads.mailed_at              when a mail to the recipient was begun last
--   notice_heads.mail_day, mails_of_day on which day of UTC that was, and how many were begun on it
--   notice_preferences.email            whether mails are wanted; null: as everywhere
--   notice_preferences.email_threshold  so many people make news worth a mail; null: as everywhere
--   notice_preferences.digest           off, daily, weekly; null: as everywhere
--   notice_deliveries.unknown_attempts  of attempts: those of which nobody knows yet what came of them
SET @alter_notices = IF(
    EXISTS (SELECT 1 FROM information_schema.columns
            WHERE table_schema = DATABASE() AND table_name = 'notices' AND column_name = 'mailed'),
    'DO 0',
    'ALTER TABLE notices ADD COLUMN mailed INT UNSIGNED NOT NULL DEFAULT 0, ALGORITHM = INSTANT');
PREPARE alter_notices FROM @alter_notices;
EXECUTE alter_notices;
DEALLOCATE PREPARE alter_notices;

SET @alter_heads = IF(
    EXISTS (SELECT 1 FROM information_schema.columns
            WHERE table_schema = DATABASE() AND table_name = 'notice_heads' AND column_name = 'mailed_at'),
    'DO 0',
    'ALTER TABLE notice_heads
         ADD COLUMN mailed_at    DATETIME(6) NULL,
         ADD COLUMN mail_day     DATE NULL,
         ADD COLUMN mails_of_day TINYINT UNSIGNED NOT NULL DEFAULT 0, ALGORITHM = INSTANT');
PREPARE alter_heads FROM @alter_heads;
EXECUTE alter_heads;
DEALLOCATE PREPARE alter_heads;

SET @alter_preferences = IF(
    EXISTS (SELECT 1 FROM information_schema.columns
            WHERE table_schema = DATABASE() AND table_name = 'notice_preferences' AND column_name = 'email'),
    'DO 0',
    'ALTER TABLE notice_preferences
         ADD COLUMN email           BOOLEAN NULL,
         ADD COLUMN email_threshold SMALLINT UNSIGNED NULL,
         ADD COLUMN digest          VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NULL, ALGORITHM = INSTANT');
PREPARE alter_preferences FROM @alter_preferences;
EXECUTE alter_preferences;
DEALLOCATE PREPARE alter_preferences;

SET @alter_deliveries = IF(
    EXISTS (SELECT 1 FROM information_schema.columns
            WHERE table_schema = DATABASE() AND table_name = 'notice_deliveries' AND column_name = 'unknown_attempts'),
    'DO 0',
    'ALTER TABLE notice_deliveries
         ADD COLUMN unknown_attempts TINYINT UNSIGNED NOT NULL DEFAULT 0, ALGORITHM = INSTANT');
PREPARE alter_deliveries FROM @alter_deliveries;
EXECUTE alter_deliveries;
DEALLOCATE PREPARE alter_deliveries;

-- How many rows of each of these an erasure has removed.
SET @alter_erasures = IF(
    EXISTS (SELECT 1 FROM information_schema.columns
            WHERE table_schema = DATABASE() AND table_name = 'erasures' AND column_name = 'email_suppressions'),
    'DO 0',
    'ALTER TABLE erasures
         ADD COLUMN email_suppressions BIGINT UNSIGNED NOT NULL DEFAULT 0,
         ADD COLUMN digest_runs        BIGINT UNSIGNED NOT NULL DEFAULT 0, ALGORITHM = INSTANT');
PREPARE alter_erasures FROM @alter_erasures;
EXECUTE alter_erasures;
DEALLOCATE PREPARE alter_erasures;
