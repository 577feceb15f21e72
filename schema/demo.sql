-- The demo chat: alice, bob and carol plan a hike, after six weeks in which four others walked with them. Loaded by
-- scripts/up into a new database; ids are fixed, times are relative to the moment of loading. Loading it again changes
-- nothing: every statement looks for the chat first, and the chat is written last, in the same transaction.

SET NAMES utf8mb4;
SET time_zone = '+00:00';
START TRANSACTION;

SET @now = UTC_TIMESTAMP();
SET @chat = UNHEX(REPLACE('11111111-1111-4111-8111-111111111111', '-', ''));
SET @is_new = (SELECT COUNT(*) = 0 FROM chats WHERE chat_id = @chat);

INSERT INTO chat_members (chat_id, user_id, joined_at, left_at)
SELECT @chat, demo.user_id, @now - INTERVAL 42 DAY, NULL
FROM (SELECT 'alice' AS user_id UNION ALL SELECT 'bob' UNION ALL SELECT 'carol' UNION ALL SELECT 'grace'
      UNION ALL SELECT 'ivan' UNION ALL SELECT 'olivia' UNION ALL SELECT 'victor') AS demo
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

-- What was written before: so many days ago, in that minute of the day (UTC).
INSERT INTO messages (message_id, chat_id, sender_id, body, created_at, deleted_at)
SELECT UNHEX(CONCAT('22222222222242228222', LPAD(demo.n, 12, '0'))), @chat, demo.sender_id, demo.body,
       DATE(@now) - INTERVAL demo.days_ago DAY + INTERVAL demo.minute_of_day MINUTE, NULL
FROM (
    SELECT 101 AS n, 'alice' AS sender_id, 41 AS days_ago, 1125 AS minute_of_day,
           'Заводим чат для походов! Кого ещё позвать?' AS body
    UNION ALL SELECT 102, 'bob', 41, 1140, 'Me. Always me.'
    UNION ALL SELECT 103, 'carol', 41, 1162, 'Меня можно не звать, я приду сама 😄'
    UNION ALL SELECT 104, 'grace', 40, 840, 'Hi all! Alice added me. I walk slowly and carry snacks.'
    UNION ALL SELECT 105, 'ivan', 40, 845, 'Привет! Хожу быстро, ем чужое.'
    UNION ALL SELECT 106, 'bob', 39, 1180, 'Grace, you are the most valuable person in this chat.'
    UNION ALL SELECT 107, 'alice', 37, 1095, 'На выходных — разведка: Таганай или Оленьи ручьи?'
    UNION ALL SELECT 108, 'victor', 37, 1110, 'Оленьи. Там сейчас золото, а не лес 🍂'
    UNION ALL SELECT 109, 'olivia', 36, 700, 'Deer Streams gets my vote. I have never seen the cave.'
    UNION ALL SELECT 110, 'carol', 35, 560, 'Доехали! Туман такой, что Боба слышно, но не видно.'
    UNION ALL SELECT 111, 'bob', 35, 905, 'The suspension bridge sings when Ivan walks on it 🎶'
    UNION ALL SELECT 112, 'grace', 35, 1170, 'Photos are up. The one with the moose is real, I promise.'
    UNION ALL SELECT 113, 'ivan', 34, 630, 'Лось был с соседнего завода, я его знаю.'
    UNION ALL SELECT 114, 'olivia', 34, 690, 'My legs have filed a formal complaint.'
    UNION ALL SELECT 115, 'victor', 32, 1150, 'Составил таблицу снаряжения. Да, с формулами.'
    UNION ALL SELECT 116, 'alice', 32, 1165, 'Виктор, ты страшный человек. Спасибо!'
    UNION ALL SELECT 117, 'carol', 30, 1120, 'Кто оставил у меня термос с надписью «не трогать»?'
    UNION ALL SELECT 118, 'ivan', 30, 1131, 'Не трогай.'
    UNION ALL SELECT 119, 'grace', 29, 1060, 'Next time I bring the good cheese.'
    UNION ALL SELECT 120, 'bob', 28, 520, 'Sunrise from the ridge. Nobody spoke for ten minutes, not even me 🌅'
    UNION ALL SELECT 121, 'alice', 28, 950, 'Вот ради этого и встаём в четыре утра.'
    UNION ALL SELECT 122, 'olivia', 28, 1190, 'Okay. I take back everything that my legs said.'
    UNION ALL SELECT 123, 'victor', 27, 720, '22,4 км, 690 м вверх, 4 бутерброда на человека. Норма.'
    UNION ALL SELECT 124, 'carol', 25, 1140, 'Собака научилась открывать рюкзак. Это не вопрос, это новость 🐕'
    UNION ALL SELECT 125, 'bob', 25, 1146, 'She has been promoted to quartermaster.'
    UNION ALL SELECT 126, 'ivan', 23, 1105, 'Дожди до четверга. Кто-нибудь хочет в боулинг?'
    UNION ALL SELECT 127, 'grace', 23, 1111, 'Bowling is hiking for people who hate stairs. I am in.'
    UNION ALL SELECT 128, 'alice', 22, 1175, 'Боулинг: Грейс 164, Иван 71. Запомните этот день.'
    UNION ALL SELECT 129, 'ivan', 22, 1178, 'Пол был наклонный.'
    UNION ALL SELECT 130, 'olivia', 21, 600, 'First frost! The lake looks like glass ❄️'
    UNION ALL SELECT 131, 'victor', 21, 780, 'Лёд пока 1 см. Никто никуда не выходит, я серьёзно.'
    UNION ALL SELECT 132, 'bob', 20, 1020, 'Repaired the stove. It now has two settings: off and dragon.'
    UNION ALL SELECT 133, 'alice', 18, 1130, 'Голосуем за место на ноябрь: 👍 — Чёртово городище, 😂 — диван.'
    UNION ALL SELECT 134, 'carol', 18, 1139, 'Можно поставить обе?'
    UNION ALL SELECT 135, 'grace', 17, 1090, 'I counted. The sofa is losing.'
    UNION ALL SELECT 136, 'ivan', 16, 1160, 'Нашёл карту 1978 года. На ней есть дорога, которой нет.'
    UNION ALL SELECT 137, 'olivia', 15, 870, 'Best kind of road.'
    UNION ALL SELECT 138, 'victor', 14, 545, 'Вышли в 9:05. Опоздание Ивана: 5 минут, личный рекорд 👏'
    UNION ALL SELECT 139, 'bob', 14, 840, 'Lunch on the rocks. Somebody packed a whole watermelon. In November.'
    UNION ALL SELECT 140, 'carol', 14, 860, 'Это был стратегический арбуз 🍉'
    UNION ALL SELECT 141, 'alice', 14, 1185, 'Все дома, все целы. Лучший день за осень!'
    UNION ALL SELECT 142, 'grace', 13, 650, 'Watermelon incident report: zero survivors.'
    UNION ALL SELECT 143, 'ivan', 11, 1145, 'Кто идёт в музей минералов в среду?'
    UNION ALL SELECT 144, 'olivia', 11, 1150, 'If there are stairs, my legs want it in writing.'
    UNION ALL SELECT 145, 'victor', 10, 1110, 'Лестниц нет. Есть лифт и малахит.'
    UNION ALL SELECT 146, 'carol', 9, 1035, 'Малахит красивый. Гид узнал собаку и поздоровался.'
    UNION ALL SELECT 147, 'bob', 8, 1125, 'New rule: whoever says "it is just around the corner" carries the pot.'
    UNION ALL SELECT 148, 'alice', 8, 1133, 'Поддерживаю. Виктор, котелок твой.'
    UNION ALL SELECT 149, 'grace', 7, 585, 'Small walk today, 8 km, two squirrels, no complaints.'
    UNION ALL SELECT 150, 'victor', 7, 930, 'Белки тоже довольны, я спросил 🐿️'
    UNION ALL SELECT 151, 'olivia', 6, 1100, 'My new boots arrived. My legs have withdrawn the complaint.'
    UNION ALL SELECT 152, 'ivan', 5, 1155, 'Тогда пора на что-то большое.'
    UNION ALL SELECT 153, 'carol', 5, 1162, 'Суббота? Только без подъёма в шесть.'
    UNION ALL SELECT 154, 'bob', 4, 1010, 'Saturday works. Alice plans, we obey.'
) AS demo
WHERE @is_new;

-- Every reaction that was given, and whether it stands or was taken back since.
CREATE TEMPORARY TABLE demo_given (
    message_id BINARY(16) NOT NULL,
    reaction   VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    user_id    VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    given_at   DATETIME NOT NULL,
    stands     BOOLEAN NOT NULL,
    PRIMARY KEY (message_id, reaction, user_id)
);

-- Who liked what of the newest messages, how many minutes ago.
INSERT INTO demo_given (message_id, reaction, user_id, given_at, stands)
SELECT UNHEX(CONCAT('22222222222242228222', LPAD(demo.n, 12, '0'))), 'like', demo.user_id,
       @now - INTERVAL demo.minutes_ago MINUTE, TRUE
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

-- What of the earlier ones, as a checksum of message, user and reaction throws the dice: the same in each new database. A
-- message has its own chance to be liked, and a reaction its own to be chosen, greater for what was written at the
-- weekend. Most come soon after the message, some days later, and none at night, which is from 18 to 2 UTC here.
INSERT INTO demo_given (message_id, reaction, user_id, given_at, stands)
SELECT thrown.message_id, thrown.reaction, thrown.user_id,
       thrown.seen_at + INTERVAL IF(HOUR(thrown.seen_at) >= 18 OR HOUR(thrown.seen_at) < 2, 9, 0) HOUR,
       thrown.dice < thrown.chance - 4
FROM (
    SELECT messages.message_id, codes.reaction, people.user_id,
           CRC32(CONCAT(HEX(messages.message_id), codes.reaction, people.user_id, 'dice')) % 100 AS dice,
           codes.chance * (40 + CRC32(CONCAT(HEX(messages.message_id), 'liked')) % 90) / 100
               * IF(WEEKDAY(messages.created_at) >= 5, 1.4, 1) AS chance,
           messages.created_at + INTERVAL FLOOR(
               POW(CRC32(CONCAT(HEX(messages.message_id), codes.reaction, people.user_id, 'when')) % 1000 / 1000, 3) * 9000
           ) MINUTE + INTERVAL CRC32(CONCAT(people.user_id, HEX(messages.message_id))) % 240 SECOND AS seen_at
    FROM messages
    JOIN (SELECT 'like' AS reaction, 75 AS chance UNION ALL SELECT 'joy', 32 UNION ALL SELECT 'thumbs_up', 26
          UNION ALL SELECT 'grinning', 16 UNION ALL SELECT 'thumbs_down', 6) AS codes
    JOIN chat_members AS people ON people.chat_id = messages.chat_id AND people.user_id <> messages.sender_id
    WHERE @is_new AND messages.chat_id = @chat AND messages.created_at < DATE(@now) - INTERVAL 3 DAY
) AS thrown
WHERE thrown.dice < thrown.chance;
DELETE FROM demo_given WHERE given_at >= @now;

-- A reaction's version is its place in the message's order of reacting.
INSERT INTO reactions (message_id, reaction, user_id, version, reacted_at)
SELECT message_id, reaction, user_id, ROW_NUMBER() OVER (PARTITION BY message_id, reaction ORDER BY given_at, user_id),
       given_at
FROM demo_given
WHERE stands;

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

-- What changed, under the next number of the chat's shard.
INSERT INTO chat_sequences (shard, sequence)
SELECT ASCII(RIGHT(@chat, 1)) % 16, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6))
FROM (SELECT 1) AS demo
WHERE @is_new
ON DUPLICATE KEY UPDATE sequence = GREATEST(chat_sequences.sequence + 1, VALUES(sequence));
INSERT INTO chat_changes (chat_id, message_id, sequence)
SELECT DISTINCT @chat, messages.message_id, chat_sequences.sequence
FROM messages
JOIN reactions ON reactions.message_id = messages.message_id
JOIN chat_sequences ON chat_sequences.shard = ASCII(RIGHT(@chat, 1)) % 16
WHERE @is_new AND messages.chat_id = @chat;

-- The numbers of the analytics, as they would be had all this been counted when it happened: of the chat and of all chats
-- together, of each reaction and of all reactions together.
INSERT INTO like_quarters (chat_id, reaction, quarter, given, taken_back)
SELECT places.chat_id, IF(kinds.is_any, '*', demo_given.reaction) AS kind,
       FLOOR(UNIX_TIMESTAMP(demo_given.given_at) / 900) AS quarter, COUNT(*), SUM(NOT demo_given.stands)
FROM demo_given
JOIN (SELECT @chat AS chat_id UNION ALL SELECT UNHEX(REPEAT('0', 32))) AS places
JOIN (SELECT FALSE AS is_any UNION ALL SELECT TRUE) AS kinds
GROUP BY places.chat_id, kind, quarter
ON DUPLICATE KEY UPDATE given = like_quarters.given + VALUES(given),
                        taken_back = like_quarters.taken_back + VALUES(taken_back);
INSERT INTO user_days (chat_id, user_id, day, given, received)
SELECT places.chat_id, IF(sides.gives, reactions.user_id, messages.sender_id) AS person,
       FLOOR(UNIX_TIMESTAMP(reactions.reacted_at) / 86400) AS day, SUM(sides.gives), SUM(NOT sides.gives)
FROM messages
JOIN reactions ON reactions.message_id = messages.message_id AND reactions.user_id <> messages.sender_id
JOIN (SELECT @chat AS chat_id UNION ALL SELECT UNHEX(REPEAT('0', 32))) AS places
JOIN (SELECT TRUE AS gives UNION ALL SELECT FALSE) AS sides
WHERE @is_new AND messages.chat_id = @chat
GROUP BY places.chat_id, person, day
ON DUPLICATE KEY UPDATE given = user_days.given + VALUES(given), received = user_days.received + VALUES(received);
-- In a database that had no chat before this one, all that was taken back is known.
INSERT INTO cursors (name, at)
SELECT 'counting', @now - INTERVAL 42 DAY FROM (SELECT 1) AS demo WHERE @is_new AND NOT EXISTS (SELECT 1 FROM chats)
ON DUPLICATE KEY UPDATE at = cursors.at;
DROP TEMPORARY TABLE demo_given;

INSERT INTO profiles (user_id, name, locale, time_zone)
SELECT demo.user_id, demo.name, demo.locale, 'Asia/Yekaterinburg'
FROM (SELECT 'alice' AS user_id, 'Alice' AS name, 'ru' AS locale UNION ALL SELECT 'bob', 'Bob', 'en'
      UNION ALL SELECT 'carol', 'Carol', 'ru' UNION ALL SELECT 'grace', 'Grace', 'en'
      UNION ALL SELECT 'ivan', 'Ivan', 'ru' UNION ALL SELECT 'olivia', 'Olivia', 'en'
      UNION ALL SELECT 'victor', 'Victor', 'ru') AS demo
WHERE @is_new
ON DUPLICATE KEY UPDATE user_id = profiles.user_id;

INSERT INTO chats (chat_id, title)
SELECT @chat, 'Походы ⛰️' FROM (SELECT 1) AS demo WHERE @is_new;

COMMIT;
