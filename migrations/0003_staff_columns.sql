-- 0003: columns that the staff's lists and the to-dos select by. Units: days since 1970.
-- refill: handover statement
ALTER TABLE handover ADD COLUMN signed_on BIGINT;
ALTER TABLE statement ADD COLUMN checked_on BIGINT;
ALTER TABLE statement ADD COLUMN returned_on BIGINT;
CREATE INDEX statement_by_period ON statement (tenant, period, body_id);
CREATE INDEX handover_by_body_id ON handover (tenant, body_id);
