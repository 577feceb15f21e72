-- The demo chat: alice, bob and carol plan a hike. Loaded by scripts/up into a new database; ids are fixed, times are
-- relative to the moment of loading. Loading it again changes nothing: every statement looks for the chat first, and
-- the chat is written last, in the same transaction.

SET NAMES utf8mb4;
SET time_zone = '+00:00';
START TRANSACTION;

SET @now = UTC_TIMESTAMP();
SET @chat = UNHEX(REPLACE('11111111-1111-4111-8111-111111111111', '-', ''));
SET @is_new = (SELECT COUNT(*) = 0 FROM chats WHERE chat_id = @chat);

INSERT INTO chat_members (chat_id, user_id, joined_at, left_at)
SELECT @chat, demo.user_id, @now - INTERVAL 5 DAY, NULL
FROM (SELECT 'alice' AS user_id UNION ALL SELECT 'bob' UNION ALL SELECT 'carol') AS demo
WHERE @is_new;

-- minutes_ago: when it was written. Message n has the id 22222222-2222-4222-8222-<n in twelve digits>.
INSERT INTO messages (message_id, chat_id, sender_id, body, created_at, deleted_at)
SELECT UNHEX(CONCAT('22222222222242228222', LPAD(demo.n, 12, '0'))), @chat, demo.sender_id, demo.body,
       @now - INTERVAL demo.minutes_ago MINUTE, NULL
FROM (
    SELECT 1 AS n, 'alice' AS sender_id, 4310 AS minutes_ago,
           'Народ, в субботу обещают +18 и солнце. Идём в горы? ⛰️' AS body
    UNION ALL SELECT 2, 'bob', 4302, 'I''m in! Which trail?'
    UNION ALL SELECT 3, 'carol', 4295, 'Только чур не как в прошлый раз, с подъёмом в шесть утра 😴'
    UNION ALL SELECT 4, 'alice', 4291, 'Думала про Чёртово городище: 14 км кругом, набор 420 м.'
    UNION ALL SELECT 5, 'bob', 4280, 'Looks good. Is the bridge over the creek still closed?'
    UNION ALL SELECT 6, 'carol', 4271, 'Открыли в мае, я мимо проезжала. Новый, деревянный, красота!'
    UNION ALL SELECT 7, 'bob', 2895, 'Booked the 7:40 train for three. You owe me coffee ☕'
    UNION ALL SELECT 8, 'alice', 2890, 'Боб, ты лучший! Кофе с меня, и булочка тоже.'
    UNION ALL SELECT 9, 'carol', 2882, '7:40?! Ладно. Но разговаривать со мной можно только после восьми.'
    UNION ALL SELECT 10, 'alice', 2875, 'Список: вода 2 л, дождевик, перекус, аптечка (беру я), зарядка. Что забыла?'
    UNION ALL SELECT 11, 'bob', 2860, 'A map. The paper kind. Remember what happened to your phone last time? 😂'
    UNION ALL SELECT 12, 'carol', 2851, 'Оно утонуло красиво. Беру термос с чаем и сыр.'
    UNION ALL SELECT 13, 'bob', 1480, 'Weather check: 18°C, wind 3 m/s, no rain. I don''t believe it, but still.'
    UNION ALL SELECT 14, 'alice', 1471, 'Если что, на 9-м километре есть навес, переждём там.'
    UNION ALL SELECT 15, 'carol', 1465, 'А собаку можно взять? Он всю неделю смотрит на рюкзак 🐕'
    UNION ALL SELECT 16, 'bob', 1460, 'The dog is not optional. The dog is the expedition leader.'
    UNION ALL SELECT 17, 'alice', 190, 'Встречаемся в 7:25 у главного входа, под часами.'
    UNION ALL SELECT 18, 'carol', 181, 'Буду. Не обещаю, что проснувшаяся.'
    UNION ALL SELECT 19, 'bob', 42, 'Packed. My backpack weighs 9 kg and I have no idea why.'
    UNION ALL SELECT 20, 'alice', 12, 'Выложи гитару, Боб 🎸'
) AS demo
WHERE @is_new;

-- Who liked what, how many minutes ago. A like's version is its place in the message's order of liking.
INSERT INTO reactions (message_id, reaction, user_id, version, reacted_at)
SELECT UNHEX(CONCAT('22222222222242228222', LPAD(demo.n, 12, '0'))), 'like', demo.user_id,
       ROW_NUMBER() OVER (PARTITION BY demo.n ORDER BY demo.minutes_ago DESC), @now - INTERVAL demo.minutes_ago MINUTE
FROM (
    SELECT 1 AS n, 'bob' AS user_id, 4303 AS minutes_ago
    UNION ALL SELECT 1, 'carol', 4296
    UNION ALL SELECT 3, 'alice', 4290
    UNION ALL SELECT 4, 'bob', 4281
    UNION ALL SELECT 6, 'alice', 4265
    UNION ALL SELECT 6, 'bob', 4260
    UNION ALL SELECT 7, 'alice', 2892
    UNION ALL SELECT 7, 'carol', 2884
    UNION ALL SELECT 8, 'bob', 2888
    UNION ALL SELECT 11, 'carol', 2852
    UNION ALL SELECT 11, 'alice', 2849
    UNION ALL SELECT 11, 'bob', 2848
    UNION ALL SELECT 15, 'alice', 1464
    UNION ALL SELECT 16, 'carol', 1458
    UNION ALL SELECT 16, 'alice', 1451
    UNION ALL SELECT 18, 'bob', 179
    UNION ALL SELECT 19, 'carol', 40
) AS demo
WHERE @is_new;

INSERT INTO reaction_summaries (message_id, reaction, total, version, last_reacted_at, next_event_at, recent,
                                unpublished)
SELECT reactions.message_id, reactions.reaction, COUNT(*), MAX(reactions.version), MAX(reactions.reacted_at),
       MAX(reactions.reacted_at),
       GROUP_CONCAT(CONCAT_WS(',', reactions.user_id, reactions.version, FLOOR(UNIX_TIMESTAMP(reactions.reacted_at)))
                    ORDER BY reactions.version SEPARATOR ' '), ''
FROM reactions
JOIN messages ON messages.message_id = reactions.message_id
WHERE @is_new AND messages.chat_id = @chat
GROUP BY reactions.message_id, reactions.reaction;

INSERT INTO chats (chat_id)
SELECT @chat FROM (SELECT 1) AS demo WHERE @is_new;

COMMIT;
