-- Previews of links by the SHA-256 of the link, until `expires`; an empty body says that there is none.
CREATE TABLE media_preview (
    url_sha256 TEXT PRIMARY KEY,
    body BYTEA NOT NULL,
    expires BIGINT NOT NULL
);
CREATE INDEX media_preview_expires ON media_preview (expires);
