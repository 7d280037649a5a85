-- A pool is the wall: every table below it carries pool_id and goes with it.
CREATE TABLE pools (
    id               TEXT PRIMARY KEY,
    slug             TEXT NOT NULL UNIQUE,
    name             TEXT NOT NULL,
    name_key         TEXT NOT NULL UNIQUE,
    built_in         BOOLEAN NOT NULL,
    logo_image_id    TEXT,
    brand_color      TEXT,
    settings         TEXT NOT NULL,
    created_at       BIGINT NOT NULL,
    updated_at       BIGINT NOT NULL,
    version          BIGINT NOT NULL
);

CREATE TABLE images (
    id               TEXT PRIMARY KEY,
    pool_id          TEXT NOT NULL REFERENCES pools (id) ON DELETE CASCADE,
    content_type     TEXT NOT NULL,
    content          TEXT NOT NULL,
    created_at       BIGINT NOT NULL
);
CREATE INDEX images_of_pool ON images (pool_id);

-- Facts about the installation itself: set-up state, the check value of the secret key.
CREATE TABLE facts (
    name             TEXT PRIMARY KEY,
    value            TEXT NOT NULL
);
