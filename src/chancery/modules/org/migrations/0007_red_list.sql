-- Sensitive people whom the directory shows to those with a need only; a listing ends by itself, at its minute.
CREATE TABLE org_red_listing (
    user_id TEXT PRIMARY KEY,
    reason TEXT NOT NULL,
    set_by TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL
);
CREATE INDEX org_red_listing_end ON org_red_listing (ends_at);

-- Whom a listed person wrote to first, and who may find and answer them since.
CREATE TABLE org_introduction (
    user_id TEXT NOT NULL,
    viewer_id TEXT NOT NULL,
    introduced_at BIGINT NOT NULL,
    PRIMARY KEY (viewer_id, user_id)
);
