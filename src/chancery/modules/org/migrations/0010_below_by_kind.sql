-- The walk down to units asks each unit for units below it, mostly in vain: by kind first it stays among units,
-- a twentieth of the index.
DROP INDEX org_containment_parent;
CREATE INDEX org_containment_below ON org_containment (kind, parent, child);
