-- Whose standing changed at which object, with the newest position at which it did: who follows reads on from a position.
CREATE TABLE org_change (
    object TEXT NOT NULL,
    subject TEXT NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (object, subject)
);
CREATE INDEX org_change_position ON org_change (position);

-- What begins or ends by itself is found at its moment.
CREATE INDEX org_relation_begins ON org_relation (starts_at) WHERE starts_at > 0;
CREATE INDEX org_relation_ends ON org_relation (ends_at) WHERE ends_at < 9007199254740991;

-- A unit's own team bears the unit's name and has its people; a closed team has nobody.
ALTER TABLE org_team ADD COLUMN own BIGINT NOT NULL DEFAULT 0;
ALTER TABLE org_team ADD COLUMN closed_at BIGINT;
CREATE UNIQUE INDEX org_team_own ON org_team (unit_id) WHERE own = 1 AND closed_at IS NULL;
