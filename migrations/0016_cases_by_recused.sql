-- 0016: the facts of one body take up the cases that it must not see. Source: S-4.3b; ADR 0090
CREATE INDEX case_file_by_recused_id ON case_file (recused_id) WHERE recused_id IS NOT NULL;
