-- A search may ask for a span of time; the index is filled anew, because it never knew when something was sent.
DELETE FROM search_document;
UPDATE search_cursor SET position = 0 WHERE id = 1;
ALTER TABLE search_document ADD COLUMN sent_at BIGINT NOT NULL DEFAULT 0;
