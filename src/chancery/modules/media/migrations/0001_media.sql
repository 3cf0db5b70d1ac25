-- A file that was uploaded (`ready`), announced (`pending`, until `expires`) or shut again (`quarantined`).
CREATE TABLE media_item (
    media_id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    state TEXT NOT NULL,
    created BIGINT NOT NULL,
    expires BIGINT,
    content_type TEXT,
    name TEXT,
    size BIGINT,
    sha256 TEXT,
    blob_id TEXT,
    signature TEXT
);
CREATE INDEX media_item_sha256 ON media_item (sha256);
CREATE INDEX media_item_expires ON media_item (expires);
CREATE INDEX media_item_owner ON media_item (owner, state);

-- Thumbnails are made at the first request and kept as blobs of their own.
CREATE TABLE media_thumbnail (
    media_id TEXT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    method TEXT NOT NULL,
    animated BIGINT NOT NULL,
    content_type TEXT NOT NULL,
    blob_id TEXT NOT NULL,
    PRIMARY KEY (media_id, width, height, method, animated)
);
