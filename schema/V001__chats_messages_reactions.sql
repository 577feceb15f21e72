-- What the chat backend owns: it writes these three tables, the likes only read them.

CREATE TABLE IF NOT EXISTS chats (
    chat_id BINARY(16) NOT NULL,
    PRIMARY KEY (chat_id)
) ENGINE = InnoDB;

CREATE TABLE IF NOT EXISTS chat_members (
    chat_id   BINARY(16) NOT NULL,
    user_id   VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    joined_at DATETIME(6) NOT NULL,
    left_at   DATETIME(6) NULL,
    PRIMARY KEY (chat_id, user_id)
) ENGINE = InnoDB;

CREATE TABLE IF NOT EXISTS messages (
    message_id BINARY(16) NOT NULL,
    chat_id    BINARY(16) NOT NULL,
    sender_id  VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    body       TEXT CHARACTER SET utf8mb4 NOT NULL,
    created_at DATETIME(6) NOT NULL,
    deleted_at DATETIME(6) NULL,
    PRIMARY KEY (message_id)
) ENGINE = InnoDB;

-- What the likes own.

-- Who reacts with what to which message now: a row is there, or it is not. A like is the reaction 'like'.
-- `version` is the message's version that this reaction made. It is unique and grows in the order of liking, so it
-- orders the likers and is their page cursor; by_version answers a page without touching the rows themselves.
CREATE TABLE IF NOT EXISTS reactions (
    message_id BINARY(16) NOT NULL,
    reaction   VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    user_id    VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    version    BIGINT UNSIGNED NOT NULL,
    reacted_at DATETIME(6) NOT NULL,
    PRIMARY KEY (message_id, reaction, user_id),
    UNIQUE KEY by_version (message_id, reaction, version, user_id, reacted_at)
) ENGINE = InnoDB;

-- One row per message and reaction that was ever used: its exact count and version. Every writer locks this row first,
-- so it is also what puts the changes of a message into one order.
-- `last_reacted_at` is when somebody last put the reaction; taking it back does not move it.
-- `next_event_at` is the first moment at which another event about this message may be published: writers on any
-- number of machines reserve their turn in it, which keeps the rate of a hot message's events.
CREATE TABLE IF NOT EXISTS reaction_counts (
    message_id      BINARY(16) NOT NULL,
    reaction        VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    total           INT UNSIGNED NOT NULL,
    version         BIGINT UNSIGNED NOT NULL,
    last_reacted_at DATETIME(6) NULL,
    next_event_at   DATETIME(6) NOT NULL,
    PRIMARY KEY (message_id, reaction)
) ENGINE = InnoDB;

-- Changes that are committed and perhaps not yet published: written in the transaction of the change, deleted after
-- the broker acknowledged the event. `event_id` is a UUIDv7, so the primary key is in order of time.
-- `changes` is a JSON list of {"user_id","liked"}, in order.
CREATE TABLE IF NOT EXISTS outbox (
    event_id   BINARY(16) NOT NULL,
    chat_id    BINARY(16) NOT NULL,
    message_id BINARY(16) NOT NULL,
    reaction   VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    changes    TEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (event_id)
) ENGINE = InnoDB;

-- Work that only one process at a time shall do. Whoever's name stands here until `expires_at` does it.
CREATE TABLE IF NOT EXISTS leases (
    name       VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    holder     VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    expires_at DATETIME(6) NOT NULL,
    PRIMARY KEY (name)
) ENGINE = InnoDB;
