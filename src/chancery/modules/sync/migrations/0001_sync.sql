-- Filters that clients stored, once per person and content; `id` is made from the content's hash.
CREATE TABLE sync_filter (
    user_id TEXT NOT NULL,
    id TEXT NOT NULL,
    body BYTEA NOT NULL,
    PRIMARY KEY (user_id, id)
);
