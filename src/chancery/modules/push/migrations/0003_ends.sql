-- When the first of a person's own rules ends (milliseconds); null when none of them does.
ALTER TABLE push_ruleset ADD COLUMN ends_at BIGINT;
CREATE INDEX push_ruleset_ends_at ON push_ruleset (ends_at);
