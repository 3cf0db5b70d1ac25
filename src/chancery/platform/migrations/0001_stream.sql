-- The one counter behind every stream position: one row, raised once per committed transaction.
CREATE TABLE platform_stream (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    position BIGINT NOT NULL
);
INSERT INTO platform_stream (id, position) VALUES (1, 0);
