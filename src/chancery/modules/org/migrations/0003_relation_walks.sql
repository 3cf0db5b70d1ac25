-- Both walks over the tuples, from a person outward and from an object inward, read their index alone.
DROP INDEX org_relation_subject;
CREATE INDEX org_relation_outward
    ON org_relation (subject, subject_relation, object, relation, starts_at, ends_at);
