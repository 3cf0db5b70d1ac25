-- What a source calls an object of ours; a source names each object once.
CREATE TABLE provisioning_link (
    source TEXT NOT NULL,
    kind TEXT NOT NULL,
    external_id TEXT NOT NULL,
    local_id TEXT NOT NULL,
    PRIMARY KEY (source, kind, external_id),
    UNIQUE (source, kind, local_id)
);

-- One row per run that found something to do or something wrong; `counts` is JSON, how many changes of each kind.
CREATE TABLE provisioning_run (
    id TEXT PRIMARY KEY,
    source TEXT NOT NULL,
    root_id TEXT NOT NULL,
    title TEXT NOT NULL,
    actor TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    started_at BIGINT,
    touched_at BIGINT NOT NULL,
    finished_at BIGINT,
    counts TEXT NOT NULL,
    errors BIGINT NOT NULL,
    warnings BIGINT NOT NULL,
    total BIGINT NOT NULL,
    done BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    leaving BIGINT NOT NULL,
    linked BIGINT NOT NULL,
    guarded BIGINT NOT NULL,
    digest TEXT NOT NULL
);
CREATE INDEX provisioning_run_root ON provisioning_run (root_id, created_at);
CREATE INDEX provisioning_run_open ON provisioning_run (touched_at) WHERE state = 'applying';

-- Changes of one kind that are applied by one write; `changes` is JSON, `done` says how many of them are settled.
CREATE TABLE provisioning_batch (
    run_id TEXT NOT NULL REFERENCES provisioning_run (id),
    number BIGINT NOT NULL,
    kind TEXT NOT NULL,
    first BIGINT NOT NULL,
    total BIGINT NOT NULL,
    done BIGINT NOT NULL,
    changes TEXT NOT NULL,
    PRIMARY KEY (run_id, number)
);
CREATE INDEX provisioning_batch_kind ON provisioning_batch (run_id, kind, number);

CREATE TABLE provisioning_problem (
    run_id TEXT NOT NULL REFERENCES provisioning_run (id),
    number BIGINT NOT NULL,
    problem TEXT NOT NULL,
    PRIMARY KEY (run_id, number)
);

-- A file between its preview and its run, compressed; `columns` is JSON, the field of each column.
CREATE TABLE provisioning_upload (
    run_id TEXT PRIMARY KEY REFERENCES provisioning_run (id),
    name TEXT NOT NULL,
    columns TEXT NOT NULL,
    complete BIGINT NOT NULL,
    content BYTEA NOT NULL,
    created_at BIGINT NOT NULL
);
