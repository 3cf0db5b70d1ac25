-- E-mail addresses that people added themselves; the one in accounts_person is kept by administrators.
CREATE TABLE accounts_address (
    address TEXT PRIMARY KEY,
    user_id TEXT NOT NULL,
    validated_at BIGINT NOT NULL,
    added_at BIGINT NOT NULL
);
CREATE INDEX accounts_address_user ON accounts_address (user_id);

-- Who was asked by mail whether an address is theirs, and has answered (`confirmed_at`).
CREATE TABLE accounts_confirmation (
    sid TEXT PRIMARY KEY,
    purpose TEXT NOT NULL,
    secret_hash BYTEA NOT NULL,
    address TEXT NOT NULL,
    token_hash BYTEA NOT NULL,
    send_attempt BIGINT NOT NULL,
    next_link TEXT,
    confirmed_at BIGINT,
    expires_at BIGINT NOT NULL,
    UNIQUE (purpose, secret_hash, address)
);
