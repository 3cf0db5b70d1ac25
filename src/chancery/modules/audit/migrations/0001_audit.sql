-- Entries are ordered by their place in the stream; actor, subject and details are the personal part (erasable).
CREATE TABLE audit_entry (
    position BIGINT PRIMARY KEY,
    at BIGINT NOT NULL,
    action TEXT NOT NULL,
    commitment BYTEA NOT NULL,
    salt BYTEA,
    actor TEXT,
    subject TEXT,
    details TEXT
);
CREATE INDEX audit_entry_subject ON audit_entry (subject, position);
CREATE INDEX audit_entry_actor ON audit_entry (actor, position);
CREATE INDEX audit_entry_action ON audit_entry (action, position);

-- The hashes of sealed entries in tree order.
CREATE TABLE audit_leaf (
    tree_index BIGINT PRIMARY KEY,
    position BIGINT NOT NULL UNIQUE,
    hash BYTEA NOT NULL
);

-- Signed statements of the tree; `peaks` is its compact range, from which appending goes on.
CREATE TABLE audit_checkpoint (
    tree_size BIGINT PRIMARY KEY,
    upto BIGINT NOT NULL,
    peaks BYTEA NOT NULL,
    note TEXT NOT NULL
);
