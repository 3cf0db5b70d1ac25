-- Device keys, cross-signing keys, signatures, one-time keys, to-device messages and key backups.

CREATE TABLE keys_device (
    user_id TEXT NOT NULL,
    device_id TEXT NOT NULL,
    body BYTEA NOT NULL,
    PRIMARY KEY (user_id, device_id)
);

CREATE TABLE keys_cross_signing (
    user_id TEXT NOT NULL,
    usage TEXT NOT NULL,
    public_key TEXT NOT NULL,
    body BYTEA NOT NULL,
    PRIMARY KEY (user_id, usage)
);

-- Signatures that were uploaded after the key they sign. `target` is a device id or a master key's public part.
CREATE TABLE keys_signature (
    target_user TEXT NOT NULL,
    target TEXT NOT NULL,
    signer_user TEXT NOT NULL,
    signer_key TEXT NOT NULL,
    signature TEXT NOT NULL,
    PRIMARY KEY (target_user, target, signer_user, signer_key)
);

CREATE TABLE keys_one_time (
    user_id TEXT NOT NULL,
    device_id TEXT NOT NULL,
    algorithm TEXT NOT NULL,
    key_id TEXT NOT NULL,
    body BYTEA NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (user_id, device_id, algorithm, key_id)
);

CREATE TABLE keys_fallback (
    user_id TEXT NOT NULL,
    device_id TEXT NOT NULL,
    algorithm TEXT NOT NULL,
    key_id TEXT NOT NULL,
    body BYTEA NOT NULL,
    used BIGINT NOT NULL,
    PRIMARY KEY (user_id, device_id, algorithm)
);

-- Changes of device lists. `observer` is the only person who may see the change, or NULL for everybody.
CREATE TABLE keys_change (
    position BIGINT PRIMARY KEY,
    user_id TEXT NOT NULL,
    observer TEXT
);

CREATE TABLE keys_to_device (
    position BIGINT PRIMARY KEY,
    user_id TEXT NOT NULL,
    device_id TEXT NOT NULL,
    body BYTEA NOT NULL
);
CREATE INDEX keys_to_device_inbox ON keys_to_device (user_id, device_id, position);

-- Transaction ids of the last day: a repeated send delivers nothing twice.
CREATE TABLE keys_to_device_sent (
    user_id TEXT NOT NULL,
    device_id TEXT NOT NULL,
    type TEXT NOT NULL,
    txn_id TEXT NOT NULL,
    sent_ts BIGINT NOT NULL,
    PRIMARY KEY (user_id, device_id, type, txn_id)
);
CREATE INDEX keys_to_device_sent_ts ON keys_to_device_sent (sent_ts);

CREATE TABLE keys_backup (
    user_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    algorithm TEXT NOT NULL,
    auth_data BYTEA NOT NULL,
    etag BIGINT NOT NULL,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (user_id, version)
);

CREATE TABLE keys_backup_session (
    user_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    room_id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    first_message_index BIGINT NOT NULL,
    forwarded_count BIGINT NOT NULL,
    is_verified BIGINT NOT NULL,
    body BYTEA NOT NULL,
    PRIMARY KEY (user_id, version, room_id, session_id)
);
