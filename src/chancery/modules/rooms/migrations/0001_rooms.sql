-- A room and the end of its event graph. `extremity` is what the next event builds on; writers compare and swap it.
CREATE TABLE rooms_room (
    room_id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    creator TEXT NOT NULL,
    extremity TEXT NOT NULL,
    depth BIGINT NOT NULL,
    position BIGINT NOT NULL,
    is_public BIGINT NOT NULL
);
CREATE INDEX rooms_room_public ON rooms_room (room_id) WHERE is_public = 1;

-- `body` is what clients get (without room_id and unsigned); `graph` is the rest of the federation form.
-- Transaction ids have no index: they are kept in memory and read back at start. `changed_to` is the membership that
-- a member event brought about, NULL when it changed only the profile.
CREATE TABLE rooms_event (
    position BIGINT PRIMARY KEY,
    room_id TEXT NOT NULL,
    event_id TEXT NOT NULL,
    type TEXT NOT NULL,
    state_key TEXT,
    sender TEXT NOT NULL,
    origin_server_ts BIGINT NOT NULL,
    body BYTEA NOT NULL,
    unsigned BYTEA,
    graph BYTEA NOT NULL,
    device_id TEXT,
    txn_id TEXT,
    relates_to TEXT,
    rel_type TEXT,
    changed_to TEXT
);
CREATE UNIQUE INDEX rooms_event_id ON rooms_event (event_id);
CREATE INDEX rooms_event_timeline ON rooms_event (room_id, position);
CREATE INDEX rooms_event_state ON rooms_event (room_id, type, state_key, position) WHERE state_key IS NOT NULL;
CREATE INDEX rooms_event_relations ON rooms_event (relates_to, position) WHERE relates_to IS NOT NULL;
CREATE INDEX rooms_event_changes ON rooms_event (position) WHERE changed_to IS NOT NULL;

-- Current state, without member events.
CREATE TABLE rooms_state (
    room_id TEXT NOT NULL,
    type TEXT NOT NULL,
    state_key TEXT NOT NULL,
    event_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (room_id, type, state_key)
);

-- Current member events; `began` is the position at which the membership came to be what it is.
CREATE TABLE rooms_membership (
    room_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    membership TEXT NOT NULL,
    event_id TEXT NOT NULL,
    sender TEXT NOT NULL,
    position BIGINT NOT NULL,
    began BIGINT NOT NULL,
    forgotten BIGINT NOT NULL,
    PRIMARY KEY (room_id, user_id)
);
CREATE INDEX rooms_membership_user ON rooms_membership (user_id, membership);
CREATE INDEX rooms_membership_order ON rooms_membership (room_id, membership, position);

CREATE TABLE rooms_receipt (
    room_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    thread_id TEXT NOT NULL,
    event_id TEXT NOT NULL,
    event_position BIGINT NOT NULL,
    ts BIGINT NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (room_id, user_id, kind, thread_id)
);
CREATE INDEX rooms_receipt_order ON rooms_receipt (room_id, position);

CREATE TABLE rooms_alias (
    alias TEXT PRIMARY KEY,
    room_id TEXT NOT NULL,
    creator TEXT NOT NULL
);
CREATE INDEX rooms_alias_room ON rooms_alias (room_id);
