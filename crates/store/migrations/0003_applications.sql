CREATE TABLE applications (
    id               TEXT PRIMARY KEY,
    pool_id          TEXT NOT NULL REFERENCES pools (id) ON DELETE CASCADE,
    name             TEXT NOT NULL,
    enabled          BOOLEAN NOT NULL,
    body             TEXT NOT NULL,
    created_at       BIGINT NOT NULL,
    updated_at       BIGINT NOT NULL,
    version          BIGINT NOT NULL
);
CREATE INDEX applications_of_pool ON applications (pool_id, created_at, id);

CREATE TABLE application_secrets (
    id               TEXT PRIMARY KEY,
    pool_id          TEXT NOT NULL REFERENCES pools (id) ON DELETE CASCADE,
    application_id   TEXT NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    secret_hash      TEXT NOT NULL,
    hint             TEXT NOT NULL,
    created_at       BIGINT NOT NULL
);
CREATE INDEX secrets_of_application ON application_secrets (application_id, created_at);
CREATE INDEX secrets_of_pool ON application_secrets (pool_id);

CREATE TABLE sources (
    id               TEXT PRIMARY KEY,
    pool_id          TEXT NOT NULL REFERENCES pools (id) ON DELETE CASCADE,
    name             TEXT NOT NULL,
    enabled          BOOLEAN NOT NULL,
    body             TEXT NOT NULL,
    created_at       BIGINT NOT NULL,
    updated_at       BIGINT NOT NULL,
    version          BIGINT NOT NULL
);
CREATE INDEX sources_of_pool ON sources (pool_id, created_at, id);

-- What a user allowed an application, remembered so that it is asked once.
CREATE TABLE consents (
    pool_id          TEXT NOT NULL REFERENCES pools (id) ON DELETE CASCADE,
    user_id          TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    application_id   TEXT NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    scope            TEXT NOT NULL,
    given_at         BIGINT NOT NULL,
    PRIMARY KEY (user_id, application_id)
);
CREATE INDEX consents_of_application ON consents (application_id);
CREATE INDEX consents_of_pool ON consents (pool_id);
