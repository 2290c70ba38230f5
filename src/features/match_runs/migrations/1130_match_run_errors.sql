-- What the sentence of a failed run is about, one value a row. Somebody is named by id: the name is read when it is
-- shown.
CREATE TABLE match_run_errors (
  institution_id id NOT NULL,
  run_id id NOT NULL,
  name text NOT NULL,
  value text NOT NULL,
  person_id id,
  PRIMARY KEY (institution_id, run_id, name),
  FOREIGN KEY (institution_id, run_id) REFERENCES match_runs (institution_id, id),
  FOREIGN KEY (institution_id, person_id) REFERENCES people (institution_id, id)
);
