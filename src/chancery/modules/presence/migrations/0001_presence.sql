-- How each person is; one row per person, replaced at every change.
CREATE TABLE presence_person (
    user_id TEXT PRIMARY KEY,
    presence TEXT NOT NULL,
    status_msg TEXT,
    active_ts BIGINT NOT NULL,
    idle BIGINT NOT NULL,
    position BIGINT NOT NULL
);
