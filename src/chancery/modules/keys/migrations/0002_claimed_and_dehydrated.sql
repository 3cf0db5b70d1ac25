-- Claimed one-time keys stay known for a while, and a person may leave one dehydrated device (MSC3814).

ALTER TABLE keys_one_time ADD COLUMN claimed_ts BIGINT NOT NULL DEFAULT 0;
CREATE INDEX keys_one_time_claimed ON keys_one_time (claimed_ts);

CREATE TABLE keys_dehydrated (
    user_id TEXT PRIMARY KEY,
    device_id TEXT NOT NULL,
    display_name TEXT,
    device_data BYTEA NOT NULL
);
