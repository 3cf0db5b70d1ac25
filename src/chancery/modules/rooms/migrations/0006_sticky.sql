-- Sticky events (MSC4354) and when they cease to be; read at start, forgotten soon after.
CREATE TABLE rooms_sticky (
    position BIGINT PRIMARY KEY,
    expires_ts BIGINT NOT NULL
);
CREATE INDEX rooms_sticky_expiry ON rooms_sticky (expires_ts);
