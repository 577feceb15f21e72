-- The messages that are liked in six weeks (six_weeks.hpp) from @begin on, in Unix seconds. Chat c from 1 to 999 has
-- @most DIV c of them, @most being 30,000 or less. They are written in even steps, and most of them by the first members.
-- Message m of chat c has the number 2^20 c + m and is 00000000-0000-4000-8002-<that times 2654435761, modulo 2^48, in
-- hexadecimal>: as with random ids, neighbours in time are no neighbours in the tables.

SET @users = 2000, @members = 50, @seconds = 42 * 86400;

INSERT INTO messages (message_id, chat_id, sender_id, body, created_at)
SELECT UNHEX(CONCAT('00000000000040008002',
                    LPAD(HEX((c.seq * 1048576 + m.seq) * 2654435761 % 281474976710656), 12, '0'))),
       UNHEX(CONCAT('00000000000040009000', LPAD(HEX(c.seq), 12, '0'))),
       CONCAT('user', LPAD((c.seq * @members + FLOOR(POW(@members, m.seq * 0.6180339887 % 1))) % @users, 4, '0')),
       'We meet at half past seven, under the clock.',
       TIMESTAMPADD(SECOND, @begin + m.seq * @seconds DIV (@most DIV c.seq), '1970-01-01')
FROM seq_1_to_999 c JOIN seq_0_to_29999 m ON m.seq < @most DIV c.seq;
ANALYZE TABLE messages;
