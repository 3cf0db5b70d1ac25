-- Fields of a profile beside name and picture; `value` is JSON.
CREATE TABLE accounts_profile_field (
    user_id TEXT NOT NULL,
    name TEXT NOT NULL,
    value BYTEA NOT NULL,
    PRIMARY KEY (user_id, name)
);
