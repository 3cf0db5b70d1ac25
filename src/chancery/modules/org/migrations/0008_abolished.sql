-- Units and posts that were abolished stay for the history of those who held them.
ALTER TABLE org_unit ADD COLUMN abolished_at BIGINT;
ALTER TABLE org_post ADD COLUMN abolished_at BIGINT;
