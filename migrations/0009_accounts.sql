-- 0009: accounts, what they sign in with, web sessions and own settings.
-- account is journalled. The others are not: an Argon2id hash, which the journal names by digest, counters, sessions
-- (only digests of their ids, each row under a keyed code) and settings. Units: *_at are milliseconds since 1970, UTC.
-- Source: ASSURANCE S7-S9; DOMAIN 11
CREATE TABLE account (
    tenant      TEXT NOT NULL,
    id          TEXT PRIMARY KEY,
    key         TEXT NOT NULL,
    version     BIGINT NOT NULL,
    seq         BIGINT NOT NULL,
    state       TEXT,
    body_id     TEXT,
    official_id TEXT,
    content     TEXT NOT NULL
);
-- A sign-in name tells the county as well.
CREATE UNIQUE INDEX account_by_key ON account (key);

CREATE TABLE account_secret (
    account_id TEXT PRIMARY KEY,
    tenant     TEXT NOT NULL,
    password   TEXT NOT NULL,    -- PHC text
    ends_at    BIGINT,           -- a one-time password is good until then
    totp_step  BIGINT NOT NULL,  -- the last time step a code was taken for
    recovery   TEXT NOT NULL,    -- JSON list of digests of codes not used yet
    seen_at    BIGINT            -- last sign-in
);

CREATE TABLE sign_in_failure (
    place        TEXT PRIMARY KEY,  -- keyed digest of a sign-in name and a network, or of a network
    tenant       TEXT NOT NULL DEFAULT '',  -- a name that is not there has none
    account_id   TEXT,
    failures     BIGINT NOT NULL,
    since_at     BIGINT NOT NULL,
    last_at      BIGINT NOT NULL,
    locked_until BIGINT
);
CREATE INDEX sign_in_failure_by_account ON sign_in_failure (account_id);
CREATE INDEX sign_in_failure_by_last ON sign_in_failure (last_at);

CREATE TABLE web_session (
    digest     TEXT PRIMARY KEY,  -- of the id that the browser holds
    name       TEXT NOT NULL,     -- what lists call it
    tenant     TEXT NOT NULL,
    account_id TEXT NOT NULL,
    stamp      TEXT NOT NULL,     -- of password and rights: when either changes, the session is over
    made_at    BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL,
    ends_at    BIGINT NOT NULL,
    proven_at  BIGINT NOT NULL,
    agent      TEXT NOT NULL,
    opened_by  TEXT NOT NULL,     -- "password", or the name of an identity provider
    outside_id TEXT NOT NULL,     -- the session's id at that provider
    revoked    BIGINT NOT NULL,
    code       TEXT NOT NULL,     -- keyed digest of the row
    changed_at BIGINT NOT NULL
);
CREATE INDEX web_session_by_changed ON web_session (changed_at);
CREATE INDEX web_session_by_ends ON web_session (ends_at);

CREATE TABLE account_setting (
    account_id TEXT PRIMARY KEY,
    tenant     TEXT NOT NULL,
    content    TEXT NOT NULL
);
