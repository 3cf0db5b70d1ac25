-- The OAuth client that a session's tokens were given to, and for which scope; with `is_limited` they open only the
-- endpoints that tell who somebody is. `family_hash`: of what all refresh tokens of the session begin with.
ALTER TABLE accounts_session ADD COLUMN client_id TEXT;
ALTER TABLE accounts_session ADD COLUMN scope TEXT;
ALTER TABLE accounts_session ADD COLUMN is_limited BIGINT NOT NULL DEFAULT 0;
ALTER TABLE accounts_session ADD COLUMN family_hash BYTEA;
CREATE UNIQUE INDEX accounts_session_family ON accounts_session (family_hash);
CREATE INDEX accounts_session_client ON accounts_session (client_id);

-- Until when a person has allowed a client to replace the keys by which others know them.
CREATE TABLE accounts_key_reset (
    user_id TEXT PRIMARY KEY,
    expires_at BIGINT NOT NULL
);
