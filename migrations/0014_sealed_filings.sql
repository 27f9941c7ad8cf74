-- 0014: complaints from the public portal (ADR 0081). Journalled: filing, handler_key. Not journalled: sealed_filing, which holds
-- nothing of time, is not numbered by its coming and is laid down anew in shuffled order before it enters the journal; and
-- handler_secret, a private key locked with its holder's passphrase, which the journal names by digest.
-- Source: S-4.3b; ASSURANCE S11
CREATE TABLE sealed_filing (
    id         TEXT NOT NULL PRIMARY KEY,  -- random
    tenant     TEXT NOT NULL,
    filing_id  TEXT NOT NULL,    -- the complaint it belongs to; its own id when it is one
    kind       TEXT NOT NULL,    -- complaint, message (of the complainant), answer (of the office), rating
    number     BIGINT NOT NULL,  -- within the complaint, 0 the complaint
    door       TEXT,             -- keyed digest of the receipt; of a complaint alone
    holder     BYTEA NOT NULL,   -- public key of the receipt's holder; of a complaint alone
    case_id    TEXT,
    body_id    TEXT,
    focus      TEXT,
    anonymous  BIGINT NOT NULL,
    digest     TEXT NOT NULL,    -- salted digest of the content, as in the receipt
    locked     BYTEA NOT NULL,   -- ciphertext, padded
    wraps      TEXT NOT NULL,    -- JSON: the content's key, once for each who may read
    sealed_id  TEXT,             -- instead of `locked`: a text of a named complaint
    entered    BIGINT NOT NULL,  -- 1: in the journal
    seen       BIGINT NOT NULL   -- 1: read by the other side
) WITHOUT ROWID;
CREATE UNIQUE INDEX sealed_filing_by_door ON sealed_filing (door);
CREATE UNIQUE INDEX sealed_filing_by_number ON sealed_filing (filing_id, number);
CREATE INDEX sealed_filing_by_case ON sealed_filing (case_id);
CREATE INDEX sealed_filing_waiting ON sealed_filing (tenant, id) WHERE entered = 0;

CREATE TABLE filing (
    tenant    TEXT NOT NULL,
    id        TEXT PRIMARY KEY,
    key       TEXT NOT NULL,
    version   BIGINT NOT NULL,
    seq       BIGINT NOT NULL,
    filing_id TEXT,
    case_id   TEXT,
    kind      TEXT,
    on_day    BIGINT,
    content   TEXT NOT NULL
);
CREATE UNIQUE INDEX filing_by_key ON filing (tenant, key);
CREATE INDEX filing_by_case_id ON filing (tenant, case_id);

CREATE TABLE handler_key (
    tenant   TEXT NOT NULL,
    id       TEXT PRIMARY KEY,
    key      TEXT NOT NULL,
    version  BIGINT NOT NULL,
    seq      BIGINT NOT NULL,
    account  TEXT,
    ended_on BIGINT,
    content  TEXT NOT NULL
);
CREATE UNIQUE INDEX handler_key_by_key ON handler_key (tenant, key);
CREATE INDEX handler_key_by_account ON handler_key (tenant, account);

CREATE TABLE handler_secret (
    key_id TEXT PRIMARY KEY,
    tenant TEXT NOT NULL,
    locked TEXT NOT NULL  -- JSON: salt, cost and ciphertext
);
