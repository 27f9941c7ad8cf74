-- 0011: indexes that answer the lists, counts and sums of duties alone, a list of the whole county by walking its days, one of some bodies by
-- beginning with the body; and indexes over references that most rows lack, without those rows: figures about the first
-- thousand entries would say that all rows have the same.
DROP INDEX obligation_by_body_id_kind_due_on;
DROP INDEX obligation_by_due_on;
DROP INDEX obligation_by_post_id;
DROP INDEX finding_by_obligation_id;
DROP INDEX integrity_record_by_official_id;
CREATE INDEX obligation_by_body_id
    ON obligation (body_id, kind, due_on, id, tenant, void_on, cancelled_on, done_on, amount_fen, fulfilled_fen);
CREATE INDEX obligation_by_due_on ON obligation (tenant, due_on, id, kind, body_id, void_on, cancelled_on, done_on);
CREATE INDEX obligation_by_post_id ON obligation (post_id, tenant) WHERE post_id IS NOT NULL;
CREATE INDEX finding_by_obligation_id ON finding (obligation_id, tenant) WHERE obligation_id IS NOT NULL;
CREATE INDEX integrity_record_by_official_id ON integrity_record (official_id, tenant) WHERE official_id IS NOT NULL;
-- What is still owed, by kind: few of many.
CREATE INDEX obligation_open_by_kind ON obligation (tenant, kind, due_on, id, body_id)
    WHERE void_on IS NULL AND cancelled_on IS NULL AND done_on IS NULL;
