-- A person's changes to the predefined push rules: own rules, and switches and actions of predefined ones.
CREATE TABLE push_ruleset (
    user_id TEXT PRIMARY KEY,
    body BYTEA NOT NULL,
    position BIGINT NOT NULL
);
