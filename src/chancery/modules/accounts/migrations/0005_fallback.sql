-- Stages of user-interactive authentication that were completed on a page of this server, until the request comes.
CREATE TABLE accounts_completed_stage (
    session_hash BYTEA PRIMARY KEY,
    expires_at BIGINT NOT NULL
);
