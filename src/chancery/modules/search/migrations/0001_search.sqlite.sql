-- How far the index has followed the stream.
CREATE TABLE search_cursor (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    position BIGINT NOT NULL
);
INSERT INTO search_cursor (id, position) VALUES (1, 0);

-- One row for each event that can be found; `shown` is the event whose text it is: the event itself or its newest edit.
CREATE TABLE search_document (
    position BIGINT PRIMARY KEY,
    room_id TEXT NOT NULL,
    sender TEXT NOT NULL,
    type TEXT NOT NULL,
    shown TEXT NOT NULL
);
CREATE INDEX search_document_shown ON search_document (shown);

-- Words and their stems are made by the server, the same for both databases; the text itself is not kept twice.
CREATE VIRTUAL TABLE search_text USING fts5(
    words, stems, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0'
);
