-- An authenticator application; `sealed_secret` is under the keyring. Until `confirmed_at` it is only offered. No code of
-- a time step up to `last_step` is taken any more, so that none is used twice.
CREATE TABLE accounts_totp (
    user_id TEXT PRIMARY KEY,
    sealed_secret BYTEA NOT NULL,
    begun_at BIGINT NOT NULL,
    confirmed_at BIGINT,
    last_step BIGINT NOT NULL
);

-- Codes on paper for whoever has lost the other factors; each works once. `code_hash` is keyed.
CREATE TABLE accounts_recovery_code (
    code_hash BYTEA PRIMARY KEY,
    user_id TEXT NOT NULL
);
CREATE INDEX accounts_recovery_code_user ON accounts_recovery_code (user_id);
