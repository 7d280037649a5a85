-- What a user (or a machine) gave an application; codes and tokens hang on it and end with it.
CREATE TABLE grants (
    id               TEXT PRIMARY KEY,
    pool_id          TEXT NOT NULL REFERENCES pools (id) ON DELETE CASCADE,
    application_id   TEXT NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    user_id          TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    session_id       TEXT REFERENCES sessions (id) ON DELETE SET NULL,
    scope            TEXT NOT NULL,
    nonce            TEXT,
    authenticated_at BIGINT NOT NULL,
    methods          TEXT NOT NULL,
    created_at       BIGINT NOT NULL,
    ends_at          BIGINT NOT NULL,
    revoked_at       BIGINT
);
CREATE INDEX grants_of_user ON grants (user_id, application_id);
CREATE INDEX grants_of_application ON grants (application_id);
CREATE INDEX grants_of_session ON grants (session_id);
CREATE INDEX grants_of_pool ON grants (pool_id);
CREATE INDEX grants_by_end ON grants (ends_at);

CREATE TABLE authorization_codes (
    code_hash        TEXT PRIMARY KEY,
    pool_id          TEXT NOT NULL REFERENCES pools (id) ON DELETE CASCADE,
    application_id   TEXT NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    grant_id         TEXT NOT NULL REFERENCES grants (id) ON DELETE CASCADE,
    redirect_uri     TEXT NOT NULL,
    code_challenge   TEXT,
    expires_at       BIGINT NOT NULL,
    used_at          BIGINT
);
CREATE INDEX codes_of_grant ON authorization_codes (grant_id);
CREATE INDEX codes_of_application ON authorization_codes (application_id);
CREATE INDEX codes_of_pool ON authorization_codes (pool_id);
CREATE INDEX codes_by_expiry ON authorization_codes (expires_at);

-- A refresh token family is one row, rotated in place: the live token's hash, and the one before it.
CREATE TABLE refresh_tokens (
    id               TEXT PRIMARY KEY,
    pool_id          TEXT NOT NULL REFERENCES pools (id) ON DELETE CASCADE,
    application_id   TEXT NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    grant_id         TEXT NOT NULL REFERENCES grants (id) ON DELETE CASCADE,
    current_hash     TEXT NOT NULL,
    previous_hash    TEXT,
    rotated_at       BIGINT NOT NULL,
    generation       BIGINT NOT NULL,
    expires_at       BIGINT NOT NULL
);
CREATE INDEX refresh_tokens_of_grant ON refresh_tokens (grant_id);
CREATE INDEX refresh_tokens_of_application ON refresh_tokens (application_id);
CREATE INDEX refresh_tokens_of_pool ON refresh_tokens (pool_id);
CREATE INDEX refresh_tokens_by_expiry ON refresh_tokens (expires_at);

CREATE TABLE signing_keys (
    id               TEXT PRIMARY KEY,
    pool_id          TEXT NOT NULL REFERENCES pools (id) ON DELETE CASCADE,
    algorithm        TEXT NOT NULL,
    public_jwk       TEXT NOT NULL,
    private_sealed   TEXT NOT NULL,
    created_at       BIGINT NOT NULL,
    activated_at     BIGINT,
    retired_at       BIGINT
);
CREATE INDEX signing_keys_of_pool ON signing_keys (pool_id, created_at);
