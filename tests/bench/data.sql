-- The people and chats of the benchmarks, as the chat backend would write them. What is numbered here is found by the
-- same arithmetic in calls.lua and numbered.hpp:
--   user n is 'user0000' to 'user1999'
--   chat n is 00000000-0000-4000-9000-<n in hexadecimal>
--   message n is 00000000-0000-4000-8000-<64 n in hexadecimal>; between them there is room for others
-- 1,000 chats (0 to 999) with 50 members and 20 messages each, and three that all users are in: the screen (1000) with
-- the 50 messages from 20000 on, the stadium (1001) with the 1,000 from 20050 on, the crowd (1002) with the 4 from 21050
-- on. Member k of chat c is user (50 c + k) modulo 2,000.

SET @users = 2000, @chats = 1000, @members = 50, @messages = 20;
START TRANSACTION;

INSERT INTO chats (chat_id)
SELECT UNHEX(CONCAT('00000000000040009000', LPAD(HEX(c.seq), 12, '0'))) FROM seq_0_to_1002 c;

INSERT INTO chat_members (chat_id, user_id, joined_at)
SELECT UNHEX(CONCAT('00000000000040009000', LPAD(HEX(c.seq), 12, '0'))),
       CONCAT('user', LPAD((c.seq * @members + k.seq) % @users, 4, '0')), UTC_TIMESTAMP(6)
FROM seq_0_to_1002 c JOIN seq_0_to_1999 k ON c.seq >= @chats OR k.seq < @members;

INSERT INTO messages (message_id, chat_id, sender_id, body, created_at)
SELECT UNHEX(CONCAT('00000000000040008000', LPAD(HEX(m.seq * 64), 12, '0'))),
       UNHEX(CONCAT('00000000000040009000', LPAD(HEX(CASE
           WHEN m.seq < @chats * @messages THEN m.seq DIV @messages
           WHEN m.seq < 20050 THEN 1000
           WHEN m.seq < 21050 THEN 1001
           ELSE 1002 END), 12, '0'))),
       'user0000', 'We meet at half past seven, under the clock.', UTC_TIMESTAMP(6)
FROM seq_0_to_21053 m;

-- Nobody compares the numbers of the analytics with the likes: what is written here and by the other files is in no feed.
INSERT INTO leases (name, holder, expires_at) VALUES ('analytics-audit', 'bench', '9999-12-31')
ON DUPLICATE KEY UPDATE holder = VALUES(holder), expires_at = VALUES(expires_at);

COMMIT;
