-- One row per person who left: `scope` and `plan` are JSON, of who may read it and of what was decided.
CREATE TABLE offboarding_case (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL UNIQUE,
    actor TEXT NOT NULL,
    successor_id TEXT,
    scope TEXT NOT NULL,
    plan TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    finished_at BIGINT
);
CREATE INDEX offboarding_case_open ON offboarding_case (started_at) WHERE finished_at IS NULL;

-- The steps that take a write each: a room is left when `done_at` is set.
CREATE TABLE offboarding_room (
    case_id TEXT NOT NULL REFERENCES offboarding_case (id),
    room_id TEXT NOT NULL,
    name TEXT,
    membership TEXT NOT NULL,
    others BIGINT NOT NULL,
    orphaned BIGINT NOT NULL,
    heir_id TEXT,
    done_at BIGINT,
    problem TEXT,
    PRIMARY KEY (case_id, room_id)
);
