-- 0006 jobs: what the server does beside requests: imports and exports of one account. Not journalled; what a job writes is.
-- Units: milliseconds since 1970. params, result: canonical JSON (src/app/jobs). Source: ANCHORS 10, 11; ASSURANCE L7
CREATE TABLE job (
    tenant     TEXT NOT NULL,
    id         TEXT PRIMARY KEY,
    account    TEXT NOT NULL,
    topic      TEXT NOT NULL, -- import, export
    kind       TEXT NOT NULL,
    state      TEXT NOT NULL, -- queued, running, done, failed, interrupted, undone
    file_name  TEXT NOT NULL,
    reason     TEXT NOT NULL,
    rows_done  BIGINT NOT NULL,
    made_at    BIGINT NOT NULL,
    started_at BIGINT NOT NULL, -- 0: not yet
    ended_at   BIGINT NOT NULL,
    params     TEXT NOT NULL,
    result     TEXT NOT NULL
);
CREATE INDEX job_by_topic ON job (tenant, topic, made_at);
CREATE INDEX job_by_account ON job (tenant, account, topic, made_at);
