-- Rooms whose members are computed; `object` is the team or post whose room it is, '' as `name`: it bears the object's.
CREATE TABLE teams_room (
    room_id TEXT PRIMARY KEY,
    object TEXT NOT NULL,
    purpose TEXT NOT NULL,
    name TEXT NOT NULL,
    is_vacant BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    closed_at BIGINT
);
CREATE INDEX teams_room_object ON teams_room (object);
CREATE UNIQUE INDEX teams_room_space ON teams_room (object) WHERE purpose = 'space' AND closed_at IS NULL;
CREATE INDEX teams_room_vacant ON teams_room (room_id) WHERE is_vacant = 1 AND closed_at IS NULL;

-- Who has `relation` to `object` is in the room.
CREATE TABLE teams_binding (
    object TEXT NOT NULL,
    relation TEXT NOT NULL,
    room_id TEXT NOT NULL REFERENCES teams_room (room_id),
    PRIMARY KEY (object, relation, room_id)
);
CREATE INDEX teams_binding_room ON teams_binding (room_id);

-- People who are in a room by name.
CREATE TABLE teams_grant (
    user_id TEXT NOT NULL,
    room_id TEXT NOT NULL REFERENCES teams_room (room_id),
    PRIMARY KEY (user_id, room_id)
);
CREATE INDEX teams_grant_room ON teams_grant (room_id);

-- The one room between a person and a post.
CREATE TABLE teams_conversation (
    post_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    room_id TEXT NOT NULL REFERENCES teams_room (room_id),
    PRIMARY KEY (post_id, user_id)
);

-- People (`@…`) and rooms (`!…`) to look at; `serial` is another one whenever there is something new.
CREATE TABLE teams_due (
    subject TEXT PRIMARY KEY,
    serial BIGINT NOT NULL,
    retry_at BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX teams_due_serial ON teams_due (serial);

-- Up to where changes of the organisation (`position`), and time itself (`time`), have been followed.
CREATE TABLE teams_mark (
    name TEXT PRIMARY KEY,
    value BIGINT NOT NULL
);
INSERT INTO teams_mark (name, value) VALUES ('position', 0), ('time', 0);
