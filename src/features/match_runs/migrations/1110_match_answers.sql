-- What a program's people had answered when a run was computed: its private inputs, kept so that it can be computed
-- again. No route, report or log reads them.
CREATE TABLE match_educators (
  institution_id id NOT NULL,
  run_id id NOT NULL,
  person_id id NOT NULL,
  takes_part bool NOT NULL,
  capacity int64 NOT NULL,
  ready bool NOT NULL,
  declared bool NOT NULL,
  PRIMARY KEY (institution_id, run_id, person_id),
  FOREIGN KEY (institution_id, run_id) REFERENCES match_runs (institution_id, id),
  FOREIGN KEY (institution_id, person_id) REFERENCES people (institution_id, id)
);
CREATE TABLE match_wishes (
  institution_id id NOT NULL,
  run_id id NOT NULL,
  learner_id id NOT NULL,
  educator_id id NOT NULL,
  rank int64 NOT NULL,
  PRIMARY KEY (institution_id, run_id, learner_id, educator_id),
  FOREIGN KEY (institution_id, run_id) REFERENCES match_runs (institution_id, id),
  FOREIGN KEY (institution_id, learner_id) REFERENCES people (institution_id, id),
  FOREIGN KEY (institution_id, educator_id) REFERENCES people (institution_id, id)
);
CREATE TABLE match_vetoes (
  institution_id id NOT NULL,
  run_id id NOT NULL,
  person_id id NOT NULL,
  not_with_id id NOT NULL,
  PRIMARY KEY (institution_id, run_id, person_id, not_with_id),
  FOREIGN KEY (institution_id, run_id) REFERENCES match_runs (institution_id, id),
  FOREIGN KEY (institution_id, person_id) REFERENCES people (institution_id, id),
  FOREIGN KEY (institution_id, not_with_id) REFERENCES people (institution_id, id)
);
