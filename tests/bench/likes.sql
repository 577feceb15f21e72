-- The likes from which a scenario starts: the first @likers members of its chat like each message below the crowd's.
-- Nothing else has happened yet, nobody has counted these, and no author was told of them.

SET @users = 2000, @chats = 1000, @members = 50, @messages = 20;

TRUNCATE outbox;
TRUNCATE reactions;
TRUNCATE reaction_summaries;
TRUNCATE chat_changes;
TRUNCATE chat_sequences;
TRUNCATE feed;
TRUNCATE like_quarters;
TRUNCATE user_days;
TRUNCATE rankings;
TRUNCATE notices;
TRUNCATE notice_actors;
TRUNCATE notice_heads;
TRUNCATE notice_deliveries;

INSERT INTO reactions (message_id, reaction, user_id, version, reacted_at)
SELECT UNHEX(CONCAT('00000000000040008000', LPAD(HEX(m.seq * 64), 12, '0'))), 'like',
       CONCAT('user', LPAD((m.seq DIV @messages * @members + k.seq) % @users, 4, '0')), k.seq + 1,
       UTC_TIMESTAMP(6) - INTERVAL 1 DAY
FROM seq_0_to_19999 m JOIN seq_0_to_49 k ON k.seq < @likers;

INSERT INTO reactions (message_id, reaction, user_id, version, reacted_at)
SELECT UNHEX(CONCAT('00000000000040008000', LPAD(HEX(m.seq * 64), 12, '0'))), 'like',
       CONCAT('user', LPAD(k.seq, 4, '0')), k.seq + 1, UTC_TIMESTAMP(6) - INTERVAL 1 DAY
FROM seq_20000_to_21049 m JOIN seq_0_to_49 k ON k.seq < @likers;

INSERT INTO reaction_summaries (message_id, reaction, total, version, last_reacted_at, next_event_at, recent,
                                unpublished)
SELECT message_id, reaction, COUNT(*), MAX(version), MAX(reacted_at), MAX(reacted_at),
       GROUP_CONCAT(CONCAT_WS(',', user_id, version, FLOOR(UNIX_TIMESTAMP(reacted_at)))
                    ORDER BY version SEPARATOR ' '), ''
FROM reactions GROUP BY message_id, reaction;

-- So that the optimizer knows how much there is, and not that there was nothing a moment ago.
ANALYZE TABLE reactions, reaction_summaries, outbox, chat_changes, chat_sequences, feed, like_quarters, user_days,
    notices, notice_actors, notice_heads, notice_deliveries;
