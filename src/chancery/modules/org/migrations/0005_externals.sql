-- People from outside: who answers for them, what for, until when, and when somebody looks at it again.
CREATE TABLE org_external (
    user_id TEXT PRIMARY KEY,
    unit_id TEXT NOT NULL REFERENCES org_unit (id),
    sponsor_id TEXT NOT NULL,
    purpose TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    review_at BIGINT NOT NULL
);
CREATE INDEX org_external_review ON org_external (review_at, user_id);
