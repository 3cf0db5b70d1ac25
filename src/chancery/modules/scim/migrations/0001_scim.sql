-- Programs of others that keep people and groups below a unit in step, and the tokens by which they are known.
CREATE TABLE scim_client (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    title TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT
);

-- `hash` is SHA-256 of the token.
CREATE TABLE scim_token (
    id TEXT PRIMARY KEY,
    client_id TEXT NOT NULL REFERENCES scim_client (id),
    hash BYTEA NOT NULL UNIQUE,
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    revoked_at BIGINT
);
CREATE INDEX scim_token_client ON scim_token (client_id);

-- What a client states. `name` is the folded userName or displayName; `local_id` our person or team; `is_settled` is 0
-- until what is stated holds here, too.
CREATE TABLE scim_resource (
    id TEXT PRIMARY KEY,
    client_id TEXT NOT NULL REFERENCES scim_client (id),
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    external_id TEXT,
    is_active BIGINT NOT NULL,
    document TEXT NOT NULL,
    local_id TEXT,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    is_settled BIGINT NOT NULL
);
CREATE UNIQUE INDEX scim_resource_user_name ON scim_resource (client_id, name) WHERE kind = 'User';
CREATE INDEX scim_resource_name ON scim_resource (client_id, kind, name);
CREATE INDEX scim_resource_external ON scim_resource (client_id, external_id);
CREATE INDEX scim_resource_order ON scim_resource (client_id, kind, created_at, id);
CREATE INDEX scim_resource_unsettled ON scim_resource (changed_at) WHERE is_settled = 0;

-- Who is in which group, as the client states it: users and groups.
CREATE TABLE scim_member (
    group_id TEXT NOT NULL REFERENCES scim_resource (id),
    member_id TEXT NOT NULL REFERENCES scim_resource (id),
    PRIMARY KEY (group_id, member_id)
);
CREATE INDEX scim_member_of ON scim_member (member_id);

-- Whom a group has taken into its team; whoever else belongs to the team stays when the group changes.
CREATE TABLE scim_grant (
    group_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    PRIMARY KEY (group_id, user_id)
);
