-- What became of letters, counted from the index alone.
CREATE INDEX letters_counted ON letters_posted (institution_id, program_id, outcome, kind);
