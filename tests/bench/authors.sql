-- The messages of the chats 0 to 999 are of the first member of their chat, who is there and so is told of the likes: forty
-- authors, each of 500 messages. From then on, and not only for the scenario that asks for it.

SET @users = 2000, @chats = 1000, @members = 50, @messages = 20;

UPDATE messages m
JOIN (SELECT seq FROM seq_0_to_19999) n ON m.message_id = UNHEX(CONCAT('00000000000040008000', LPAD(HEX(n.seq * 64), 12, '0')))
SET m.sender_id = CONCAT('user', LPAD((n.seq DIV @messages * @members) % @users, 4, '0'));
