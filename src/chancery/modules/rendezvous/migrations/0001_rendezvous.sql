-- Rendezvous sessions (MSC4108): a few kilobytes each that two devices exchange for a minute or two.
CREATE TABLE rendezvous_session (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    content_type TEXT NOT NULL,
    payload BYTEA NOT NULL,
    modified_ts BIGINT NOT NULL,
    expires_ts BIGINT NOT NULL
);
CREATE INDEX rendezvous_session_expires ON rendezvous_session (expires_ts);
