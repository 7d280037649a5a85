CREATE TABLE interactions (
    id               TEXT PRIMARY KEY,
    pool_id          TEXT NOT NULL REFERENCES pools (id) ON DELETE CASCADE,
    browser_hash     TEXT NOT NULL,
    body             TEXT NOT NULL,
    created_at       BIGINT NOT NULL,
    expires_at       BIGINT NOT NULL,
    finished_at      BIGINT,
    version          BIGINT NOT NULL
);
CREATE INDEX interactions_of_pool ON interactions (pool_id);
CREATE INDEX interactions_by_expiry ON interactions (expires_at);

-- One sent code: bound to its scene, interaction and destination, with few tries.
CREATE TABLE challenges (
    id               TEXT PRIMARY KEY,
    pool_id          TEXT NOT NULL REFERENCES pools (id) ON DELETE CASCADE,
    interaction_id   TEXT NOT NULL,
    scene            TEXT NOT NULL,
    destination_key  TEXT NOT NULL,
    user_id          TEXT REFERENCES users (id) ON DELETE CASCADE,
    code_mac         TEXT NOT NULL,
    tries_left       BIGINT NOT NULL,
    created_at       BIGINT NOT NULL,
    expires_at       BIGINT NOT NULL,
    used_at          BIGINT
);
CREATE INDEX challenges_of_interaction ON challenges (interaction_id, scene, created_at);
CREATE INDEX challenges_of_pool ON challenges (pool_id);
CREATE INDEX challenges_of_user ON challenges (user_id);
CREATE INDEX challenges_by_expiry ON challenges (expires_at);

-- How often something was done in a window: sends per destination, tries per address.
CREATE TABLE rates (
    pool_id          TEXT NOT NULL REFERENCES pools (id) ON DELETE CASCADE,
    subject          TEXT NOT NULL,
    window_started_at BIGINT NOT NULL,
    count            BIGINT NOT NULL,
    PRIMARY KEY (pool_id, subject)
);
CREATE INDEX rates_by_age ON rates (window_started_at);
