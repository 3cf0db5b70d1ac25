-- Public keys of WebAuthn credentials; the private ones never leave the person's devices.
CREATE TABLE accounts_passkey (
    credential_id BYTEA PRIMARY KEY,
    user_id TEXT NOT NULL,
    public_key BYTEA NOT NULL,
    sign_count BIGINT NOT NULL,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX accounts_passkey_user ON accounts_passkey (user_id);

-- Challenges that were answered, until they would be over anyway: each is good for one answer.
CREATE TABLE accounts_used_challenge (
    challenge_hash BYTEA PRIMARY KEY,
    expires_at BIGINT NOT NULL
);
