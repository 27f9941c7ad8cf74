-- 0005: to-dos (journalled), where notices go (journalled, the address sealed), notices, what is still to be sent, and who runs
-- the rounds. Not journalled: notice, outbox, job_claim. Source: DESIGN 4.1; S-3.4a, S-5.6b
CREATE TABLE todo (
    tenant          TEXT NOT NULL,
    id              TEXT PRIMARY KEY,
    key             TEXT NOT NULL,
    version         BIGINT NOT NULL,
    seq             BIGINT NOT NULL,
    kind            TEXT,
    subject_id      TEXT,
    body_id         TEXT,
    account         TEXT,
    started_by      TEXT,
    state           TEXT,
    opened_on       BIGINT,
    due_on          BIGINT,
    due_provisional BIGINT,
    done_on         BIGINT,
    content         TEXT NOT NULL
);
CREATE UNIQUE INDEX todo_by_key ON todo (tenant, key);
CREATE INDEX todo_by_subject_id ON todo (tenant, subject_id);
CREATE INDEX todo_by_body_id_kind_due_on ON todo (tenant, body_id, kind, due_on);
CREATE INDEX todo_by_state_kind_due_on ON todo (tenant, state, kind, due_on);
CREATE INDEX todo_by_account ON todo (tenant, account);
CREATE INDEX todo_by_started_by ON todo (tenant, started_by);

CREATE TABLE notice_channel (
    tenant  TEXT NOT NULL,
    id      TEXT PRIMARY KEY,
    key     TEXT NOT NULL,
    version BIGINT NOT NULL,
    seq     BIGINT NOT NULL,
    account TEXT,
    channel TEXT,
    content TEXT NOT NULL
);
CREATE UNIQUE INDEX notice_channel_by_key ON notice_channel (tenant, key);
CREATE INDEX notice_channel_by_account ON notice_channel (tenant, account);

-- `rung` tells the notices of one matter apart, so that each is made once for each account, whatever was restarted between.
CREATE TABLE notice (
    tenant      TEXT NOT NULL,
    id          TEXT PRIMARY KEY,
    account     TEXT NOT NULL,
    kind        TEXT NOT NULL,
    params      TEXT NOT NULL,
    object_type TEXT NOT NULL,
    object_id   TEXT NOT NULL,
    rung        TEXT NOT NULL,
    copied      BIGINT NOT NULL,
    made_at     BIGINT NOT NULL,
    read_at     BIGINT
);
CREATE UNIQUE INDEX notice_by_object ON notice (tenant, object_id, rung, account);
CREATE INDEX notice_by_account ON notice (tenant, account, made_at);

CREATE TABLE outbox (
    tenant      TEXT NOT NULL,
    id          TEXT PRIMARY KEY,
    notice_id   TEXT NOT NULL,
    account     TEXT NOT NULL,
    channel     TEXT NOT NULL,
    state       TEXT NOT NULL,
    attempts    BIGINT NOT NULL,
    next_at     BIGINT NOT NULL,
    last_reason TEXT NOT NULL,
    sent_at     BIGINT
);
CREATE UNIQUE INDEX outbox_by_notice ON outbox (notice_id, channel);
CREATE INDEX outbox_by_next_at ON outbox (state, next_at);

-- How far a job has come, and who has it until when.
CREATE TABLE job_claim (
    tenant   TEXT NOT NULL,
    job      TEXT NOT NULL,
    owner    TEXT NOT NULL,
    until_at BIGINT NOT NULL,
    day      BIGINT,
    position BIGINT NOT NULL,
    PRIMARY KEY (tenant, job)
);
