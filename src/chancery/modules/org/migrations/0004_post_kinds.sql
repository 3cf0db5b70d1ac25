-- head, deputy, specialist or duty
ALTER TABLE org_post ADD COLUMN kind TEXT NOT NULL DEFAULT 'specialist';
UPDATE org_post SET kind = 'head' WHERE is_head = 1;
ALTER TABLE org_post DROP COLUMN is_head;
