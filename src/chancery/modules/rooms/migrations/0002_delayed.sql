-- Delayed events (MSC4140). A row is scheduled while `finalised_ts` is NULL. `position` is the stream's end at the time
-- of scheduling: a newer state event of somebody else cancels a delayed one.
CREATE TABLE rooms_delayed (
    delay_id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL,
    device_id TEXT NOT NULL,
    txn_id TEXT,
    room_id TEXT NOT NULL,
    type TEXT NOT NULL,
    state_key TEXT,
    content BYTEA NOT NULL,
    sticky_ms BIGINT,
    delay_ms BIGINT NOT NULL,
    since_ts BIGINT NOT NULL,
    due_ts BIGINT NOT NULL,
    position BIGINT NOT NULL,
    finalised_ts BIGINT,
    reason TEXT,
    event_id TEXT,
    errcode TEXT,
    error TEXT
);
CREATE INDEX rooms_delayed_due ON rooms_delayed (due_ts) WHERE finalised_ts IS NULL;
CREATE INDEX rooms_delayed_finalised ON rooms_delayed (finalised_ts) WHERE finalised_ts IS NOT NULL;
CREATE INDEX rooms_delayed_user ON rooms_delayed (user_id, finalised_ts);
CREATE UNIQUE INDEX rooms_delayed_txn ON rooms_delayed (user_id, device_id, room_id, type, txn_id)
    WHERE txn_id IS NOT NULL;
