-- User ids have up to 128 characters, as the ids of identity providers do. Every row stays as it is, and no table is built
-- anew. These statements may be run again. The programs of before would take a longer id for damage: none of them may run
-- afterwards.
ALTER TABLE chat_members
    MODIFY user_id VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, ALGORITHM = INPLACE, LOCK = NONE;
ALTER TABLE messages
    MODIFY sender_id VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, ALGORITHM = INPLACE, LOCK = NONE;
ALTER TABLE reactions
    MODIFY user_id VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, ALGORITHM = INPLACE, LOCK = NONE;
ALTER TABLE erasures
    MODIFY user_id VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, ALGORITHM = INPLACE, LOCK = NONE;
