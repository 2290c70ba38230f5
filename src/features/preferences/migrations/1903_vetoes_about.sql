-- Who ruled somebody out, for what is suggested to them.
CREATE INDEX vetoes_about ON vetoes (institution_id, program_id, not_with_id);
