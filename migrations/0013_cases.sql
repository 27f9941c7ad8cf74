-- 0013: cases of all procedures in one table, the versions of procedures they run under, and measures (ADR 0080).
-- Source: S-2.2, S-4.3b, S-5.5d, S-5.6c; DESIGN 3

CREATE TABLE case_file (
    tenant              TEXT NOT NULL,
    id                  TEXT PRIMARY KEY,
    key                 TEXT NOT NULL,
    version             BIGINT NOT NULL,
    seq                 BIGINT NOT NULL,
    procedure           TEXT,
    state               TEXT,
    body_id             TEXT,
    concerned_id        TEXT,
    recused_id          TEXT,
    recused_official_id TEXT,
    official_id         TEXT,
    subject_id          TEXT,
    parent_id           TEXT,
    opened_by           TEXT,
    opened_on           BIGINT,
    due_on              BIGINT,
    due_provisional     BIGINT,
    auto_on             BIGINT,
    closed_on           BIGINT,
    outcome             TEXT,
    focus               BIGINT,
    content             TEXT NOT NULL
);
CREATE UNIQUE INDEX case_file_by_key ON case_file (tenant, key);
CREATE INDEX case_file_open ON case_file (tenant, due_on, id) WHERE closed_on IS NULL;
CREATE INDEX case_file_by_auto_on ON case_file (tenant, auto_on) WHERE auto_on IS NOT NULL;
CREATE INDEX case_file_by_body_id ON case_file (body_id, closed_on, due_on);
CREATE INDEX case_file_by_concerned_id ON case_file (concerned_id, closed_on, due_on) WHERE concerned_id IS NOT NULL;
CREATE INDEX case_file_by_opened_by ON case_file (opened_by, opened_on);
CREATE INDEX case_file_by_subject_id ON case_file (subject_id) WHERE subject_id IS NOT NULL;
CREATE INDEX case_file_by_parent_id ON case_file (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX case_file_by_procedure ON case_file (tenant, procedure, opened_on);

CREATE TABLE procedure_version (
    tenant  TEXT NOT NULL,
    id      TEXT PRIMARY KEY,
    key     TEXT NOT NULL,
    version BIGINT NOT NULL,
    seq     BIGINT NOT NULL,
    content TEXT NOT NULL
);
CREATE UNIQUE INDEX procedure_version_by_key ON procedure_version (tenant, key);

CREATE TABLE measure (
    tenant      TEXT NOT NULL,
    id          TEXT PRIMARY KEY,
    key         TEXT NOT NULL,
    version     BIGINT NOT NULL,
    seq         BIGINT NOT NULL,
    kind        TEXT,
    body_id     TEXT,
    official_id TEXT,
    record_id   TEXT,
    case_id     TEXT,
    from_on     BIGINT,
    ends_on     BIGINT,
    lifted_on   BIGINT,
    content     TEXT NOT NULL
);
CREATE UNIQUE INDEX measure_by_key ON measure (tenant, key);
CREATE INDEX measure_by_body_id ON measure (body_id, from_on);
CREATE INDEX measure_by_official_id ON measure (official_id, from_on) WHERE official_id IS NOT NULL;
CREATE INDEX measure_by_record_id ON measure (record_id) WHERE record_id IS NOT NULL;
CREATE INDEX measure_by_ends_on ON measure (tenant, ends_on) WHERE lifted_on IS NULL;
