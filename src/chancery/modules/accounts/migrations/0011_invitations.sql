-- A code on paper by which somebody without a password sets their first one; a new one replaces the one before.
CREATE TABLE accounts_invitation (
    user_id TEXT PRIMARY KEY REFERENCES accounts_person (user_id),
    code_hash BYTEA NOT NULL,
    expires_at BIGINT NOT NULL
);
