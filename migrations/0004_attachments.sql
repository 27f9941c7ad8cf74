-- 0004: attachments, and the bytes of files where no folder holds them (PostgreSQL): parts of 256 KiB under the digest of the
-- whole. Not journalled: blob_part, whose digests the journal names. Source: ASSURANCE S17, S18
CREATE TABLE attachment (
    tenant       TEXT NOT NULL,
    id           TEXT PRIMARY KEY,
    key          TEXT NOT NULL,
    version      BIGINT NOT NULL,
    seq          BIGINT NOT NULL,
    entity       TEXT,
    entity_id    TEXT,
    body_id      TEXT,
    digest       TEXT,
    size_bytes   BIGINT,
    uploaded_on  BIGINT,
    withdrawn_on BIGINT,
    content      TEXT NOT NULL
);
CREATE UNIQUE INDEX attachment_by_key ON attachment (tenant, key);
CREATE INDEX attachment_by_object ON attachment (tenant, entity, entity_id);
CREATE INDEX attachment_by_body ON attachment (tenant, body_id);
CREATE INDEX attachment_by_digest ON attachment (digest);

CREATE TABLE blob_part (
    digest TEXT NOT NULL,
    part   BIGINT NOT NULL,
    bytes  BYTEA NOT NULL,
    PRIMARY KEY (digest, part)
);
