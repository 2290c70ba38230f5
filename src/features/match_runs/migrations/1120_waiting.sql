-- Learners who wait for a seat in a program: before all others those who held a place and lost it, then by when they
-- came to wait, then by the lot of the run that left them over. Whoever holds a place does not wait, whatever stands
-- here.
CREATE TABLE waiting_learners (
  institution_id id NOT NULL,
  program_id id NOT NULL,
  learner_id id NOT NULL,
  goes_first bool NOT NULL,
  since int64 NOT NULL,
  lot int64 NOT NULL,
  PRIMARY KEY (institution_id, program_id, learner_id),
  FOREIGN KEY (institution_id, program_id) REFERENCES programs (institution_id, id),
  FOREIGN KEY (institution_id, learner_id) REFERENCES people (institution_id, id)
);

-- Whether a program offers free seats by itself; no row: a coordinator does.
CREATE TABLE seat_offering (
  institution_id id NOT NULL,
  program_id id NOT NULL,
  by_itself bool NOT NULL,
  PRIMARY KEY (institution_id, program_id),
  FOREIGN KEY (institution_id, program_id) REFERENCES programs (institution_id, id)
);
