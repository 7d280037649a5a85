-- Differs by engine: substring search needs each engine's own index (see src/search_sqlite.rs).
-- The index follows the table by trigger; rebuild it after a VACUUM, which may renumber rows.
CREATE VIRTUAL TABLE user_search USING fts5(search, content='users', content_rowid='rowid', tokenize='trigram', detail='full');
CREATE TRIGGER user_search_insert AFTER INSERT ON users BEGIN
    INSERT INTO user_search (rowid, search) VALUES (new.rowid, new.search);
END;
CREATE TRIGGER user_search_delete AFTER DELETE ON users BEGIN
    INSERT INTO user_search (user_search, rowid, search) VALUES ('delete', old.rowid, old.search);
END;
CREATE TRIGGER user_search_update AFTER UPDATE OF search ON users WHEN old.search <> new.search BEGIN
    INSERT INTO user_search (user_search, rowid, search) VALUES ('delete', old.rowid, old.search);
    INSERT INTO user_search (rowid, search) VALUES (new.rowid, new.search);
END;
