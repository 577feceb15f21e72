-- The messages of the crowd get their likes: 10, 1,000, 100,000 and @most, from strangers who left the chat long ago.

INSERT INTO reactions (message_id, reaction, user_id, version, reacted_at)
SELECT UNHEX(CONCAT('00000000000040008000', LPAD(HEX((21050 + size.n) * 64), 12, '0'))), 'like',
       CONCAT('stranger', LPAD(k.seq, 8, '0')), k.seq, UTC_TIMESTAMP(6) - INTERVAL 1 DAY
FROM (SELECT 0 AS n, 10 AS likes UNION ALL SELECT 1, 1000 UNION ALL SELECT 2, LEAST(100000, @most)
      UNION ALL SELECT 3, @most) AS size
JOIN seq_1_to_1000000 k ON k.seq <= size.likes;

INSERT INTO reaction_summaries (message_id, reaction, total, version, last_reacted_at, next_event_at, recent,
                                unpublished)
SELECT message_id, reaction, MAX(version), MAX(version), MAX(reacted_at), MAX(reacted_at),
       GROUP_CONCAT(CONCAT_WS(',', user_id, version, FLOOR(UNIX_TIMESTAMP(reacted_at)))
                    ORDER BY version SEPARATOR ' '), ''
FROM (SELECT r.*, ROW_NUMBER() OVER (PARTITION BY message_id ORDER BY version DESC) AS newest
      FROM reactions r
      WHERE message_id >= UNHEX(CONCAT('00000000000040008000', LPAD(HEX(21050 * 64), 12, '0')))) AS ranked
WHERE newest <= 126  -- as many as a summary keeps
GROUP BY message_id, reaction;
