-- 0001 foundation: the journal and one table per journalled entity.
-- Each entity table: the newest version as canonical JSON in `content`, its journal position in `seq`, and index
-- columns derived from the content (src/app/ports/entity_types.cpp). Units: days since 1970-01-01, Asia/Shanghai; fen.
-- Not journalled: idempotency, setting. Source: DESIGN 4.1, 4.7

CREATE TABLE journal_entry (
    seq            BIGINT PRIMARY KEY,
    tenant         TEXT NOT NULL,
    entity         TEXT NOT NULL,
    entity_id      TEXT NOT NULL,
    entity_key     TEXT NOT NULL, -- the natural key of this version, for reads at a position
    version        BIGINT NOT NULL,
    action         TEXT NOT NULL,
    actor          TEXT NOT NULL,
    origin         TEXT NOT NULL,
    at             BIGINT NOT NULL,
    salt           BYTEA NOT NULL,
    content_digest BYTEA NOT NULL,
    leaf_hash      BYTEA NOT NULL,
    content        TEXT
);
CREATE UNIQUE INDEX journal_entry_by_entity ON journal_entry (entity, entity_id, version);
CREATE INDEX journal_entry_by_origin ON journal_entry (origin, seq) WHERE origin <> '';

CREATE TABLE journal_tile (
    level BIGINT NOT NULL,
    idx   BIGINT NOT NULL,
    root  BYTEA NOT NULL,
    PRIMARY KEY (level, idx)
);

-- One row; locked last by each writing transaction, so that positions follow commit order.
CREATE TABLE journal_head (
    one  BIGINT PRIMARY KEY CHECK (one = 1),
    size BIGINT NOT NULL
);
INSERT INTO journal_head (one, size) VALUES (1, 0);

CREATE TABLE journal_checkpoint (
    size    BIGINT NOT NULL,
    at      BIGINT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (size, at)
);

CREATE TABLE sealed_value (
    id         TEXT PRIMARY KEY,
    tenant     TEXT NOT NULL,
    key_id     TEXT NOT NULL,
    nonce      BYTEA NOT NULL,
    ciphertext BYTEA NOT NULL
);

CREATE TABLE idempotency (
    tenant         TEXT NOT NULL,
    account        TEXT NOT NULL,
    request_key    TEXT NOT NULL,
    request_digest TEXT NOT NULL,
    answer         TEXT NOT NULL,
    at             BIGINT NOT NULL,
    PRIMARY KEY (tenant, account, request_key)
);

CREATE TABLE setting (
    tenant TEXT NOT NULL,
    name   TEXT NOT NULL,
    value  TEXT NOT NULL,
    PRIMARY KEY (tenant, name)
);

CREATE TABLE tenant_entity (
    tenant  TEXT NOT NULL,
    id      TEXT PRIMARY KEY,
    key     TEXT NOT NULL,
    version BIGINT NOT NULL,
    seq     BIGINT NOT NULL,
    content TEXT NOT NULL
);
CREATE UNIQUE INDEX tenant_entity_by_key ON tenant_entity (tenant, key);

CREATE TABLE division (
    tenant      TEXT NOT NULL,
    id          TEXT PRIMARY KEY,
    key         TEXT NOT NULL,
    version     BIGINT NOT NULL,
    seq         BIGINT NOT NULL,
    parent_code TEXT,
    level       TEXT,
    valid_from  BIGINT,
    valid_to    BIGINT,
    content     TEXT NOT NULL
);
CREATE UNIQUE INDEX division_by_key ON division (tenant, key);
CREATE INDEX division_by_parent_code ON division (tenant, parent_code);

CREATE TABLE body (
    tenant        TEXT NOT NULL,
    id            TEXT PRIMARY KEY,
    key           TEXT NOT NULL,
    version       BIGINT NOT NULL,
    seq           BIGINT NOT NULL,
    name          TEXT,
    class         TEXT,
    division_code TEXT,
    parent_id     TEXT,
    valid_from    BIGINT,
    valid_to      BIGINT,
    content       TEXT NOT NULL
);
CREATE UNIQUE INDEX body_by_key ON body (tenant, key);
CREATE INDEX body_by_class ON body (tenant, class);
CREATE INDEX body_by_division_code ON body (tenant, division_code);
CREATE INDEX body_by_name ON body (tenant, name);

CREATE TABLE post (
    tenant     TEXT NOT NULL,
    id         TEXT PRIMARY KEY,
    key        TEXT NOT NULL,
    version    BIGINT NOT NULL,
    seq        BIGINT NOT NULL,
    body_id    TEXT,
    valid_from BIGINT,
    valid_to   BIGINT,
    content    TEXT NOT NULL
);
CREATE UNIQUE INDEX post_by_key ON post (tenant, key);
CREATE INDEX post_by_body_id ON post (tenant, body_id);

CREATE TABLE official (
    tenant     TEXT NOT NULL,
    id         TEXT PRIMARY KEY,
    key        TEXT NOT NULL,
    version    BIGINT NOT NULL,
    seq        BIGINT NOT NULL,
    body_id    TEXT,
    valid_from BIGINT,
    valid_to   BIGINT,
    content    TEXT NOT NULL
);
CREATE UNIQUE INDEX official_by_key ON official (tenant, key);
CREATE INDEX official_by_body_id ON official (tenant, body_id);

CREATE TABLE tenure (
    tenant      TEXT NOT NULL,
    id          TEXT PRIMARY KEY,
    key         TEXT NOT NULL,
    version     BIGINT NOT NULL,
    seq         BIGINT NOT NULL,
    post_id     TEXT,
    official_id TEXT,
    from_on     BIGINT,
    to_on       BIGINT,
    content     TEXT NOT NULL
);
CREATE UNIQUE INDEX tenure_by_key ON tenure (tenant, key);
CREATE INDEX tenure_by_post_id_from_on ON tenure (tenant, post_id, from_on);
CREATE INDEX tenure_by_official_id ON tenure (tenant, official_id);

CREATE TABLE handover (
    tenant  TEXT NOT NULL,
    id      TEXT PRIMARY KEY,
    key     TEXT NOT NULL,
    version BIGINT NOT NULL,
    seq     BIGINT NOT NULL,
    body_id TEXT,
    post_id TEXT,
    on_day  BIGINT,
    content TEXT NOT NULL
);
CREATE UNIQUE INDEX handover_by_key ON handover (tenant, key);
CREATE INDEX handover_by_post_id ON handover (tenant, post_id);

CREATE TABLE source_document (
    tenant    TEXT NOT NULL,
    id        TEXT PRIMARY KEY,
    key       TEXT NOT NULL,
    version   BIGINT NOT NULL,
    seq       BIGINT NOT NULL,
    kind      TEXT,
    issued_on BIGINT,
    content   TEXT NOT NULL
);
CREATE UNIQUE INDEX source_document_by_key ON source_document (tenant, key);

CREATE TABLE obligation (
    tenant            TEXT NOT NULL,
    id                TEXT PRIMARY KEY,
    key               TEXT NOT NULL,
    version           BIGINT NOT NULL,
    seq               BIGINT NOT NULL,
    body_id           TEXT,
    kind              TEXT,
    title             TEXT,
    source_id         TEXT,
    post_id           TEXT,
    made_on           BIGINT,
    due_on            BIGINT,
    done_on           BIGINT,
    void_on           BIGINT,
    cancelled_on      BIGINT,
    amount_fen        BIGINT,
    fulfilled_fen     BIGINT,
    counterparty_type TEXT,
    domain            TEXT,
    area              TEXT,
    disclosed         BIGINT,
    has_evidence      BIGINT,
    rating            BIGINT,
    content           TEXT NOT NULL
);
CREATE UNIQUE INDEX obligation_by_key ON obligation (tenant, key);
CREATE INDEX obligation_by_body_id_kind_due_on ON obligation (tenant, body_id, kind, due_on);
CREATE INDEX obligation_by_due_on ON obligation (tenant, due_on);
CREATE INDEX obligation_by_post_id ON obligation (tenant, post_id);

CREATE TABLE milestone (
    tenant        TEXT NOT NULL,
    id            TEXT PRIMARY KEY,
    key           TEXT NOT NULL,
    version       BIGINT NOT NULL,
    seq           BIGINT NOT NULL,
    obligation_id TEXT,
    body_id       TEXT,
    type          TEXT,
    due_on        BIGINT,
    done_on       BIGINT,
    amount_fen    BIGINT,
    fulfilled_fen BIGINT,
    content       TEXT NOT NULL
);
CREATE UNIQUE INDEX milestone_by_key ON milestone (tenant, key);
CREATE INDEX milestone_by_obligation_id ON milestone (tenant, obligation_id);
CREATE INDEX milestone_by_body_id_due_on ON milestone (tenant, body_id, due_on);

CREATE TABLE payment (
    tenant        TEXT NOT NULL,
    id            TEXT PRIMARY KEY,
    key           TEXT NOT NULL,
    version       BIGINT NOT NULL,
    seq           BIGINT NOT NULL,
    obligation_id TEXT,
    body_id       TEXT,
    milestone_id  TEXT,
    paid_on       BIGINT,
    amount_fen    BIGINT,
    content       TEXT NOT NULL
);
CREATE UNIQUE INDEX payment_by_key ON payment (tenant, key);
CREATE INDEX payment_by_obligation_id ON payment (tenant, obligation_id);

CREATE TABLE obligation_change (
    tenant        TEXT NOT NULL,
    id            TEXT PRIMARY KEY,
    key           TEXT NOT NULL,
    version       BIGINT NOT NULL,
    seq           BIGINT NOT NULL,
    obligation_id TEXT,
    body_id       TEXT,
    decided_on    BIGINT,
    content       TEXT NOT NULL
);
CREATE UNIQUE INDEX obligation_change_by_key ON obligation_change (tenant, key);
CREATE INDEX obligation_change_by_obligation_id ON obligation_change (tenant, obligation_id);

CREATE TABLE finding (
    tenant        TEXT NOT NULL,
    id            TEXT PRIMARY KEY,
    key           TEXT NOT NULL,
    version       BIGINT NOT NULL,
    seq           BIGINT NOT NULL,
    obligation_id TEXT,
    body_id       TEXT,
    kind          TEXT,
    decided_on    BIGINT,
    revoked_on    BIGINT,
    content       TEXT NOT NULL
);
CREATE UNIQUE INDEX finding_by_key ON finding (tenant, key);
CREATE INDEX finding_by_obligation_id ON finding (tenant, obligation_id);
CREATE INDEX finding_by_body_id ON finding (tenant, body_id);

CREATE TABLE integrity_record (
    tenant        TEXT NOT NULL,
    id            TEXT PRIMARY KEY,
    key           TEXT NOT NULL,
    version       BIGINT NOT NULL,
    seq           BIGINT NOT NULL,
    body_id       TEXT,
    official_id   TEXT,
    cat           TEXT,
    polarity      TEXT,
    severity      TEXT,
    obligation_id TEXT,
    decided_on    BIGINT,
    effective_on  BIGINT,
    expires_on    BIGINT,
    repaired_on   BIGINT,
    revoked_on    BIGINT,
    content       TEXT NOT NULL
);
CREATE UNIQUE INDEX integrity_record_by_key ON integrity_record (tenant, key);
CREATE INDEX integrity_record_by_body_id ON integrity_record (tenant, body_id);
CREATE INDEX integrity_record_by_official_id ON integrity_record (tenant, official_id);

CREATE TABLE statement (
    tenant   TEXT NOT NULL,
    id       TEXT PRIMARY KEY,
    key      TEXT NOT NULL,
    version  BIGINT NOT NULL,
    seq      BIGINT NOT NULL,
    body_id  TEXT,
    leaf     TEXT,
    period   TEXT,
    filed_on BIGINT,
    content  TEXT NOT NULL
);
CREATE UNIQUE INDEX statement_by_key ON statement (tenant, key);
CREATE INDEX statement_by_body_id_period_leaf ON statement (tenant, body_id, period, leaf);

CREATE TABLE cap_fact (
    tenant  TEXT NOT NULL,
    id      TEXT PRIMARY KEY,
    key     TEXT NOT NULL,
    version BIGINT NOT NULL,
    seq     BIGINT NOT NULL,
    body_id TEXT,
    cap     TEXT,
    from_on BIGINT,
    to_on   BIGINT,
    content TEXT NOT NULL
);
CREATE UNIQUE INDEX cap_fact_by_key ON cap_fact (tenant, key);
CREATE INDEX cap_fact_by_body_id ON cap_fact (tenant, body_id);

CREATE TABLE bonus_fact (
    tenant  TEXT NOT NULL,
    id      TEXT PRIMARY KEY,
    key     TEXT NOT NULL,
    version BIGINT NOT NULL,
    seq     BIGINT NOT NULL,
    body_id TEXT,
    bonus   TEXT,
    on_day  BIGINT,
    content TEXT NOT NULL
);
CREATE UNIQUE INDEX bonus_fact_by_key ON bonus_fact (tenant, key);
CREATE INDEX bonus_fact_by_body_id ON bonus_fact (tenant, body_id);

CREATE TABLE debt (
    tenant        TEXT NOT NULL,
    id            TEXT PRIMARY KEY,
    key           TEXT NOT NULL,
    version       BIGINT NOT NULL,
    seq           BIGINT NOT NULL,
    body_id       TEXT,
    kind          TEXT,
    start_on      BIGINT,
    maturity_on   BIGINT,
    principal_fen BIGINT,
    content       TEXT NOT NULL
);
CREATE UNIQUE INDEX debt_by_key ON debt (tenant, key);
CREATE INDEX debt_by_body_id ON debt (tenant, body_id);

CREATE TABLE fiscal (
    tenant    TEXT NOT NULL,
    id        TEXT PRIMARY KEY,
    key       TEXT NOT NULL,
    version   BIGINT NOT NULL,
    seq       BIGINT NOT NULL,
    body_id   TEXT,
    year      BIGINT,
    item      TEXT,
    value_fen BIGINT,
    content   TEXT NOT NULL
);
CREATE UNIQUE INDEX fiscal_by_key ON fiscal (tenant, key);
CREATE INDEX fiscal_by_body_id_year ON fiscal (tenant, body_id, year);

CREATE TABLE published_figure (
    tenant        TEXT NOT NULL,
    id            TEXT PRIMARY KEY,
    key           TEXT NOT NULL,
    version       BIGINT NOT NULL,
    seq           BIGINT NOT NULL,
    figure_set    TEXT,
    year          BIGINT,
    unit_name     TEXT,
    division_code TEXT,
    content       TEXT NOT NULL
);
CREATE UNIQUE INDEX published_figure_by_key ON published_figure (tenant, key);
CREATE INDEX published_figure_by_set_year ON published_figure (tenant, figure_set, year);

CREATE TABLE calendar_day (
    tenant  TEXT NOT NULL,
    id      TEXT PRIMARY KEY,
    key     TEXT NOT NULL,
    version BIGINT NOT NULL,
    seq     BIGINT NOT NULL,
    day_on  BIGINT,
    content TEXT NOT NULL
);
CREATE UNIQUE INDEX calendar_day_by_key ON calendar_day (tenant, key);

CREATE TABLE law_pack (
    tenant  TEXT NOT NULL,
    id      TEXT PRIMARY KEY,
    key     TEXT NOT NULL,
    version BIGINT NOT NULL,
    seq     BIGINT NOT NULL,
    content TEXT NOT NULL
);
CREATE UNIQUE INDEX law_pack_by_key ON law_pack (tenant, key);

CREATE TABLE evaluation (
    tenant  TEXT NOT NULL,
    id      TEXT PRIMARY KEY,
    key     TEXT NOT NULL,
    version BIGINT NOT NULL,
    seq     BIGINT NOT NULL,
    scheme  TEXT,
    period  TEXT,
    as_of   BIGINT,
    state   TEXT,
    content TEXT NOT NULL
);
CREATE UNIQUE INDEX evaluation_by_key ON evaluation (tenant, key);
CREATE INDEX evaluation_by_scheme_period ON evaluation (tenant, scheme, period);

CREATE TABLE evaluation_result (
    tenant        TEXT NOT NULL,
    id            TEXT PRIMARY KEY,
    key           TEXT NOT NULL,
    version       BIGINT NOT NULL,
    seq           BIGINT NOT NULL,
    evaluation_id TEXT,
    body_id       TEXT,
    total         BIGINT,
    grade         TEXT,
    rank          BIGINT,
    peer_group    TEXT,
    content       TEXT NOT NULL
);
CREATE UNIQUE INDEX evaluation_result_by_key ON evaluation_result (tenant, key);
CREATE INDEX evaluation_result_by_evaluation_id_rank ON evaluation_result (tenant, evaluation_id, rank);
CREATE INDEX evaluation_result_by_body_id ON evaluation_result (tenant, body_id);

CREATE TABLE import_batch (
    tenant  TEXT NOT NULL,
    id      TEXT PRIMARY KEY,
    key     TEXT NOT NULL,
    version BIGINT NOT NULL,
    seq     BIGINT NOT NULL,
    kind    TEXT,
    state   TEXT,
    content TEXT NOT NULL
);
CREATE UNIQUE INDEX import_batch_by_key ON import_batch (tenant, key);

CREATE TABLE export_batch (
    tenant  TEXT NOT NULL,
    id      TEXT PRIMARY KEY,
    key     TEXT NOT NULL,
    version BIGINT NOT NULL,
    seq     BIGINT NOT NULL,
    kind    TEXT,
    content TEXT NOT NULL
);
CREATE UNIQUE INDEX export_batch_by_key ON export_batch (tenant, key);

CREATE TABLE erasure (
    tenant  TEXT NOT NULL,
    id      TEXT PRIMARY KEY,
    key     TEXT NOT NULL,
    version BIGINT NOT NULL,
    seq     BIGINT NOT NULL,
    content TEXT NOT NULL
);
CREATE UNIQUE INDEX erasure_by_key ON erasure (tenant, key);
