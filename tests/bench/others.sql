-- Makes the tables large: between every two messages of the chats come @others more of other chats, and each has ten
-- likes and a summary. So what the benchmark touches lies scattered among @others times as many messages.

INSERT IGNORE INTO messages (message_id, chat_id, sender_id, body, created_at)
SELECT UNHEX(CONCAT('00000000000040008000', LPAD(HEX(m.seq * 64 + o.seq), 12, '0'))),
       UNHEX(CONCAT('00000000000040009001', LPAD(HEX(m.seq DIV 20), 12, '0'))), 'stranger',
       'We meet at half past seven, under the clock.', UTC_TIMESTAMP(6)
FROM seq_0_to_19999 m JOIN seq_1_to_63 o ON o.seq <= @others;

INSERT INTO reactions (message_id, reaction, user_id, version, reacted_at)
SELECT UNHEX(CONCAT('00000000000040008000', LPAD(HEX(m.seq * 64 + o.seq), 12, '0'))), 'like',
       CONCAT('stranger', LPAD(k.seq, 8, '0')), k.seq, UTC_TIMESTAMP(6) - INTERVAL 1 DAY
FROM seq_0_to_19999 m JOIN seq_1_to_63 o ON o.seq <= @others JOIN seq_1_to_10 k;

INSERT INTO reaction_summaries (message_id, reaction, total, version, last_reacted_at, next_event_at, recent,
                                unpublished)
SELECT UNHEX(CONCAT('00000000000040008000', LPAD(HEX(m.seq * 64 + o.seq), 12, '0'))), 'like', 10, 10,
       UTC_TIMESTAMP(6) - INTERVAL 1 DAY, UTC_TIMESTAMP(6) - INTERVAL 1 DAY,
       (SELECT GROUP_CONCAT(CONCAT_WS(',', CONCAT('stranger', LPAD(k.seq, 8, '0')), k.seq, FLOOR(UNIX_TIMESTAMP()))
                            ORDER BY k.seq SEPARATOR ' ') FROM seq_1_to_10 k), ''
FROM seq_0_to_19999 m JOIN seq_1_to_63 o ON o.seq <= @others;
