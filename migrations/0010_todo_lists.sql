-- 0010: indexes that answer the inbox's lists and counts alone (ADR 0063). A list of the whole county walks its open to-dos by day; one of
-- some bodies begins with the body (ids are unique in all tenants, so that a planner without figures about its rows is not
-- drawn to the tenant); few to-dos are one account's own.
DROP INDEX todo_by_account;
DROP INDEX todo_by_body_id_kind_due_on;
CREATE INDEX todo_of_account ON todo (account, due_on, id) WHERE account IS NOT NULL;
CREATE INDEX todo_by_body_id ON todo (body_id, kind, due_on, id, opened_on, due_provisional, tenant, account, done_on);
CREATE INDEX todo_open_by_due_on ON todo (tenant, due_on, id, kind, opened_on, due_provisional, account, done_on)
    WHERE done_on IS NULL AND account IS NULL;
-- Notices that wait to be read, which each first screen counts.
CREATE INDEX notice_unread ON notice (tenant, account, made_at, read_at) WHERE read_at IS NULL;
-- Whether any body or division changed since a tree was read, which is asked after each write.
CREATE INDEX body_by_seq ON body (tenant, seq);
CREATE INDEX division_by_seq ON division (tenant, seq);
