-- `demo` is JSON of the offered logins when the agency is the demo one.
CREATE TABLE org_agency (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    demo TEXT
);

CREATE TABLE org_unit (
    id TEXT PRIMARY KEY,
    agency_id TEXT NOT NULL REFERENCES org_agency (id),
    parent_id TEXT REFERENCES org_unit (id),
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    words TEXT NOT NULL,
    place BIGINT NOT NULL
);
CREATE INDEX org_unit_parent ON org_unit (parent_id, place);

CREATE TABLE org_post (
    id TEXT PRIMARY KEY,
    unit_id TEXT NOT NULL REFERENCES org_unit (id),
    title TEXT NOT NULL,
    is_head BIGINT NOT NULL,
    words TEXT NOT NULL,
    place BIGINT NOT NULL
);
CREATE INDEX org_post_unit ON org_post (unit_id, place);

CREATE TABLE org_person (
    user_id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    sort_name TEXT NOT NULL,
    words TEXT NOT NULL,
    phones TEXT NOT NULL,
    room TEXT,
    languages TEXT NOT NULL
);
CREATE INDEX org_person_sort ON org_person (sort_name, user_id);

-- Holds from `starts_at` until before `ends_at`, in milliseconds since the epoch.
CREATE TABLE org_appointment (
    post_id TEXT NOT NULL REFERENCES org_post (id),
    user_id TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    acting BIGINT NOT NULL,
    PRIMARY KEY (post_id, user_id, starts_at)
);
CREATE INDEX org_appointment_user ON org_appointment (user_id);

CREATE TABLE org_team (
    id TEXT PRIMARY KEY,
    unit_id TEXT NOT NULL REFERENCES org_unit (id),
    name TEXT NOT NULL
);

-- `subject` has `relation` to `object`; with a `subject_relation` everybody who has that one to `subject` does.
CREATE TABLE org_relation (
    object TEXT NOT NULL,
    relation TEXT NOT NULL,
    subject TEXT NOT NULL,
    subject_relation TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    PRIMARY KEY (object, relation, subject, subject_relation, starts_at)
);
CREATE INDEX org_relation_subject ON org_relation (subject, subject_relation);

CREATE TABLE org_containment (
    child TEXT PRIMARY KEY,
    parent TEXT NOT NULL
);
CREATE INDEX org_containment_parent ON org_containment (parent);
