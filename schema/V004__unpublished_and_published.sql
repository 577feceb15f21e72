-- Two columns get the words that everything else uses. Their content stays: no row is touched, and no table is rebuilt.
--   reaction_summaries.unpublished  was `untold`: changes that no event has carried yet, as in the outbox, each batch
--                                   after its `#outbox-id`
--   erasures.published              was `told`: how many of the erased reactions have an event; the messages of the
--                                   others are deleted
-- A program knows one of the names: none that knows the other may run afterwards.

-- In this way because there is no RENAME COLUMN IF EXISTS in MySQL, and an interrupted migration runs again. INPLACE is
-- what both servers have: each then changes nothing but the name.
SET @alter_summaries = IF(
    EXISTS (SELECT 1 FROM information_schema.columns
            WHERE table_schema = DATABASE() AND table_name = 'reaction_summaries' AND column_name = 'untold'),
    'ALTER TABLE reaction_summaries RENAME COLUMN untold TO unpublished, ALGORITHM = INPLACE, LOCK = NONE',
    'DO 0');
PREPARE alter_summaries FROM @alter_summaries;
EXECUTE alter_summaries;
DEALLOCATE PREPARE alter_summaries;

SET @alter_erasures = IF(
    EXISTS (SELECT 1 FROM information_schema.columns
            WHERE table_schema = DATABASE() AND table_name = 'erasures' AND column_name = 'told'),
    'ALTER TABLE erasures RENAME COLUMN told TO published, ALGORITHM = INPLACE, LOCK = NONE',
    'DO 0');
PREPARE alter_erasures FROM @alter_erasures;
EXECUTE alter_erasures;
DEALLOCATE PREPARE alter_erasures;
