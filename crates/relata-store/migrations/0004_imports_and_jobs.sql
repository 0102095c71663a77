-- Why: an import is one change set that can be undone: its before and after images lie in deflated
-- chunks. Jobs report the progress of long work. Idempotency keys give a repeated request the
-- answer of the first one.

CREATE TABLE import (
    import_id INTEGER /* numbered */ NOT NULL,
    file TEXT NOT NULL,
    profile TEXT NOT NULL,
    mode TEXT NOT NULL,
    source TEXT NOT NULL,
    actor TEXT NOT NULL,
    state TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    finished_at INTEGER,
    reason TEXT,
    report TEXT,
    CONSTRAINT import_key PRIMARY KEY (import_id)
) STRICT;

CREATE TABLE import_chunk (
    import_id INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    row_count INTEGER NOT NULL,
    body BLOB NOT NULL,
    CONSTRAINT import_chunk_key PRIMARY KEY (import_id, seq),
    CONSTRAINT import_chunk_of_import FOREIGN KEY (import_id) REFERENCES import (import_id) ON DELETE CASCADE
) STRICT;

CREATE TABLE job (
    job_id INTEGER /* numbered */ NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    progress_done INTEGER NOT NULL,
    progress_total INTEGER,
    detail TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT job_key PRIMARY KEY (job_id)
) STRICT;

CREATE TABLE idempotency (
    idempotency_key TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    status INTEGER NOT NULL,
    body BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    CONSTRAINT idempotency_key PRIMARY KEY (idempotency_key)
) STRICT;

CREATE INDEX idempotency_by_age ON idempotency (created_at);
