-- Append-only: written in the same transaction as what it records.
CREATE TABLE audit_events (
    id               TEXT PRIMARY KEY,
    pool_id          TEXT NOT NULL REFERENCES pools (id) ON DELETE CASCADE,
    at               BIGINT NOT NULL,
    type             TEXT NOT NULL,
    result           TEXT NOT NULL,
    actor            TEXT NOT NULL,
    user_id          TEXT,
    application_id   TEXT,
    source_id        TEXT,
    ip               TEXT,
    user_agent       TEXT,
    request_id       TEXT,
    details          TEXT NOT NULL
);
CREATE INDEX audit_events_of_pool ON audit_events (pool_id, id);
CREATE INDEX audit_events_of_user ON audit_events (user_id, id);

-- The durable queue of messages, written with what caused them and sent by a worker.
CREATE TABLE messages (
    id               TEXT PRIMARY KEY,
    pool_id          TEXT NOT NULL REFERENCES pools (id) ON DELETE CASCADE,
    user_id          TEXT,
    channel          TEXT NOT NULL,
    scene            TEXT NOT NULL,
    connector        TEXT NOT NULL,
    recipient        TEXT NOT NULL,
    body_sealed      TEXT NOT NULL,
    dedupe_key       TEXT NOT NULL UNIQUE,
    created_at       BIGINT NOT NULL,
    next_try_at      BIGINT,
    tries            BIGINT NOT NULL,
    sent_at          BIGINT,
    failed_at        BIGINT,
    last_error       TEXT
);
CREATE INDEX messages_to_send ON messages (next_try_at) WHERE next_try_at IS NOT NULL;
CREATE INDEX messages_of_pool ON messages (pool_id, id);
CREATE INDEX messages_by_age ON messages (created_at);
