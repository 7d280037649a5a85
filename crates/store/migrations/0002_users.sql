CREATE TABLE users (
    id               TEXT PRIMARY KEY,
    pool_id          TEXT NOT NULL REFERENCES pools (id) ON DELETE CASCADE,
    username         TEXT,
    nickname         TEXT,
    email            TEXT,
    email_verified   BOOLEAN NOT NULL,
    phone            TEXT,
    phone_verified   BOOLEAN NOT NULL,
    search           TEXT NOT NULL,
    activated_at     BIGINT,
    admin_locked_at  BIGINT,
    policy_locked_until BIGINT,
    frozen_at        BIGINT,
    source           TEXT NOT NULL,
    attributes       TEXT NOT NULL,
    password_hash    TEXT,
    password_changed_at BIGINT,
    password_must_change BOOLEAN NOT NULL,
    last_sign_in_at  BIGINT,
    created_at       BIGINT NOT NULL,
    updated_at       BIGINT NOT NULL,
    version          BIGINT NOT NULL
);
CREATE INDEX users_of_pool ON users (pool_id, created_at, id);

-- What finds a user at sign-in, by canonical key: unique in the pool over all kinds.
CREATE TABLE identifiers (
    pool_id          TEXT NOT NULL REFERENCES pools (id) ON DELETE CASCADE,
    key              TEXT NOT NULL,
    kind             TEXT NOT NULL,
    user_id          TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    PRIMARY KEY (pool_id, key)
);
CREATE INDEX identifiers_of_user ON identifiers (user_id);

CREATE TABLE password_history (
    pool_id          TEXT NOT NULL REFERENCES pools (id) ON DELETE CASCADE,
    user_id          TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    password_hash    TEXT NOT NULL,
    replaced_at      BIGINT NOT NULL,
    PRIMARY KEY (user_id, replaced_at, password_hash)
);

CREATE INDEX password_history_of_pool ON password_history (pool_id);

-- Failures are counted here before a proof is checked; the subject is a user or the hash of an unknown identifier.
CREATE TABLE attempts (
    pool_id          TEXT NOT NULL REFERENCES pools (id) ON DELETE CASCADE,
    subject          TEXT NOT NULL,
    failures         BIGINT NOT NULL,
    consecutive      BIGINT NOT NULL,
    window_started_at BIGINT,
    locked_until     BIGINT,
    touched_at       BIGINT NOT NULL,
    PRIMARY KEY (pool_id, subject)
);
CREATE INDEX attempts_by_age ON attempts (touched_at);

CREATE TABLE sessions (
    id               TEXT PRIMARY KEY,
    pool_id          TEXT NOT NULL REFERENCES pools (id) ON DELETE CASCADE,
    user_id          TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    token_hash       TEXT NOT NULL UNIQUE,
    methods          TEXT NOT NULL,
    authenticated_at BIGINT NOT NULL,
    created_at       BIGINT NOT NULL,
    last_seen_at     BIGINT NOT NULL,
    idle_ends_at     BIGINT NOT NULL,
    ends_at          BIGINT NOT NULL,
    ended_at         BIGINT,
    ip               TEXT,
    user_agent       TEXT
);
CREATE INDEX sessions_of_user ON sessions (user_id, ended_at, created_at);
CREATE INDEX sessions_of_pool ON sessions (pool_id);
CREATE INDEX sessions_by_end ON sessions (ends_at);
