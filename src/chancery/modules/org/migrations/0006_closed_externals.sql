-- Whether the login of somebody from outside was closed, so that the ends which nobody has acted on are found at once.
ALTER TABLE org_external ADD COLUMN is_closed BIGINT NOT NULL DEFAULT 0;
CREATE INDEX org_external_open ON org_external (ends_at) WHERE is_closed = 0;
CREATE INDEX org_external_sponsor ON org_external (sponsor_id);
