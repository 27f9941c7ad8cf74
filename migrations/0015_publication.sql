-- 0015: what of the records the public sees and has seen (its journal positions are the feed), who reads the feed by name, who got a
-- record, and who was asked to take it back. All journalled. Source: DESIGN 6; S-5.5i, S-5.6c, S-5.6e; ANCHORS 8, 24
CREATE TABLE publication (
    tenant         TEXT NOT NULL,
    id             TEXT PRIMARY KEY,
    key            TEXT NOT NULL,
    version        BIGINT NOT NULL,
    seq            BIGINT NOT NULL,
    body_id        TEXT,
    state          TEXT,
    on_day         BIGINT,
    next_change_on BIGINT,
    content        TEXT NOT NULL
);
CREATE UNIQUE INDEX publication_by_key ON publication (tenant, key);
CREATE INDEX publication_by_seq ON publication (tenant, seq);
CREATE INDEX publication_by_next_change_on ON publication (tenant, next_change_on);

CREATE TABLE feed_subscriber (
    tenant     TEXT NOT NULL,
    id         TEXT PRIMARY KEY,
    key        TEXT NOT NULL,
    version    BIGINT NOT NULL,
    seq        BIGINT NOT NULL,
    token_hash TEXT,
    made_on    BIGINT,
    revoked_on BIGINT,
    content    TEXT NOT NULL
);
CREATE UNIQUE INDEX feed_subscriber_by_key ON feed_subscriber (tenant, key);
CREATE INDEX feed_subscriber_by_token_hash ON feed_subscriber (tenant, token_hash);

-- One row holds up to 500 record ids in order; the first and the last bound the search for one of them.
CREATE TABLE delivery (
    tenant    TEXT NOT NULL,
    id        TEXT PRIMARY KEY,
    key       TEXT NOT NULL,
    version   BIGINT NOT NULL,
    seq       BIGINT NOT NULL,
    recipient TEXT,
    channel   TEXT,
    first_id  TEXT,
    last_id   TEXT,
    on_day    BIGINT,
    content   TEXT NOT NULL
);
CREATE UNIQUE INDEX delivery_by_key ON delivery (tenant, key);
CREATE INDEX delivery_by_first_id ON delivery (tenant, first_id, last_id);

CREATE TABLE recall (
    tenant          TEXT NOT NULL,
    id              TEXT PRIMARY KEY,
    key             TEXT NOT NULL,
    version         BIGINT NOT NULL,
    seq             BIGINT NOT NULL,
    record_id       TEXT,
    body_id         TEXT,
    recipient       TEXT,
    channel         TEXT,
    state           TEXT,
    asked_on        BIGINT,
    acknowledged_on BIGINT,
    content         TEXT NOT NULL
);
CREATE UNIQUE INDEX recall_by_key ON recall (tenant, key);
CREATE INDEX recall_by_state ON recall (tenant, state, asked_on);
CREATE INDEX recall_by_asked_on ON recall (tenant, asked_on);
CREATE INDEX recall_by_record_id ON recall (tenant, record_id);
CREATE INDEX recall_by_recipient ON recall (tenant, recipient, state);
