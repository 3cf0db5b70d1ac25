-- What a list needs is found without walking past everything else that a unit holds.
ALTER TABLE org_containment ADD COLUMN kind TEXT NOT NULL DEFAULT '';
UPDATE org_containment SET kind = CASE
    WHEN child LIKE 'unit:%' THEN 'unit' WHEN child LIKE 'post:%' THEN 'post' ELSE 'team' END;
DROP INDEX org_containment_parent;
CREATE INDEX org_containment_parent ON org_containment (parent, kind, child);
