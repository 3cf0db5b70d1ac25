ALTER TABLE accounts_person ADD COLUMN is_guest BIGINT NOT NULL DEFAULT 0;
ALTER TABLE accounts_person ADD COLUMN is_suspended BIGINT NOT NULL DEFAULT 0;
ALTER TABLE accounts_person ADD COLUMN is_locked BIGINT NOT NULL DEFAULT 0;

ALTER TABLE accounts_device ADD COLUMN last_seen_agent TEXT;

-- The `next_` tokens take the place of the others when the first of them is used.
ALTER TABLE accounts_session ADD COLUMN expires_at BIGINT;
ALTER TABLE accounts_session ADD COLUMN refresh_hash BYTEA;
ALTER TABLE accounts_session ADD COLUMN next_token_hash BYTEA;
ALTER TABLE accounts_session ADD COLUMN next_expires_at BIGINT;
ALTER TABLE accounts_session ADD COLUMN next_refresh_hash BYTEA;
CREATE UNIQUE INDEX accounts_session_refresh ON accounts_session (refresh_hash);
CREATE UNIQUE INDEX accounts_session_next_token ON accounts_session (next_token_hash);
CREATE UNIQUE INDEX accounts_session_next_refresh ON accounts_session (next_refresh_hash);

CREATE TABLE accounts_login_token (
    token_hash BYTEA PRIMARY KEY,
    user_id TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);

-- `key` is a keyed hash of what was tried and from where: people type passwords into name fields.
CREATE TABLE accounts_attempt (
    key BYTEA PRIMARY KEY,
    failures BIGINT NOT NULL,
    last_at BIGINT NOT NULL
);
CREATE INDEX accounts_attempt_last ON accounts_attempt (last_at);

-- A registration under way, and whom it made. The password is kept as its hash only.
CREATE TABLE accounts_registration (
    session TEXT PRIMARY KEY,
    body BYTEA NOT NULL,
    user_id TEXT,
    expires_at BIGINT NOT NULL
);
