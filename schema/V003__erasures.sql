-- Erasures that have begun and whose receipt nobody has yet: what they have come to so far, counted in the transactions
-- that remove. A row goes when its receipt is printed, so that nothing of the user stays.
--   erased  reactions that were removed
--   told    of which an event tells; the messages of the others are deleted
CREATE TABLE IF NOT EXISTS erasures (
    user_id  VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    begun_at DATETIME(6) NOT NULL,
    erased   BIGINT UNSIGNED NOT NULL,
    told     BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (user_id)
) ENGINE = InnoDB;
