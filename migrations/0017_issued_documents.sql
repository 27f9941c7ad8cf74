-- 0017: the register of official documents that steps of cases made, with their numbers (ADR 0082). Journalled.
-- `series` is the number without its running part ("示信整〔2026〕"), `number` the running part; both absent when the office typed
-- a number of another form. Source: S-5.5b, S-5.5c, S-5.5e
CREATE TABLE issued_document (
    tenant  TEXT NOT NULL,
    id      TEXT PRIMARY KEY,
    key     TEXT NOT NULL,
    version BIGINT NOT NULL,
    seq     BIGINT NOT NULL,
    case_id TEXT,
    step    TEXT,
    body_id TEXT,
    series  TEXT,
    number  BIGINT,
    on_day  BIGINT,
    content TEXT NOT NULL
);
CREATE UNIQUE INDEX issued_document_by_key ON issued_document (tenant, key);
CREATE INDEX issued_document_by_case_id ON issued_document (case_id, step);
CREATE INDEX issued_document_by_series ON issued_document (tenant, series, number);
