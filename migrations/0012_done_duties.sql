-- 0012: done duties of one kind by day, beside those still owed (0011). Newest first, a walk over the days of the county met all that is
-- not due yet before the first of them.
CREATE INDEX obligation_done_by_kind ON obligation (tenant, kind, due_on, id, body_id)
    WHERE done_on IS NOT NULL AND void_on IS NULL AND cancelled_on IS NULL;
