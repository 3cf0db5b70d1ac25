-- Entries of the directory that stand for people here: for sign-in by bind, and for the members of groups.
CREATE TABLE ldap_entry (
    external_id TEXT PRIMARY KEY,
    dn TEXT NOT NULL,
    user_id TEXT NOT NULL
);
CREATE INDEX ldap_entry_user ON ldap_entry (user_id);
CREATE INDEX ldap_entry_dn ON ldap_entry (dn);

-- Groups of the directory that are teams here, and whom they have taken in.
CREATE TABLE ldap_group (
    dn TEXT PRIMARY KEY,
    team_id TEXT NOT NULL,
    name TEXT NOT NULL
);
CREATE TABLE ldap_grant (
    dn TEXT NOT NULL,
    user_id TEXT NOT NULL,
    PRIMARY KEY (dn, user_id)
);

-- One row: how far the directory was read, and who reads it now.
CREATE TABLE ldap_state (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    mark TEXT NOT NULL,
    server TEXT NOT NULL,
    full_at BIGINT NOT NULL,
    synced_at BIGINT NOT NULL,
    busy_until BIGINT NOT NULL,
    outcome TEXT NOT NULL
);
INSERT INTO ldap_state (id, mark, server, full_at, synced_at, busy_until, outcome) VALUES (1, '', '', 0, 0, 0, '');
