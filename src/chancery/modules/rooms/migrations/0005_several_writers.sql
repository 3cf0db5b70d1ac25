-- Several processes append to one room. `ends` are the events that none of their process follows yet, each with a space
-- before it; `state_tip` is the newest state event that is no member event: see ADR 0008.
ALTER TABLE rooms_room RENAME COLUMN extremity TO ends;
ALTER TABLE rooms_room ADD COLUMN state_tip TEXT NOT NULL DEFAULT '';
UPDATE rooms_room SET ends = ' ' || ends, state_tip = COALESCE((
    SELECT s.event_id FROM rooms_state s WHERE s.room_id = rooms_room.room_id ORDER BY s.position DESC LIMIT 1
), '');

-- Which event a device's transaction id made, where several processes take requests (PostgreSQL): the last day's.
CREATE TABLE rooms_transaction (
    hash BYTEA PRIMARY KEY,
    event_id TEXT NOT NULL,
    ts BIGINT NOT NULL
);
CREATE INDEX rooms_transaction_ts ON rooms_transaction (ts);
