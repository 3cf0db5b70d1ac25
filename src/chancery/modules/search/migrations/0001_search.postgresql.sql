-- How far the index has followed the stream.
CREATE TABLE search_cursor (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    position BIGINT NOT NULL
);
INSERT INTO search_cursor (id, position) VALUES (1, 0);

-- One row for each event that can be found; `shown` is the event whose text it is: the event itself or its newest edit.
-- In `text`, words have the weight A and their stems B; both are made by the server, the same for both databases.
CREATE TABLE search_document (
    position BIGINT PRIMARY KEY,
    room_id TEXT NOT NULL,
    sender TEXT NOT NULL,
    type TEXT NOT NULL,
    shown TEXT NOT NULL,
    text TSVECTOR NOT NULL
);
CREATE INDEX search_document_shown ON search_document (shown);
CREATE INDEX search_document_text ON search_document USING gin (text);
