-- Where a person's devices want to be told. `position` is how far in the stream this pusher has been told; what lies
-- behind it and is not read is what there is to tell, so no queue is written. `claim` is the process that delivers now
-- (until `claimed_until`, when another one may take over), `next_try` stands while a gateway fails.
CREATE TABLE push_pusher (
    pusher_id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL,
    device_id TEXT NOT NULL,
    app_id TEXT NOT NULL,
    pushkey TEXT NOT NULL,
    kind TEXT NOT NULL,
    body BYTEA NOT NULL,
    enabled BIGINT NOT NULL,
    activated BIGINT NOT NULL,
    ack_token TEXT,
    ack_until BIGINT,
    created_at BIGINT NOT NULL,
    position BIGINT NOT NULL,
    badge BIGINT NOT NULL,
    failures BIGINT NOT NULL,
    next_try BIGINT,
    claim TEXT,
    claimed_until BIGINT
);
CREATE UNIQUE INDEX push_pusher_identity ON push_pusher (user_id, app_id, pushkey);
CREATE INDEX push_pusher_key ON push_pusher (app_id, pushkey);
CREATE INDEX push_pusher_next_try ON push_pusher (next_try) WHERE next_try IS NOT NULL;
CREATE INDEX push_pusher_claim ON push_pusher (claimed_until) WHERE claim IS NOT NULL;
