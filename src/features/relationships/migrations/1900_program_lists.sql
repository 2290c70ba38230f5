-- The relationships of a program in the order of their ids, for its list and every page of it.
CREATE INDEX relationships_in_order ON relationships (institution_id, program_id, id);
DROP INDEX relationships_of_program;
-- Pairs from before, counted by role from the index alone.
CREATE INDEX known_pairs_counted ON known_pairs (institution_id, role);
