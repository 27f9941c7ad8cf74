-- 0007: who read whose file and why, objections to the own file, and the keyed digests by which a full name or identity number
-- is found again. `sealed_lookup` is not journalled: its digests are made from sealed values and made anew when the key is.
-- Source: S-5.4a, S-5.6c; DESIGN 4.1, 6; DOMAIN 4.5

CREATE TABLE access_log (
    tenant      TEXT NOT NULL,
    id          TEXT PRIMARY KEY,
    key         TEXT NOT NULL,
    version     BIGINT NOT NULL,
    seq         BIGINT NOT NULL,
    account     TEXT,
    action      TEXT,
    entity_id   TEXT,
    official_id TEXT,
    on_day      BIGINT,
    content     TEXT NOT NULL
);
CREATE UNIQUE INDEX access_log_by_key ON access_log (tenant, key);
CREATE INDEX access_log_by_official_id ON access_log (tenant, official_id, on_day);
CREATE INDEX access_log_by_account ON access_log (tenant, account, on_day);
CREATE INDEX access_log_by_entity_id ON access_log (tenant, entity_id);

CREATE TABLE file_objection (
    tenant      TEXT NOT NULL,
    id          TEXT PRIMARY KEY,
    key         TEXT NOT NULL,
    version     BIGINT NOT NULL,
    seq         BIGINT NOT NULL,
    official_id TEXT,
    entity_id   TEXT,
    state       TEXT,
    filed_on    BIGINT,
    content     TEXT NOT NULL
);
CREATE UNIQUE INDEX file_objection_by_key ON file_objection (tenant, key);
CREATE INDEX file_objection_by_official_id ON file_objection (tenant, official_id, state);
CREATE INDEX file_objection_by_state ON file_objection (tenant, state, filed_on);

-- One row for each sealed value of an entity that can be looked for: `id` is the entity's, `sealed_id` the value's.
CREATE TABLE sealed_lookup (
    tenant    TEXT NOT NULL,
    scope     TEXT NOT NULL, -- "official.name", "official.id_number"
    id        TEXT NOT NULL,
    sealed_id TEXT NOT NULL,
    key_id    TEXT NOT NULL,
    digest    TEXT NOT NULL, -- hex
    PRIMARY KEY (tenant, scope, id)
);
CREATE INDEX sealed_lookup_by_digest ON sealed_lookup (tenant, scope, digest);
CREATE INDEX sealed_lookup_by_sealed_id ON sealed_lookup (sealed_id);
