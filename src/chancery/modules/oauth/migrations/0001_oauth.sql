-- Clients: `metadata` is JSON as RFC 7591 names its members. Managed ones were added by administrators and have a secret;
-- the others registered themselves.
CREATE TABLE oauth_client (
    client_id TEXT PRIMARY KEY,
    metadata BYTEA NOT NULL,
    secret_hash BYTEA,
    is_managed BIGINT NOT NULL,
    is_trusted BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT NOT NULL
);
CREATE INDEX oauth_client_used ON oauth_client (used_at) WHERE is_managed = 0;

-- Authorization codes; `device_id` says that one was used, and what has to end when it comes again.
CREATE TABLE oauth_code (
    code_hash BYTEA PRIMARY KEY,
    client_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    redirect_uri TEXT NOT NULL,
    scope TEXT NOT NULL,
    challenge TEXT NOT NULL,
    nonce TEXT,
    signed_in_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    device_id TEXT
);
CREATE INDEX oauth_code_expiry ON oauth_code (expires_at);

-- Devices without a browser that wait for somebody to type their code (RFC 8628).
CREATE TABLE oauth_link (
    device_code_hash BYTEA PRIMARY KEY,
    user_code_hash BYTEA NOT NULL UNIQUE,
    client_id TEXT NOT NULL,
    scope TEXT NOT NULL,
    state TEXT NOT NULL,
    user_id TEXT,
    signed_in_at BIGINT,
    polled_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX oauth_link_expiry ON oauth_link (expires_at);

-- What a person lets a managed client know without being asked again.
CREATE TABLE oauth_consent (
    user_id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    scope TEXT NOT NULL,
    given_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, client_id)
);
