-- Every version of an agency's policy set, in Cedar; the newest counts. No version: the set that comes with the server.
CREATE TABLE policies_version (
    agency_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    text TEXT NOT NULL,
    comment TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (agency_id, number)
);
