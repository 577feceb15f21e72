-- A chat whose messages are all liked: chat @chat, which all users are in, with @messages messages of the last five
-- days, at most a million. Message m of it is 00000000-0000-4000-8001-<2^24 @chat + m in hexadecimal> and of user m
-- modulo 2,000; one to four of the next users have liked it a minute later. user_days has what these likes come to.

SET @users = 2000, @seconds = 5 * 86400, @first = @chat * 16777216;
SET @chat_id = UNHEX(CONCAT('00000000000040009000', LPAD(HEX(@chat), 12, '0')));
START TRANSACTION;

INSERT INTO chats (chat_id) VALUES (@chat_id);

INSERT INTO chat_members (chat_id, user_id, joined_at)
SELECT @chat_id, CONCAT('user', LPAD(k.seq, 4, '0')), UTC_TIMESTAMP(6) FROM seq_0_to_1999 k;

INSERT INTO messages (message_id, chat_id, sender_id, body, created_at)
SELECT UNHEX(CONCAT('00000000000040008001', LPAD(HEX(@first + m.seq), 12, '0'))), @chat_id,
       CONCAT('user', LPAD(m.seq % @users, 4, '0')), 'We meet at half past seven, under the clock.',
       UTC_TIMESTAMP(6) - INTERVAL 90 + @seconds - m.seq * @seconds DIV @messages SECOND
FROM seq_0_to_999999 m WHERE m.seq < @messages;

INSERT INTO reactions (message_id, reaction, user_id, version, reacted_at)
SELECT UNHEX(CONCAT('00000000000040008001', LPAD(HEX(@first + m.seq), 12, '0'))), 'like',
       CONCAT('user', LPAD((m.seq + k.seq) % @users, 4, '0')), k.seq,
       UTC_TIMESTAMP(6) - INTERVAL 30 + @seconds - m.seq * @seconds DIV @messages SECOND
FROM seq_0_to_999999 m JOIN seq_1_to_4 k ON k.seq <= 1 + m.seq % 4 WHERE m.seq < @messages;

INSERT INTO reaction_summaries (message_id, reaction, total, version, last_reacted_at, next_event_at, recent,
                                unpublished)
SELECT message_id, reaction, COUNT(*), MAX(version), MAX(reacted_at), MAX(reacted_at),
       GROUP_CONCAT(CONCAT_WS(',', user_id, version, FLOOR(UNIX_TIMESTAMP(reacted_at)))
                    ORDER BY version SEPARATOR ' '), ''
FROM reactions
WHERE message_id BETWEEN UNHEX(CONCAT('00000000000040008001', LPAD(HEX(@first), 12, '0')))
      AND UNHEX(CONCAT('00000000000040008001', LPAD(HEX(@first + @messages), 12, '0')))
GROUP BY message_id, reaction;

INSERT INTO chat_changes (chat_id, message_id, sequence)
SELECT @chat_id, UNHEX(CONCAT('00000000000040008001', LPAD(HEX(@first + m.seq), 12, '0'))), m.seq + 1
FROM seq_0_to_999999 m WHERE m.seq < @messages;

INSERT INTO user_days (chat_id, user_id, day, given, received)
SELECT @chat_id, user_id, day, SUM(given), SUM(received)
FROM (SELECT r.user_id, TO_DAYS(r.reacted_at) - TO_DAYS('1970-01-01') AS day, 1 AS given, 0 AS received
      FROM messages m JOIN reactions r ON r.message_id = m.message_id WHERE m.chat_id = @chat_id
      UNION ALL
      SELECT m.sender_id, TO_DAYS(r.reacted_at) - TO_DAYS('1970-01-01'), 0, 1
      FROM messages m JOIN reactions r ON r.message_id = m.message_id WHERE m.chat_id = @chat_id) AS each_like
GROUP BY user_id, day;

COMMIT;
ANALYZE TABLE messages, reactions, reaction_summaries, chat_changes, user_days;
