-- What the chat backend owns: it writes these three tables, the likes only read them. `left_at` is the moment of leaving
-- (by_left_at finds those who just left).

CREATE TABLE IF NOT EXISTS chats (
    chat_id BINARY(16) NOT NULL,
    PRIMARY KEY (chat_id)
) ENGINE = InnoDB;

CREATE TABLE IF NOT EXISTS chat_members (
    chat_id   BINARY(16) NOT NULL,
    user_id   VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    joined_at DATETIME(6) NOT NULL,
    left_at   DATETIME(6) NULL,
    PRIMARY KEY (chat_id, user_id),
    KEY by_left_at (left_at)
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
    KEY by_version (message_id, reaction, version, user_id, reacted_at)
) ENGINE = InnoDB;

-- One row per message and reaction that was ever used: what every answer and event says of it. Every writer locks this
-- row first, so it is also what puts the changes of a message into one order.
--   total            how many rows of `reactions` there are
--   version          grows by one with every change
--   last_reacted_at  when somebody last put the reaction; taking it back does not move it
--   next_event_at    the first moment at which another event about this message may be published: writers on any
--                    number of machines take turns here, which bounds the rate of a hot message's events
--   recent           the newest who react, oldest first, as `user,version,unix-seconds` separated by spaces. It holds
--                    everybody or at least the configured number, so that an answer costs one row however many like
--   untold           changes that no event has told of yet, as in the outbox, each batch after its `#outbox-id`
CREATE TABLE IF NOT EXISTS reaction_summaries (
    message_id      BINARY(16) NOT NULL,
    reaction        VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    total           INT UNSIGNED NOT NULL,
    version         BIGINT UNSIGNED NOT NULL,
    last_reacted_at DATETIME(6) NULL,
    next_event_at   DATETIME(6) NOT NULL,
    recent          MEDIUMTEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    untold          MEDIUMTEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (message_id, reaction)
) ENGINE = InnoDB;

-- Changes that are committed and perhaps not yet published: written in the transaction of the change, deleted after
-- the broker acknowledged the event. `event_id` is a UUIDv7, so the primary key is in order of time.
--   changes  who did what, in order: `+user` put the reaction, `-user` took it back, separated by spaces
CREATE TABLE IF NOT EXISTS outbox (
    event_id   BINARY(16) NOT NULL,
    chat_id    BINARY(16) NOT NULL,
    message_id BINARY(16) NOT NULL,
    reaction   VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    changes    MEDIUMTEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (event_id)
) ENGINE = InnoDB;

-- Work that only one process at a time shall do. Whoever's name stands here until `expires_at` does it.
CREATE TABLE IF NOT EXISTS leases (
    name       VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    holder     VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    expires_at DATETIME(6) NOT NULL,
    PRIMARY KEY (name)
) ENGINE = InnoDB;
