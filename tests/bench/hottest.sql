-- The numbers of a chat with a hundred million reactions, as 400 days of them leave them behind, without the reactions:
-- chat 1003, which all users are in, and fans beside them, @members in all and at most 100,000.
--   like_quarters: in each quarter of an hour of 400 days up to now as many likes as in any other, a quarter as many
--   'joy', and both together ('*'); a tenth of them is taken back
--   user_days: each member gave and was given 1 to 13 reactions on each of 35 days up to today, and some before

SET @users = 2000, @reactions = 100000000, @days = 400, @days_of_users = 35;
SET @chat = UNHEX(CONCAT('00000000000040009000', LPAD(HEX(1003), 12, '0'))), @today = UNIX_TIMESTAMP() DIV 86400;
SET @first = (@today - @days + 1) * 96, @in_quarter = @reactions DIV (@days * 96);
START TRANSACTION;

INSERT INTO chats (chat_id) VALUES (@chat);

INSERT INTO chat_members (chat_id, user_id, joined_at)
SELECT @chat, IF(k.seq < @users, CONCAT('user', LPAD(k.seq, 4, '0')), CONCAT('fan', LPAD(k.seq, 5, '0'))),
       UTC_TIMESTAMP(6)
FROM seq_0_to_99999 k WHERE k.seq < @members;

INSERT INTO like_quarters (chat_id, reaction, quarter, given, taken_back)
SELECT @chat, r.reaction, @first + q.seq, @in_quarter * r.share, @in_quarter * r.share DIV 10
FROM (SELECT '*' AS reaction, 1 AS share UNION ALL SELECT 'joy', 0.2 UNION ALL SELECT 'like', 0.8) r
JOIN seq_0_to_38399 q ON @first + q.seq <= UNIX_TIMESTAMP() DIV 900;

INSERT INTO user_days (chat_id, user_id, day, given, received)
SELECT m.chat_id, m.user_id, IF(d.seq = @days_of_users, 0, @today - d.seq),
       1 + CRC32(CONCAT(m.user_id, d.seq)) % 13, 1 + CRC32(CONCAT(d.seq, m.user_id)) % 13
FROM chat_members m JOIN seq_0_to_35 d WHERE m.chat_id = @chat;

COMMIT;
ANALYZE TABLE chat_members, like_quarters, user_days;
