-- Differs by engine: substring search needs each engine's own index (see src/search_postgres.rs).
-- Three-character windows in an array need no extension.
CREATE FUNCTION search_grams(value TEXT) RETURNS TEXT[] LANGUAGE SQL IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT substr(value, i, 3)), '{}')
    FROM generate_series(1, greatest(char_length(value) - 2, 0)) AS i
$$;
ALTER TABLE users ADD COLUMN search_grams TEXT[] GENERATED ALWAYS AS (search_grams(search)) STORED;
CREATE INDEX users_by_search ON users USING GIN (search_grams);
