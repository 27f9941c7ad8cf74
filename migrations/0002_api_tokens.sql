-- 0002: API tokens. Only the digest of a token is kept, here and in the journal. Source: CONTRACT 2, 3
CREATE TABLE api_token (
    tenant     TEXT NOT NULL,
    id         TEXT PRIMARY KEY,
    key        TEXT NOT NULL,
    version    BIGINT NOT NULL,
    seq        BIGINT NOT NULL,
    hash       TEXT,
    account    TEXT,
    expires_on BIGINT,
    revoked_on BIGINT,
    content    TEXT NOT NULL
);
CREATE UNIQUE INDEX api_token_by_key ON api_token (tenant, key);
CREATE UNIQUE INDEX api_token_by_hash ON api_token (hash);
