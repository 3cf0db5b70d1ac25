-- What people reported to the administrators: a room, an event in it, or a person (`subject`; the event's sender).
CREATE TABLE rooms_report (
    position BIGINT PRIMARY KEY,
    reporter TEXT NOT NULL,
    room_id TEXT,
    event_id TEXT,
    subject TEXT,
    reason TEXT NOT NULL,
    ts BIGINT NOT NULL
);

-- The room in which the server's notices reach a person.
CREATE TABLE rooms_notices (
    user_id TEXT PRIMARY KEY,
    room_id TEXT NOT NULL
);
