CREATE TABLE management_keys (
    id               TEXT PRIMARY KEY,
    name             TEXT NOT NULL,
    key_hash         TEXT NOT NULL UNIQUE,
    hint             TEXT NOT NULL,
    pool_id          TEXT REFERENCES pools (id) ON DELETE CASCADE,
    access           TEXT NOT NULL,
    created_at       BIGINT NOT NULL,
    last_used_at     BIGINT,
    expires_at       BIGINT,
    revoked_at       BIGINT
);
CREATE INDEX management_keys_of_pool ON management_keys (pool_id);

-- What a user of the console pool may do, and where they land.
CREATE TABLE administrators (
    user_id          TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    role             TEXT NOT NULL,
    default_pool_id  TEXT REFERENCES pools (id) ON DELETE SET NULL,
    created_at       BIGINT NOT NULL
);
CREATE INDEX administrators_by_default_pool ON administrators (default_pool_id);

-- The console's own browser state: ends before, and never after, the login session it came from.
CREATE TABLE console_sessions (
    token_hash       TEXT PRIMARY KEY,
    session_id       TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    created_at       BIGINT NOT NULL,
    idle_ends_at     BIGINT NOT NULL,
    ends_at          BIGINT NOT NULL
);
CREATE INDEX console_sessions_of_session ON console_sessions (session_id);
CREATE INDEX console_sessions_by_end ON console_sessions (ends_at);

-- Answers kept for 24 hours, so that a repeated POST with the same Idempotency-Key does nothing twice.
CREATE TABLE idempotent_answers (
    key_hash         TEXT PRIMARY KEY,
    request_hash     TEXT NOT NULL,
    status           BIGINT,
    location         TEXT,
    body_sealed      TEXT,
    created_at       BIGINT NOT NULL
);
CREATE INDEX idempotent_answers_by_age ON idempotent_answers (created_at);
