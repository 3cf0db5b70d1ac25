CREATE TABLE accounts_person (
    user_id TEXT PRIMARY KEY,
    password_hash TEXT,
    display_name TEXT,
    avatar_url TEXT,
    email TEXT UNIQUE,
    words TEXT NOT NULL,
    is_admin BIGINT NOT NULL,
    is_active BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    signed_in_at BIGINT
);

CREATE TABLE accounts_device (
    user_id TEXT NOT NULL,
    device_id TEXT NOT NULL,
    display_name TEXT,
    created_at BIGINT NOT NULL,
    last_seen_ts BIGINT,
    last_seen_ip TEXT,
    PRIMARY KEY (user_id, device_id)
);

-- One session per device; a new login on the same device replaces it.
CREATE TABLE accounts_session (
    session_id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL,
    device_id TEXT NOT NULL,
    token_hash BYTEA NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    UNIQUE (user_id, device_id)
);

-- `room_id` is empty for global account data.
CREATE TABLE accounts_data (
    user_id TEXT NOT NULL,
    room_id TEXT NOT NULL,
    type TEXT NOT NULL,
    content BYTEA NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (user_id, room_id, type)
);
CREATE INDEX accounts_data_position ON accounts_data (user_id, position);
