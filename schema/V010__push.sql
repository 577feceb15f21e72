-- Pushes: what reaches people whose app is closed. A new table, and columns with a default: the programs of before do not
-- know them.

-- Where a user's devices and browsers get pushes.
--   kind           web (RFC 8030), apns (Apple), fcm (Google)
--   endpoint_hash  SHA-256 of `endpoint`. An endpoint is of one user: of whoever has said so last
--   endpoint       web: the URL of the push service; else the device's token
--   p256dh, auth   web: the browser's public key and its secret (RFC 8291); else null
--   key_id         web: which key of ours the browser was given: SHA-256 of its public half, in base64url; else null
--   label          how the user calls the device
--   registered_at  when the device last said that it is there
--   last_ok_at     when a push service last took a push to it
--   failures       since then, in a row
--   disabled_at    nothing is sent to it since; null: it is in use
CREATE TABLE IF NOT EXISTS push_subscriptions (
    subscription_id BINARY(16) NOT NULL,
    user_id         VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    kind            VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    endpoint_hash   BINARY(32) NOT NULL,
    endpoint        VARCHAR(2048) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    p256dh          BINARY(65) NULL,
    auth            BINARY(16) NULL,
    key_id          VARCHAR(43) CHARACTER SET ascii COLLATE ascii_bin NULL,
    locale          VARCHAR(35) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    label           VARCHAR(64) CHARACTER SET utf8mb4 NOT NULL,
    created_at      DATETIME(6) NOT NULL,
    registered_at   DATETIME(6) NOT NULL,
    last_ok_at      DATETIME(6) NULL,
    failures        SMALLINT UNSIGNED NOT NULL DEFAULT 0,
    disabled_at     DATETIME(6) NULL,
    PRIMARY KEY (subscription_id),
    UNIQUE KEY by_endpoint (kind, endpoint_hash),
    KEY by_user (user_id)
) ENGINE = InnoDB;

-- ADD COLUMN IF NOT EXISTS is not MySQL, and an interrupted migration runs again.
--   push_step  how many pushes the recipient has got of the notice and not looked at
SET @alter_notices = IF(
    EXISTS (SELECT 1 FROM information_schema.columns
            WHERE table_schema = DATABASE() AND table_name = 'notices' AND column_name = 'push_step'),
    'DO 0',
    'ALTER TABLE notices ADD COLUMN push_step TINYINT UNSIGNED NOT NULL DEFAULT 0, ALGORITHM = INSTANT');
PREPARE alter_notices FROM @alter_notices;
EXECUTE alter_notices;
DEALLOCATE PREPARE alter_notices;

--   push_tokens       how many pushes the recipient may get still
--   push_refilled_at  when the newest of them came back; null: the recipient has got none yet
SET @alter_heads = IF(
    EXISTS (SELECT 1 FROM information_schema.columns
            WHERE table_schema = DATABASE() AND table_name = 'notice_heads' AND column_name = 'push_tokens'),
    'DO 0',
    'ALTER TABLE notice_heads
         ADD COLUMN push_tokens      TINYINT UNSIGNED NOT NULL DEFAULT 0,
         ADD COLUMN push_refilled_at DATETIME(6) NULL, ALGORITHM = INSTANT');
PREPARE alter_heads FROM @alter_heads;
EXECUTE alter_heads;
DEALLOCATE PREPARE alter_heads;

-- Of all of these null is as everywhere.
--   push                  whether pushes are wanted
--   preview               how much they say: none, names, full
--   quiet_from, quiet_to  between which minutes after midnight there are none; the same: there are always
--   quiet_zone            by whose clocks, an IANA zone; null: those of the profile
SET @alter_preferences = IF(
    EXISTS (SELECT 1 FROM information_schema.columns
            WHERE table_schema = DATABASE() AND table_name = 'notice_preferences' AND column_name = 'preview'),
    'DO 0',
    'ALTER TABLE notice_preferences
         ADD COLUMN push       BOOLEAN NULL,
         ADD COLUMN preview    VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NULL,
         ADD COLUMN quiet_from SMALLINT UNSIGNED NULL,
         ADD COLUMN quiet_to   SMALLINT UNSIGNED NULL,
         ADD COLUMN quiet_zone VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL, ALGORITHM = INSTANT');
PREPARE alter_preferences FROM @alter_preferences;
EXECUTE alter_preferences;
DEALLOCATE PREPARE alter_preferences;

-- How many rows of it an erasure has removed.
SET @alter_erasures = IF(
    EXISTS (SELECT 1 FROM information_schema.columns
            WHERE table_schema = DATABASE() AND table_name = 'erasures' AND column_name = 'push_subscriptions'),
    'DO 0',
    'ALTER TABLE erasures ADD COLUMN push_subscriptions BIGINT UNSIGNED NOT NULL DEFAULT 0, ALGORITHM = INSTANT');
PREPARE alter_erasures FROM @alter_erasures;
EXECUTE alter_erasures;
DEALLOCATE PREPARE alter_erasures;
