-- What archived programs hold (triggers per engine); this index answers them.
CREATE INDEX relationship_of_program ON relationships (institution_id, program_id, state);
